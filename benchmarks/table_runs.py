"""`curation run` on 1,000 to 50,000 utterances, beside what its peers take for their part of it.

Peers, on the same rows in the same run: check-jsonschema, cleanlab's Datalab over our features, scikit-learn's
StratifiedGroupKFold. What these are given (features, groups, cross-validated chances) `run` makes itself; what it takes
to make is measured too. Beside the peers, which ran once, stands the median of three runs; the other sizes ran once.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.corpora import project
from benchmarks.measure import Row, apart, timed
from curation.analysis.normalise import normalised

ROOT = Path(__file__).resolve().parent.parent
CURATION = [sys.executable, "-m", "curation"]
SIZES = ((1_000, 20), (10_000, 77), (25_000, 150), (50_000, 499))
COMPARED = 25_000


def rows() -> list[Row]:
    with tempfile.TemporaryDirectory() as name:
        return whole_runs(Path(name))


def whole_runs(folder: Path) -> list[Row]:
    found = []
    cache = folder / "cache"
    os.environ["CURATION_CACHE_DIR"] = str(cache)
    for count, intents in SIZES:
        place = folder / f"run-{count}"
        place.mkdir()
        written = apart(write_project, place / "p.json", count, intents)
        bundle = folder / f"dist-{count}"
        command = [*CURATION, "run", str(place), "-o", str(bundle), "--allow-open", "--trim"]
        repeats = 3 if count == COMPARED else 1
        seconds, memory = timed(command, repeats=repeats, ok=(0,), fresh=[cache, bundle])
        data = f"{written[0]:,} utterances, {written[1]} intents"
        found += [Row("run", data, seconds, "s"), Row("run, memory", data, memory, "MB")]
        if count == COMPARED:
            peers = apart(peer_seconds, place / "p.json")
            found += [Row(f"peer: {name}", data, taken, "s") for name, taken in peers.items()]
            own = sum(taken for name, taken in peers.items() if not name.startswith("made before"))
            whole = sum(peers.values())
            found.append(Row("run, cold", data, seconds, "s", "peers alone", own, "<= 0.5 x", seconds <= 0.5 * own))
            found.append(Row("run, cold", data, seconds, "s", "peers, and what they need", whole))
        elif count == SIZES[-1][0]:
            found.append(Row("run, cold", data, seconds, "s", None, None, "< 180 s", seconds < 180))
            found.append(Row("run, cold, memory", data, memory, "MB", None, None, "< 4 GiB", memory < 4096))
        again, _ = timed([*command, "--force"], repeats=repeats, ok=(0,))
        found.append(Row("run, again", data, again, "s"))
    return found


def cut(text: str, intents: int) -> dict[str, Any]:
    """The project with as many intents: the largest are kept or divided, the rest goes to them in turn."""
    value: dict[str, Any] = json.loads(text)
    rows = value["assets"]["utterances"]
    names = sorted({row["intent"] for row in rows})
    for at, row in enumerate(rows):
        number = names.index(row["intent"])
        number = number % intents if len(names) >= intents else number + len(names) * (at % (intents // len(names) + 1))
        row["intent"] = f"Intent{number % intents}"
        del row["dataset"]
    # A text under two intents is an error, and nothing is written then.
    value["assets"]["utterances"] = list({normalised(row["text"]): row for row in rows}.values())
    value["assets"]["intents"] = [{"category": f"Intent{at}"} for at in range(intents)] + [{"category": "None"}]
    return value


def write_project(path: Path, count: int, intents: int) -> tuple[int, int]:
    """Write it, and say how many utterances there are in the end, and intents that have one."""
    value = cut(project(count), intents)
    path.write_text(json.dumps(value, indent=2), encoding="utf-8")
    rows = value["assets"]["utterances"]
    return len(rows), len({row["intent"] for row in rows})


def peer_seconds(path: Path) -> dict[str, float]:
    """Seconds of each peer, and of what has to be made before they can be asked: features, groups and chances."""
    import multiprocessing

    import numpy as np
    from cleanlab import Datalab
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedGroupKFold, cross_val_predict

    from curation.analysis.encoder import SentenceEncoder
    from curation.analysis.neighbours import groups_of, near_pairs

    multiprocessing.set_start_method("fork", force=True)  # cleanlab's workers look for a global of their parent
    schema = ROOT / "schemas" / "clu-project.schema.json"
    command = [sys.executable, "-m", "check_jsonschema", "--schemafile", str(schema), str(path)]
    found = {"check-jsonschema": timed(command)[0]}
    value = json.loads(path.read_text(encoding="utf-8"))
    texts = [row["text"] for row in value["assets"]["utterances"]]
    labels = np.array([row["intent"] for row in value["assets"]["utterances"]])
    start = time.perf_counter()
    features = SentenceEncoder().encode(texts)
    found["made before: features"] = time.perf_counter() - start
    start = time.perf_counter()
    groups = np.array(groups_of(len(texts), near_pairs([text.casefold() for text in texts], 0.8))[0])
    found["made before: groups"] = time.perf_counter() - start
    folds = StratifiedGroupKFold(5, shuffle=True, random_state=0)
    start = time.perf_counter()
    parts = list(folds.split(features, labels, groups))
    found["StratifiedGroupKFold"] = time.perf_counter() - start
    model = LogisticRegression(max_iter=100)
    start = time.perf_counter()
    chances = cross_val_predict(model, features, labels, cv=parts, method="predict_proba", n_jobs=2)
    found["made before: chances of a 5-fold logistic regression"] = time.perf_counter() - start
    start = time.perf_counter()
    lab = Datalab({"text": texts, "label": labels.tolist()}, label_name="label", verbosity=0)
    lab.find_issues(pred_probs=chances, features=features)
    found["Datalab"] = time.perf_counter() - start
    return found

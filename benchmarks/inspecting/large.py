"""One pass of everything over 25,000 utterances, and again with nothing changed."""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from pathlib import Path

from benchmarks.corpora import project
from benchmarks.measure import Row, timed

ROWS, INTENTS = 25_000, 150
PATIENCE = 300
STOPPED = 124
"""What `timeout` leaves with when it stops a command."""


def whole_pass() -> list[Row]:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name, "bot", "everything.clu.json")
        path.parent.mkdir()
        path.write_text(large_project(), encoding="utf-8")
        command = [sys.executable, "-m", "curation", "inspect", str(path.parent), "-f", "json"]
        seconds, memory = timed(["env", f"CURATION_CACHE_DIR={name}/cache", *command], repeats=1)
        again, _ = timed(["env", f"CURATION_CACHE_DIR={name}/cache", *command])
        code = f"from benchmarks.inspecting.large import cross_validation as f; f({str(path)!r})"
        limit = ["timeout", str(PATIENCE), sys.executable, "-c", code]
        peer_seconds, peer_memory = timed(limit, repeats=1, ok=(0, STOPPED))
    data = f"{ROWS:,} utterances, {INTENTS} intents"
    stopped = f", stopped after {PATIENCE} s" if peer_seconds >= PATIENCE else ""
    peer = f"5-fold TF-IDF + logistic regression, two processes{stopped}"
    return [
        Row(
            "inspect, wall", data, seconds, "s", peer, peer_seconds, "< 60 s, <= peer", seconds < min(60, peer_seconds)
        ),
        Row("inspect, memory", data, memory, "MB", peer, peer_memory, "< 2048 MB", memory < 2048),
        Row("inspect again, nothing changed", data, again, "s", bar="< 1.5 s", holds=again < 1.5),
    ]


def large_project() -> str:
    """The 150 largest intents of the three corpora, filled up with variants of their texts, which come last."""
    whole_of = json.loads(project(ROWS * 6 // 5))
    assets = whole_of["assets"]
    kept = dict(Counter(row["intent"] for row in assets["utterances"]).most_common(INTENTS))
    assets["utterances"] = [row for row in assets["utterances"] if row["intent"] in kept][:ROWS]
    assets["intents"] = [row for row in assets["intents"] if row["category"] in kept or row["category"] == "None"]
    return json.dumps(whole_of, indent=2, ensure_ascii=False) + "\n"


def cross_validation(path: str) -> None:
    """What anybody would write first; run in a process of its own."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold, cross_val_predict
    from sklearn.pipeline import make_pipeline, make_union

    utterances = json.loads(Path(path).read_text(encoding="utf-8"))["assets"]["utterances"]
    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    characters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
    model = make_pipeline(make_union(words, characters), LogisticRegression(C=10.0, max_iter=300))
    labels = [row["intent"] for row in utterances]
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    cross_val_predict(model, [row["text"] for row in utterances], labels, cv=folds, method="predict_proba", n_jobs=2)

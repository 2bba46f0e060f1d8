"""Near-duplicates among a thousand to a million different texts, beside all pairs by scikit-learn.

Each line is a text of public corpora with one to three words put in, taken out or replaced, and stands once. The peer
compares all with all (`NearestNeighbors`, cosine, brute force, on both cores) on 50,000 of the lines, after the
vectors were made, and is extrapolated by the square. Recall is that of pairs, on 300 texts drawn from the million,
each held against all others with scikit-learn's vectors. Medians of three runs, of a million lines one run."""

from __future__ import annotations

import filecmp
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.corpora import rows as texts_of
from benchmarks.measure import Row, apart, memory_of_all, timed

if TYPE_CHECKING:
    from collections.abc import Sequence

LINES = (1_000, 10_000, 100_000, 1_000_000)
COMPARED = 50_000
SAMPLED = 300
THRESHOLD = 0.9
CURATION = [sys.executable, "-m", "curation", "duplicates", "--threshold", str(THRESHOLD)]


def rows() -> list[Row]:
    with tempfile.TemporaryDirectory() as name:
        return measured(Path(name))


def write_variants(path: Path, count: int) -> None:
    chance = random.Random(0)
    known = [str(row["text"]).split() for row in texts_of(28_000)]
    words = [word for text in known for word in text]
    seen: set[str] = set()
    with path.open("w", encoding="utf-8") as file:
        while len(seen) < count:
            text = list(chance.choice(known))
            for _ in range(chance.randrange(1, 4)):
                at, kind = chance.randrange(len(text)), chance.random()
                if kind < 0.5:
                    text[at] = chance.choice(words)
                elif kind < 0.75 and len(text) > 1:
                    del text[at]
                else:
                    text.insert(at, chance.choice(words))
            line = " ".join(text)
            if line.casefold() not in seen:
                seen.add(line.casefold())
                file.write(f"{line}\n")


def measured(folder: Path) -> list[Row]:
    found, seconds = [], {}
    for count in LINES:
        log = folder / f"{count}.txt"
        apart(write_variants, log, count)
        table = folder / f"{count}.jsonl"
        command = [*CURATION, str(log), "--table", str(table)]
        repeats = 3 if count < LINES[-1] else 1
        seconds[count], memory = timed(command, repeats=repeats, ok=(0,), fresh=[table])
        data = f"{count:,} lines"
        found.append(Row("duplicates, local", data, seconds[count], "s"))
        found.append(Row("duplicates, local, memory", data, memory, "MB"))
    most = LINES[-1]
    data, log = f"{most:,} lines", folder / f"{most}.txt"
    peer = apart(all_pairs_seconds, log) * (most / COMPARED) ** 2
    share = seconds[most] / peer
    found.append(
        Row("duplicates", data, seconds[most], "s", "all pairs, extrapolated", peer, "<= 0.05 x", share <= 0.05)
    )
    recall = apart(recall_of_pairs, log)
    found.append(Row("duplicates, recall of pairs", data, recall, "", None, None, ">= 0.99", recall >= 0.99))
    table = folder / "dask.jsonl"
    cluster = [*CURATION, str(log), "--table", str(table), "--engine", "dask", "--workers", "2"]
    spread, _ = timed(cluster, repeats=1, ok=(0,), fresh=[table])
    held = memory_of_all(cluster, fresh=[table])
    found.append(Row("duplicates, dask, 2 workers", data, spread, "s", "local", seconds[most]))
    found.append(Row("duplicates, dask, memory of all processes", data, held, "MB"))
    same = filecmp.cmp(table, folder / f"{most}.jsonl", shallow=False)
    found.append(Row("the same bytes", data, float(same), "", None, None, "1", same))
    return found


def vectors_of(texts: Sequence[str]):
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, dtype=np.float32).fit_transform(
        texts
    )


def all_pairs_seconds(log: Path) -> float:
    from sklearn.neighbors import NearestNeighbors

    with log.open(encoding="utf-8") as file:
        vectors = vectors_of([line.strip().casefold() for line, _ in zip(file, range(COMPARED), strict=False)])
    start = time.perf_counter()
    model = NearestNeighbors(radius=1 - THRESHOLD, metric="cosine", algorithm="brute", n_jobs=2).fit(vectors)
    model.radius_neighbors(vectors)
    return time.perf_counter() - start


def recall_of_pairs(log: Path) -> float:
    """The share of the pairs of some texts that were compared and found, of those that scikit-learn's vectors show."""
    import numpy as np

    from curation.analysis.normalise import normalised
    from curation.engines import engine_named
    from curation.line import _duplicates
    from curation.line._logs import heard_log, kept_in

    def silent(words: str) -> None:
        pass

    with kept_in(None) as place, engine_named() as engine:
        hearing = heard_log(place, log, {}, {"work": "duplicates", "threshold": THRESHOLD}, engine, silent)
        _duplicates._sign(hearing, THRESHOLD, engine, silent)
        parts = _duplicates._pair(hearing, THRESHOLD, engine, silent)
        kept = [hearing.work.get_arrays(hearing.work.part("pairs", number)) for number in range(parts)]
        ours = {pair for part in kept for pair in zip(part["first"].tolist(), part["second"].tolist(), strict=True)}
        texts = [normalised(item.text) for item in _duplicates._heard(hearing)]
    vectors = vectors_of(texts)
    sample = np.random.default_rng(0).choice(len(texts), SAMPLED, replace=False)
    there = found = 0
    for start in range(0, SAMPLED, 20):
        product = (vectors[sample[start : start + 20]] @ vectors.T).tocoo()
        near = product.data >= THRESHOLD
        for row, other in zip(product.row[near].tolist(), product.col[near].tolist(), strict=True):
            one = int(sample[start + row])
            if one != other:
                there += 1
                found += (min(one, other), max(one, other)) in ours
    return found / there

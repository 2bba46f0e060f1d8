"""What others would do: names, the nearest centroid, the nearest example, and a vote of a TF-IDF classifier."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from curation.analysis.features import mixed_tfidf

if TYPE_CHECKING:
    from benchmarks.linking.draws import Corpus, Draw

PEERS = ("nearest centroid", "nearest example", "TF-IDF + linear vote", "rapidfuzz on names")


def scores(draw: Draw, source: Corpus, names: list[str], tasks: list[str]) -> dict[str, np.ndarray]:
    """By peer a score for each query and task; the nearest example is the method of the Orchestrator CLI."""
    known = [(text, n) for n, task in enumerate(tasks) for part in draw.tasks[task].children.values() for text in part]
    rows = np.stack([source.sentence[text] for text, _ in known])
    of = np.array([n for _, n in known])
    asked = [np.stack([source.sentence[text] for text in draw.queries[name]]) for name in names]
    centres = unit(np.stack([rows[of == n].mean(axis=0) for n in range(len(tasks))]))
    return {
        "nearest centroid": unit(np.stack([part.mean(axis=0) for part in asked])) @ centres.T,
        "nearest example": np.stack([_nearest(part, rows, of, len(tasks)) for part in asked]),
        "TF-IDF + linear vote": _votes(draw, names, known, of, len(tasks)),
        "rapidfuzz on names": _by_name(draw, names, tasks),
    }


def unit(rows: np.ndarray) -> np.ndarray:
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def _nearest(part: np.ndarray, rows: np.ndarray, of: np.ndarray, tasks: int) -> np.ndarray:
    like = part @ rows.T
    return np.array([like[:, of == n].max(axis=1).mean() for n in range(tasks)])


def _votes(draw: Draw, names: list[str], known: list[tuple[str, int]], of: np.ndarray, tasks: int) -> np.ndarray:
    from sklearn.svm import LinearSVC

    texts = [text for text, _ in known] + [text for name in names for text in draw.queries[name]]
    rows = mixed_tfidf(texts)
    model = LinearSVC(C=1.0, random_state=0).fit(rows[: len(known)], of)
    out, at = [], len(known)
    for name in names:
        part = rows[at : at + len(draw.queries[name])]
        at += part.shape[0]
        votes = np.bincount(model.predict(part), minlength=tasks) / part.shape[0]
        margin = model.decision_function(part).reshape(part.shape[0], -1).mean(axis=0)
        out.append(votes + 1e-3 * (margin if len(margin) == tasks else 0))
    return np.stack(out)


def _by_name(draw: Draw, names: list[str], tasks: list[str]) -> np.ndarray:
    """The names of these workspaces are numbers, so that this shows what is left without them: chance."""
    from rapidfuzz import fuzz

    return np.array(
        [
            [max(fuzz.token_set_ratio(name, other) for other in (task, *draw.tasks[task].children)) for task in tasks]
            for name in names
        ]
    )

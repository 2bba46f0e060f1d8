"""Which task a set of texts belongs to, and whether it belongs to any."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from curation.analysis.crossval import task_probabilities
from curation.analysis.features import embed, mixed_tfidf
from curation.analysis.normalise import words_of_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    _Rows = slice | NDArray[np.int64]

__all__ = ["Ranked", "TaskTexts", "Twin", "rank_tasks"]

_WEIGHTS = {"centroid": 1.0, "nearest": 1.0, "probability": 1.0, "name": 0.5}
"""Equal weights, half for names: no learned weighting beat them (docs/methods.md)."""

_SHARPNESS = 1.0
_FITS_AMONG_MANY = (-1.0, 12.1, 3.2)
_FITS_ALONE = (0.3, 13.0, 0.0)
_FITS_A_LABEL = (-2.2, 15.0)
"""Intercept and weights of likeness above the border (and of probability beyond chance); fitted by
`benchmarks/calibrate_links.py` on one corpus and judged on another."""


_USUAL_BORDER = 0.34
_PRIOR_WEIGHT = 4
_FEWEST_REPLAYED = 3


class TaskTexts(NamedTuple):
    """What shows the purpose of a task: its texts, the label each is filed under inside the task, its names.

    A label is empty for a text that only shows the purpose, such as one of an intent linked to the task.
    """

    texts: Sequence[str]
    labels: Sequence[str]
    names: Sequence[str] = ()


class Twin(NamedTuple):
    """A text of the query (position), the text of the task it is most like (position), their likeness (0..1)."""

    query: int
    known: int
    similarity: float


class Ranked(NamedTuple):
    """One task for one query; `score` sums to 1 over the tasks, `fits` is the same for all of them."""

    task: str
    score: float
    fits: float
    label: str
    twins: tuple[Twin, ...]


class _Evidence(NamedTuple):
    """Components by query and task; `border` is the centroid likeness that divides own from foreign here."""

    centroid: NDArray[np.float64]
    nearest: NDArray[np.float64]
    probability: NDArray[np.float64]
    name: NDArray[np.float64]
    label: NDArray[np.float64]
    border: float


def rank_tasks(
    queries: Mapping[str, Sequence[str]], tasks: Mapping[str, TaskTexts], *, seed: int = 0
) -> dict[str, tuple[Ranked, ...]]:
    """The tasks for each query (an intent's name and its texts), best first.

    Four kinds of evidence are put on one scale and added: likeness of the mean texts, mean likeness to the
    three nearest texts, probability by a linear model, likeness of names. A query without texts is ranked by
    its name alone and fits nothing.
    """
    space = _Space(queries, tasks)
    evidence = space.evidence(seed)
    fused = _fuse(evidence)
    scores = np.exp(_SHARPNESS * (fused - fused.max(axis=1, keepdims=True)))
    scores /= scores.sum(axis=1, keepdims=True)
    ranked = {}
    for row, query in enumerate(space.queries):
        order = sorted(range(len(space.tasks)), key=lambda t: (-round(scores[row, t], 9), space.tasks[t]))
        fits = _fits(evidence, row, order[0]) if len(queries[query]) else 0.0
        ranked[query] = tuple(
            Ranked(space.tasks[t], float(scores[row, t]), fits, *space.twins(query, space.tasks[t])) for t in order
        )
    return ranked


def _fuse(evidence: _Evidence) -> NDArray[np.float64]:
    total = np.zeros_like(evidence.centroid)
    for name, weight in _WEIGHTS.items():
        component = getattr(evidence, name)
        centred = component - component.mean(axis=1, keepdims=True)
        spread = centred.std()
        total += weight * (centred / spread if spread > 1e-9 else centred)
    return total


def _fits(evidence: _Evidence, row: int, best: int) -> float:
    """The chance that a query belongs to its best task rather than to none (0..1).

    It may be of the kind of the whole task, or just like one label inside it: a list of questions and answers has
    no common subject, and yet one of them may be what is asked for.
    """
    intercept, weight = _FITS_A_LABEL
    one_label = _logistic(intercept + weight * (float(evidence.label[row, best]) - evidence.border))
    return max(_fits_of(*_fit_features(evidence, row, best), among=evidence.centroid.shape[1]), one_label)


def _fits_of(centroid: float, beyond_chance: float, *, among: int) -> float:
    intercept, by_centroid, by_chance = _FITS_AMONG_MANY if among > 1 else _FITS_ALONE
    return _logistic(intercept + by_centroid * centroid + by_chance * beyond_chance)


def _logistic(value: float) -> float:
    return float(1.0 / (1.0 + np.exp(-value)))


def _fit_features(evidence: _Evidence, row: int, best: int) -> tuple[float, float]:
    """Likeness of the mean texts above the border, and the probability that is left when chance is taken off."""
    chance = 1.0 / evidence.probability.shape[1]
    probability = float(evidence.probability[row, best])
    beyond = (probability - chance) / (1.0 - chance) if chance < 1.0 else 0.0
    return float(evidence.centroid[row, best]) - evidence.border, beyond


class _Space:
    """All texts in one vector space, with the blocks of each query and each task."""

    def __init__(self, queries: Mapping[str, Sequence[str]], tasks: Mapping[str, TaskTexts]) -> None:
        self.queries = sorted(queries)
        self.tasks = sorted(tasks)
        self._texts: list[str] = []
        self._labels = {name: tasks[name].labels for name in self.tasks}
        self._names = {name: tasks[name].names for name in self.tasks}
        self._known = {name: self._add(tasks[name].texts) for name in self.tasks}
        self._asked = {name: self._add(queries[name]) for name in self.queries}
        self._split = self._known[self.tasks[-1]].stop
        self._similarity = self._similarities()

    def _add(self, texts: Sequence[str]) -> slice:
        start = len(self._texts)
        self._texts += texts
        return slice(start, len(self._texts))

    def _similarities(self) -> NDArray[np.float64]:
        """Query texts by known texts: the mean of the TF-IDF and the static-vector cosine, 0 at the least."""
        sparse, dense = mixed_tfidf(self._texts), embed(self._texts)
        lexical = (sparse[self._split :] @ sparse[: self._split].T).toarray()
        self._dense = dense
        self._sparse = sparse
        return np.asarray(
            np.maximum((lexical + dense[self._split :] @ dense[: self._split].T) / 2.0, 0.0), dtype=np.float64
        )

    def _block(self, query: str, task: str) -> NDArray[np.float64]:
        asked = self._asked[query]
        return self._similarity[asked.start - self._split : asked.stop - self._split, self._known[task]]

    def evidence(self, seed: int) -> _Evidence:
        shape = (len(self.queries), len(self.tasks))
        centroid, nearest, probability, name, label = (np.zeros(shape) for _ in range(5))
        labels = [task for task in self.tasks for _ in self._labels[task]]
        model = task_probabilities(self._texts[: self._split], labels, self._texts[self._split :], seed=seed)
        names = _name_likeness(self.queries, {task: [task, *self._names[task]] for task in self.tasks})
        for row, query in enumerate(self.queries):
            for column, task in enumerate(self.tasks):
                name[row, column] = names[row][column]
                block = self._block(query, task)
                if not block.size:
                    continue
                nearest[row, column] = np.sort(block, axis=1)[:, -3:].mean()
                centroid[row, column] = self._centroid(self._asked[query], self._known[task])
                label[row, column] = self._best_label(query, task)
                asked = self._asked[query]
                chances = model.probabilities[asked.start - self._split : asked.stop - self._split]
                probability[row, column] = chances[:, model.labels.index(task)].mean() if task in model.labels else 0.0
        return _Evidence(centroid, nearest, probability, name, label, self._border())

    def _best_label(self, query: str, task: str) -> float:
        """Likeness of the mean texts of the query and of the label inside the task that is most like it."""
        labels = np.array(self._labels[task])
        inside = np.arange(self._known[task].start, self._known[task].stop)
        found = (self._centroid(self._asked[query], inside[labels == name]) for name in sorted(set(labels) - {""}))
        return max(found, default=0.0)

    def _border(self) -> float:
        """Half-way between how like its own task a label inside a task is, and how like the best other task.

        Each label is taken out of its task and compared as if it were a query. In a workspace about one subject
        everything is alike, so what counts as fitting is learned from it; with few labels the prior weighs more.
        """
        own: list[float] = []
        foreign: list[float] = []
        for task in self.tasks:
            labels = np.array(self._labels[task])
            for label in sorted(set(labels) - {""}):
                inside = np.arange(self._known[task].start, self._known[task].stop)
                query, rest = inside[labels == label], inside[labels != label]
                others = [self._centroid(query, self._known[name]) for name in self.tasks if name != task]
                if len(query) >= _FEWEST_REPLAYED and len(rest) and others:
                    own.append(self._centroid(query, rest))
                    foreign.append(max(others))
        seen = (float(np.mean(own)) + float(np.mean(foreign))) / 2.0 if own else _USUAL_BORDER
        return (len(own) * seen + _PRIOR_WEIGHT * _USUAL_BORDER) / (len(own) + _PRIOR_WEIGHT)

    def _centroid(self, asked: _Rows, known: _Rows) -> float:
        dense = _cosine(self._dense[asked].mean(axis=0), self._dense[known].mean(axis=0))
        first, second = (np.asarray(self._sparse[part].mean(axis=0)).ravel() for part in (asked, known))
        return (dense + _cosine(first, second)) / 2.0

    def twins(self, query: str, task: str) -> tuple[str, tuple[Twin, ...]]:
        """The label inside the task that the query's texts are most like, and the most alike pairs."""
        block = self._block(query, task)
        if not block.size:
            return "", ()
        labels = np.array(self._labels[task])
        likeness = {label: float(block[:, labels == label].max(axis=1).mean()) for label in sorted(set(labels) - {""})}
        best = max(likeness, key=lambda label: likeness[label], default="")
        nearest = block.argmax(axis=1)
        order = sorted(range(len(block)), key=lambda row: (-round(float(block[row, nearest[row]]), 6), row))
        return str(best), tuple(Twin(row, int(nearest[row]), float(block[row, nearest[row]])) for row in order[:3])


def _cosine(first: NDArray[np.float32], second: NDArray[np.float32]) -> float:
    length = float(np.linalg.norm(first) * np.linalg.norm(second))
    return float(first @ second) / length if length > 0 else 0.0


def _name_likeness(queries: Sequence[str], names: Mapping[str, Sequence[str]]) -> list[list[float]]:
    """Likeness of each query's name to the best of each task's names (0..1); 1 for the same words."""
    flat = [words_of_name(name) for task in names for name in names[task]]
    vectors = embed([*(words_of_name(query) for query in queries), *flat])
    table = vectors[: len(queries)] @ vectors[len(queries) :].T
    out: list[list[float]] = []
    for row in table:
        at, line = 0, []
        for task in names:
            line.append(max(float(row[at : at + len(names[task])].max()), 0.0))
            at += len(names[task])
        out.append(line)
    return out

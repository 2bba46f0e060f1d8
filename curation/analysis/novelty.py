"""Whether a text is of a kind that is known: learned from kinds that are left out in turn."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from curation.analysis.blocks import in_blocks
from curation.analysis.smoothing import one_hot_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

__all__ = ["Fit", "Kin", "Regression", "chance_known", "learned_gate"]

_RIDGE = 0.3
_NEAREST = 3
_AT_ONCE = 512
_FOLDS = 5
_USUAL_GATE = np.array([2.0, 3.0, 4.0, -1.7])
"""Weights of score, nearness and lead, and what is added: about the mean of what HWU64 and BANKING77 teach with three
to sixty texts an intent. What a workspace teaches differs most in what is added; the order of texts changes little."""
_TRUST = 5.0
"""How strongly a workspace's own weights are held to the usual ones; several hundred texts move them half way."""


class Regression(NamedTuple):
    """Weighted ridge regression on labels: what a text scores for each, about 1 for its own and 0 for others."""

    middle: Matrix
    weights: Matrix

    @classmethod
    def fitted(cls, rows: Matrix, labels: NDArray[np.int64], many: int) -> tuple[Regression, Fit]:
        """What is learned from rows of unit length, and what leaving some of them out afterwards needs."""
        middle = rows.mean(axis=0)
        design = _design(rows, middle).astype(np.float64)
        hot = one_hot_of(labels, many).astype(np.float64)
        # Labels weigh the same: a large intent would else take what is like nothing.
        weight = len(labels) / many / np.bincount(labels, minlength=many)[labels]
        gram = (design * weight[:, None]).T @ design + _RIDGE * np.eye(design.shape[1])
        inverse = np.asarray(np.linalg.inv(gram), dtype=np.float64)
        weights = inverse @ ((design * weight[:, None]).T @ hot)
        made = cls(middle, weights.astype(np.float32))
        return made, Fit(design, inverse, weight, hot, design @ made.weights)

    def scores(self, rows: Matrix) -> Matrix:
        """A row of scores a text."""
        return np.asarray(_design(rows, self.middle) @ self.weights, dtype=np.float32)


class Fit(NamedTuple):
    """The rows of a regression as it sees them, the inverse of their spread, their weights, labels and scores."""

    design: NDArray[np.float64]
    inverse: NDArray[np.float64]
    weight: NDArray[np.float64]
    hot: NDArray[np.float64]
    said: NDArray[np.float64]


def _design(rows: Matrix, middle: Matrix) -> Matrix:
    return np.hstack([rows - middle, np.ones((len(rows), 1), dtype=np.float32)])


class Kin:
    """The known texts of each label, to say how near a text is to them, and whether that is near for that label."""

    def __init__(self, rows: Matrix, labels: NDArray[np.int64], groups: NDArray[np.integer]) -> None:
        order = np.argsort(labels, kind="stable")
        self._rows, ordered = rows[order], labels[order]
        many = int(ordered[-1]) + 1 if len(ordered) else 0
        self._ends = np.searchsorted(ordered, np.arange(many), side="right")
        self._usual = self._beside(groups[order])

    def nearness(self, rows: Matrix, labels: NDArray[np.integer]) -> Matrix:
        """For each text the mean cosine to the nearest three of its label, and how far that leads what is usual there.

        Usual is how near each of the three has another of its label, of another group.
        """
        found = np.zeros((len(rows), 2), dtype=np.float32)
        for label in np.unique(labels):
            at, part = np.flatnonzero(labels == label), self._part(int(label))
            for block in np.split(at, range(_AT_ONCE, len(at), _AT_ONCE)):
                cosine = rows[block] @ self._rows[part].T
                nearest = np.argpartition(-cosine, min(_NEAREST, cosine.shape[1]) - 1, axis=1)[:, :_NEAREST]
                near = np.take_along_axis(cosine, nearest, axis=1).mean(axis=1)
                found[block] = np.column_stack([near, near - self._usual[part][nearest].mean(axis=1)])
        return found

    def _part(self, label: int) -> slice:
        return slice(int(self._ends[label - 1]) if label else 0, int(self._ends[label]))

    def _beside(self, groups: NDArray[np.integer]) -> Matrix:
        """How near each text has another of its label; what is usual everywhere where a label has one group alone."""
        found = np.full(len(groups), np.nan, dtype=np.float32)
        for label in range(len(self._ends)):
            part = self._part(label)
            rows, own = self._rows[part], groups[part]

            def nearest(block: slice, rows: Matrix = rows, own: NDArray[np.integer] = own) -> Matrix:
                cosine = rows[block] @ rows.T
                cosine[own[block, None] == own[None, :]] = np.nan
                return np.asarray(np.fmax.reduce(cosine, axis=1))

            if len(rows) > 1:
                found[part] = np.concatenate(in_blocks(nearest, len(rows), size=_AT_ONCE))
        known = found[np.isfinite(found)]
        return np.where(np.isfinite(found), found, np.median(known) if len(known) else 0.0).astype(np.float32)


def _signs(scores: Matrix, rows: Matrix, kin: Kin) -> NDArray[np.float64]:
    """What tells the known from the new: the score of the best label, and how near that label is."""
    best = scores.argmax(axis=1)
    return np.column_stack([scores[np.arange(len(rows)), best], kin.nearness(rows, best), np.ones(len(rows))])


def chance_known(gate: NDArray[np.float64], scores: Matrix, rows: Matrix, kin: Kin) -> NDArray[np.float64]:
    """How likely each text is of a label that is known, if half of all are (0..1)."""
    return np.asarray(1.0 / (1.0 + np.exp(-_signs(scores, rows, kin) @ gate)))


def learned_gate(rows: Matrix, labels: NDArray[np.int64], groups: NDArray[np.integer]) -> NDArray[np.float64]:
    """The weights of the signs by which known and new are told apart here.

    In five turns a fifth of the labels is left out, with all that is nearly the same as their texts, and a fifth of the
    other texts: the first are new to what is learned from the rest, the second are not. Logistic regression, both
    weighing the same, held to weights that were learned on public corpora: with few texts it says what these say. What
    routes labels belong to does not count: a new intent of a known task is new.
    """
    chance = np.random.default_rng(0)
    turn_of_label = chance.permutation(int(labels.max()) + 1) % _FOLDS
    number = np.unique(groups, return_inverse=True)[1]
    turn_of_text = (chance.permutation(int(number.max()) + 1) % _FOLDS)[number]
    signs, known = [np.zeros((0, len(_USUAL_GATE)))], [np.zeros(0, dtype=bool)]
    for turn in range(_FOLDS):
        new = turn_of_label[labels] == turn
        held = ~new & (turn_of_text == turn)
        rest = ~(held | new | np.isin(groups, groups[new]))
        there = np.unique(labels[rest])
        held &= np.isin(labels, there)
        if len(there) < 2:
            continue
        taught, given = rows[rest], np.searchsorted(there, labels[rest])
        model, _ = Regression.fitted(taught, given, len(there))
        kin = Kin(taught, given, groups[rest])
        asked = np.flatnonzero(new | held)
        signs.append(_signs(model.scores(rows[asked]), rows[asked], kin))
        known.append(held[asked])
    return _fitted_gate(np.vstack(signs), np.concatenate(known))


def _fitted_gate(signs: NDArray[np.float64], known: NDArray[np.bool_]) -> NDArray[np.float64]:
    from scipy.optimize import minimize

    if known.all() or not known.any():
        return _USUAL_GATE
    side = np.where(known, 1.0, -1.0)
    weight = np.where(known, 0.5 / known.mean(), 0.5 / (~known).mean())

    def loss(gate: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margin, away = side * (signs @ gate), gate - _USUAL_GATE
        slope = -signs.T @ (weight * side / (1.0 + np.exp(margin))) + _TRUST * away
        return float((weight * np.logaddexp(0.0, -margin)).sum() + _TRUST / 2.0 * away @ away), slope

    return np.asarray(minimize(loss, _USUAL_GATE, jac=True, method="L-BFGS-B").x)

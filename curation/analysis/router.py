"""A stand-in for the router that the service trains: chances of labels for texts it has not seen.

Multinomial logistic regression and a vote of the nearest texts, both on sentence and static vectors, mixed with the two
weights under which the known labels are likeliest when whole groups are answered without themselves. What was tried
beside it is in docs/methods.md, "The proxy router".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from curation.analysis.blocks import in_blocks, single_threaded
from curation.analysis.crossval import log_chances as soft
from curation.analysis.encoder import unit_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Rows = NDArray[np.float32]
    Vectors = NDArray[np.floating]
    Ints = NDArray[np.int64]

__all__ = ["Router", "fitted_router", "refitted"]

_FOLDS, _NEAREST, _SCALE, _PENALTY = 4, 15, 4.0, 0.3
_STATIC_WEIGHT, _SHARPNESS, _FLOOR = 0.7, 8.0, 0.02
_MISLABELLED, _FITTED_ON = 0.02, 5000
_USUAL, _ROWS_OF_USUAL = (1.2, 0.4), 10.0
"""The weights on public corpora, about, and how many rows they count for: a few texts can be told apart perfectly."""
_ROUNDS, _TOLERANCE = 200, 1e-4


class Router(NamedTuple):
    """Plain arrays, so that a router can be kept without pickles.

    `middle` and `length` put vectors on one scale, `slopes` and `start` are the regression by label, `known` holds the
    known texts as rows of unit length and `given` their labels, `weights` those of regression and vote.
    """

    middle: Rows
    length: Rows
    slopes: Rows
    start: Rows
    known: Rows
    given: Ints
    weights: Rows

    def log_chances(self, sentence: Vectors, static: Vectors) -> Rows:
        """The logarithm of each label's chance for each text, by its vectors."""
        with single_threaded():
            rows = _joint(sentence, static, self.middle, self.length)
            said = _SCALE * rows @ self.slopes.T + self.start
            votes = _votes(rows, self.known.astype(np.float32), self.given, len(self.start))
            return np.asarray(soft(self.weights[0] * said + self.weights[1] * votes), dtype=np.float32)

    def nearest(self, sentence: Vectors, static: Vectors, most: int) -> tuple[Ints, Rows]:
        """The positions of the known texts that each text is most like, and their cosines."""
        rows = unit_rows(_joint(sentence, static, self.middle, self.length))
        cosine = rows @ self.known.astype(np.float32).T
        order = np.argsort(-np.round(cosine, 6), axis=1, kind="stable")[:, :most]
        return order, np.take_along_axis(cosine, order, axis=1)


def fitted_router(
    sentence: Vectors, static: Vectors, labels: Sequence[int], groups: Sequence[int], *, width: int, seed: int = 0
) -> tuple[Router, Rows]:
    """A router for labels 0 to `width`, and what it says of the known texts without their groups.

    The second are logarithms of chances, by models that have not seen a text or its near-twins; a label that has no
    text left without a fold gets the lowest chance there.
    """
    given = np.asarray(labels, dtype=np.int64)
    middle, length = _scale_of(sentence, static)
    with single_threaded():
        rows = _joint(sentence, static, middle, length)
        known = unit_rows(rows)
        fold = _folds(groups, seed)
        said = np.zeros((len(rows), width), dtype=np.float32)
        for number in range(int(fold.max()) + 1):
            out = fold == number
            slopes, start = _regression(rows[~out], given[~out], width)
            said[out] = _SCALE * rows[out] @ slopes.T + start
        votes = _votes(rows, known, given, width, fold)
        weights = _mixed((said, votes), given, seed)
        slopes, start = _regression(rows, given, width)
    router = Router(middle, length, slopes, start, known.astype(np.float16), given, weights)
    return router, np.asarray(soft(weights[0] * said + weights[1] * votes), dtype=np.float32)


def refitted(router: Router, sentence: Vectors, static: Vectors, labels: Sequence[int]) -> Router:
    """A router of other known texts with the weights of this one, which saves the models without groups."""
    given = np.asarray(labels, dtype=np.int64)
    middle, length = _scale_of(sentence, static)
    with single_threaded():
        rows = _joint(sentence, static, middle, length)
        slopes, start = _regression(rows, given, len(router.start))
    return Router(middle, length, slopes, start, unit_rows(rows).astype(np.float16), given, router.weights)


def _scale_of(sentence: Vectors, static: Vectors) -> tuple[Rows, Rows]:
    parts = [np.asarray(part, dtype=np.float32) for part in (sentence, static)]
    middle = np.concatenate([part.mean(axis=0) for part in parts])
    return middle, np.array([_spread(part) for part in parts], dtype=np.float32)


def _spread(rows: Rows) -> float:
    return max(float(np.sqrt(((rows - rows.mean(axis=0)) ** 2).sum(axis=1).mean())), 1e-6)


def _joint(sentence: Vectors, static: Vectors, middle: Rows, length: Rows) -> Rows:
    cut = sentence.shape[1]
    first = (sentence.astype(np.float32) - middle[:cut]) / length[0]
    second = (static.astype(np.float32) - middle[cut:]) / length[1]
    return np.hstack([first, _STATIC_WEIGHT * second]).astype(np.float32)


def _folds(groups: Sequence[int], seed: int) -> Ints:
    names, at = np.unique(np.asarray(groups), return_inverse=True)
    dealt = np.random.default_rng(seed).permutation(len(names)) % min(_FOLDS, max(len(names), 1))
    return np.asarray(dealt[at], dtype=np.int64)


def _regression(rows: Rows, given: Ints, width: int) -> tuple[Rows, Rows]:
    """Slopes and start of each label; a label without rows is as unlikely as the least likely one."""
    from sklearn.linear_model import LogisticRegression

    present = np.unique(given)
    slopes, start = np.zeros((width, rows.shape[1]), np.float32), np.full(width, -30.0, np.float32)
    if len(present) < 2:
        start[present] = 0.0
        return slopes, start
    model = LogisticRegression(C=_PENALTY, max_iter=_ROUNDS, tol=_TOLERANCE).fit(_SCALE * rows, given)
    two = len(present) == 2
    found, shift = model.coef_, model.intercept_
    slopes[present] = np.vstack([-found / 2, found / 2]) if two else found
    start[present] = np.array([-shift[0] / 2, shift[0] / 2]) if two else shift
    return slopes, start


def _votes(rows: Rows, known: Rows, given: Ints, width: int, fold: Ints | None = None) -> Rows:
    """The logarithm of each label's share among the nearest known texts.

    With `fold` the rows are the known texts themselves, and those of the own fold do not count.
    """
    most = min(_NEAREST, len(known))

    def count(block: slice) -> Rows:
        like = unit_rows(rows[block]) @ known.T
        if fold is not None:
            like[fold[block, None] == fold[None, :]] = -1.0
        near = np.argpartition(-like, most - 1, axis=1)[:, :most]
        value = np.maximum(np.take_along_axis(like, near, axis=1), 0.0)
        weight = value * np.exp(_SHARPNESS * value)
        weight /= np.maximum(weight.sum(axis=1, keepdims=True), 1e-9)
        out = np.zeros((len(like), width), dtype=np.float32)
        np.add.at(out, (np.arange(len(like))[:, None], given[near]), weight)
        return np.asarray(np.log(out + np.float32(_FLOOR)))

    found = in_blocks(count, len(rows), size=512)
    return np.vstack(found) if found else np.zeros((0, width), np.float32)


def _mixed(said: Sequence[Rows], given: Ints, seed: int) -> Rows:
    """The weights under which the given labels are likeliest, none below 0; with a floor for labels that are wrong."""
    from scipy.optimize import minimize

    picked = np.sort(np.random.default_rng(seed).permutation(len(given))[:_FITTED_ON])
    parts = np.stack([part[picked] for part in said]).astype(np.float64)
    truth, at = given[picked], np.arange(len(picked))
    scale = np.maximum(parts.std(axis=(1, 2)), 1e-9)
    usual, hold = np.array(_USUAL) * scale, _ROWS_OF_USUAL / len(truth)

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        chances = np.exp(soft(np.tensordot(weights / scale, parts, 1)))
        own = (1.0 - _MISLABELLED) * chances[at, truth]
        whole = own + _MISLABELLED / parts.shape[2]
        pull = -chances * (own / whole)[:, None]
        pull[at, truth] += own / whole
        slope = np.tensordot(parts, pull, ((1, 2), (0, 1))) / scale / len(truth)
        off = weights - usual
        return -float(np.log(whole).mean()) + hold * float(off @ off), 2.0 * hold * off - slope

    found = minimize(loss, usual, jac=True, method="L-BFGS-B", bounds=[(0.0, None)] * len(parts))
    return np.asarray(found.x / scale, dtype=np.float32)

"""What several simple models say of each text without having seen it or its near-twins, for any labels of the texts.

What costs time is done once: with some labels changed what the models say is a product of matrices.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from curation.analysis.blocks import filled, in_blocks, single_threaded, summed
from curation.analysis.encoder import unit_rows
from curation.analysis.features import kernel_features
from curation.analysis.nearest import nearest_in_both

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    from curation.analysis.features import Views
    from curation.analysis.nearest import Nearest

    Matrix = NDArray[np.float32]

__all__ = ["FOLDS", "Opinions", "Smoother", "one_hot_of"]

FOLDS = 10
_RIDGE = 0.1
_LEAST_SPREAD = 1e-3
"""Part of the whole spread that the one within labels is taken to be at least: less is what single precision leaves."""
_NEAREST = 15
_SHARPNESS = 8.0
"""How much more a nearer neighbour counts: weights are exp(8 cosine), cosines below 0 count nothing."""


class Opinions(NamedTuple):
    """What each model says of each text (rows) and label (columns), higher for likelier, on scales of their own.

    `ridge` is regression on the joint space, left out by group; `kernel`, `sentence` and `static` are linear
    discriminants in the joint, sentence and static space, left out by fold; `votes` and `meaning` are shares of the
    nearest texts in the joint and in the sentence space (0..1).
    """

    ridge: Matrix
    kernel: Matrix
    sentence: Matrix
    static: Matrix
    votes: Matrix
    meaning: Matrix


def one_hot_of(labels: NDArray[np.int64], width: int) -> Matrix:
    """A row a text with 1 in the column of its label and 0 elsewhere."""
    out = np.zeros((len(labels), width), dtype=np.float32)
    out[np.arange(len(labels)), labels] = 1.0
    return out


class Smoother:
    """The models over texts in some order, held out by `groups`; ask `opinions` for labels."""

    def __init__(
        self, views: Views, labels: NDArray[np.int64], groups: Sequence[int], strata: Sequence[int], *, seed: int = 0
    ) -> None:
        folds = _folds(groups, seed)
        with single_threaded():
            kernel = kernel_features(views.joint, seed=seed)
            self._ridge = _Ridge(kernel, np.asarray(groups))
            self._discriminants = [
                _Discriminant(rows, labels, folds, shrinkage)
                for rows, shrinkage in ((kernel, 0.1), (views.sentence, 8.0), (views.static, 4.0))
            ]
            joint, width = unit_rows(views.joint), views.sentence.shape[1]
            self.nearest, self.nearest_in_meaning = nearest_in_both(joint, width, groups, strata, most=_NEAREST)
        self._votes = [_weights(found) for found in (self.nearest, self.nearest_in_meaning)]

    def opinions(self, one_hot: Matrix) -> Opinions:
        """What the models say where text i is of label j to the share `one_hot[i, j]` (0..1)."""
        with single_threaded():
            discriminants = [model.scores(one_hot) for model in self._discriminants]
            votes = [np.asarray(weights @ one_hot, dtype=np.float32) for weights in self._votes]
            return Opinions(self._ridge.scores(one_hot), *discriminants, *votes)


def _folds(groups: Sequence[int], seed: int) -> NDArray[np.int64]:
    """A fold for each row; groups are dealt out in a random order."""
    names, position = np.unique(np.asarray(groups), return_inverse=True)
    dealt = np.random.default_rng(seed).permutation(len(names)) % min(FOLDS, max(len(names), 1))
    return np.asarray(dealt[position], dtype=np.int64)


class _Ridge:
    """Ridge regression on 0 and 1, with each group's answers given by a model of all other groups.

    The exact answer without a group follows from the whole model: residuals are divided by (I - H), where H is the
    group's own block of the hat matrix. (Cook & Weisberg 1982, "Residuals and influence in regression", 2.2.)
    """

    def __init__(self, rows: Matrix, groups: NDArray[np.int64]) -> None:
        gram = _gram(rows)
        gram[np.diag_indices(len(gram))] += _RIDGE
        inverse = _inverse(gram)
        self._rows = rows
        self._solved = filled(lambda block: rows[block] @ inverse, len(rows), rows.shape[1])
        own = np.einsum("ij,ij->i", rows, self._solved)
        self._alone = np.maximum(1.0 - own, 1e-3).astype(np.float32)
        self._twins = [
            (members, np.linalg.inv(np.eye(len(members)) * (1.0 + 1e-6) - rows[members] @ self._solved[members].T))
            for members in _members(groups)
        ]

    def scores(self, one_hot: Matrix) -> Matrix:
        weights = summed(lambda block: self._rows[block].T @ one_hot[block], len(one_hot))
        whole = filled(lambda block: self._solved[block] @ weights, len(one_hot), one_hot.shape[1])
        residuals = one_hot - whole
        out = one_hot - residuals / self._alone[:, None]
        for members, correction in self._twins:
            out[members] = one_hot[members] - correction.astype(np.float32) @ residuals[members]
        return np.asarray(out, dtype=np.float32)


def _members(groups: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """The rows of each group of two or more."""
    order = np.argsort(groups, kind="stable")
    starts = np.flatnonzero(np.diff(groups[order])) + 1
    return [part for part in np.split(order, starts) if len(part) > 1]


class _Discriminant:
    """Linear discriminants with a shrunk spread: their tails tell "unlikely" from "out of the question".

    What the rows of a label have in common beyond their mean is taken from `labels` once, and kept when other labels
    are asked about: a few moved rows do not change it. (Friedman 1989, "Regularized discriminant analysis".)
    """

    def __init__(self, rows: Matrix, labels: NDArray[np.int64], folds: NDArray[np.int64], shrinkage: float) -> None:
        self._rows = rows
        self._parts = [np.flatnonzero(folds == fold) for fold in range(int(folds.max(initial=-1)) + 1)]
        one_hot = one_hot_of(labels, int(labels.max(initial=-1)) + 1)
        gram = _gram(rows)
        sums, counts = self._sums(one_hot)

        def inverse(at: slice) -> Matrix:
            part = self._parts[at.start]
            means, sizes = self._without(part, one_hot, sums, counts)
            spread = gram - rows[part].T @ rows[part] - (means * sizes[:, None]).T @ means
            spread /= max(len(rows) - len(part), 1)
            least = _LEAST_SPREAD * float(np.trace(gram)) / max(len(rows), 1)
            spread[np.diag_indices(len(spread))] += shrinkage * max(float(np.trace(spread)), least, 1e-9) / len(spread)
            return _inverse(spread)

        self._inverses = in_blocks(inverse, len(self._parts), size=1)

    def _sums(self, one_hot: Matrix) -> tuple[Matrix, Matrix]:
        sums = summed(lambda block: one_hot[block].T @ self._rows[block], len(self._rows))
        return sums, one_hot.sum(axis=0)

    def _without(
        self, part: NDArray[np.int64], one_hot: Matrix, sums: Matrix, counts: Matrix
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Means and sizes of the labels without the rows of one fold."""
        sizes = (counts - one_hot[part].sum(axis=0)).astype(np.float64)
        left = (sums - one_hot[part].T @ self._rows[part]).astype(np.float64)
        return left / np.maximum(sizes, 1.0)[:, None], sizes

    def scores(self, one_hot: Matrix) -> Matrix:
        sums, counts = self._sums(one_hot)
        out = np.zeros_like(one_hot)

        def judge(at: slice) -> None:
            part, inverse = self._parts[at.start], self._inverses[at.start]
            means, sizes = self._without(part, one_hot, sums, counts)
            weights = inverse @ means.T.astype(np.float32)
            offset = np.log(np.maximum(sizes, 0.5) / max(sizes.sum(), 1.0)) - 0.5 * np.einsum(
                "kd,dk->k", means, weights
            )
            out[part] = self._rows[part] @ weights + offset.astype(np.float32)

        in_blocks(judge, len(self._parts), size=1)
        return out


def _gram(rows: Matrix) -> NDArray[np.float64]:
    return summed(lambda block: (rows[block].T @ rows[block]).astype(np.float64), len(rows))


def _inverse(matrix: NDArray[np.float64]) -> Matrix:
    """The inverse of a positive definite matrix: from its Cholesky factor, in half the time of solving for it.

    Raises:
        numpy.linalg.LinAlgError: it is not positive definite.
    """
    from scipy.linalg import cho_factor
    from scipy.linalg.lapack import dpotri

    factor, lower = cho_factor(matrix, lower=True)
    half, _ = dpotri(factor, lower=lower)
    half = np.tril(half)
    return np.asarray(half + np.tril(half, -1).T, dtype=np.float32)


def _weights(found: Nearest) -> csr_matrix:
    """Rows of weights that sum to 1 over the neighbours of each text."""
    from scipy.sparse import csr_matrix as sparse

    weights = np.where(
        found.positions >= 0, np.maximum(found.similarity, 0.0) * np.exp(_SHARPNESS * found.similarity), 0
    )
    whole = weights.sum(axis=1, keepdims=True)
    weights = np.divide(weights, whole, out=np.zeros_like(weights), where=whole > 0)
    rows = np.repeat(np.arange(len(weights)), weights.shape[1])
    columns = np.maximum(found.positions, 0).ravel()
    return sparse((weights.ravel().astype(np.float32), (rows, columns)), shape=(len(weights), len(weights)))

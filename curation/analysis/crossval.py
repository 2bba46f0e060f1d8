"""How likely each label is for each text, by models that have not seen the text or its near-twins."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from curation.analysis.smoothing import Opinions

__all__ = ["Stack", "as_chances", "fitted_stack", "log_chances"]

_MISLABELLED = 0.03
"""Share of the rows that is taken to be filed under any label at random, so that no such row bends the weights."""
_FITTED_ON = 5000
_USUAL = (3.0, 0.0, 0.1, 0.0, 0.6, 0.1)
"""The weights on public corpora, about; with few rows the fit is held near them."""
_ROWS_OF_USUAL = 10.0
_VOTE_FLOOR = 0.02


class Stack(NamedTuple):
    """One weight a model: label chances are the soft maximum of the weighted sum of what the models say."""

    weights: NDArray[np.float64]


def fitted_stack(opinions: Opinions, labels: NDArray[np.int64], *, seed: int = 0) -> Stack:
    """The weights under which the given labels are likeliest, none below 0.

    A conditional logit with a floor under each row's chance for labels that are wrong. Six weights are fitted on up
    to 5,000 rows, held near those of public corpora where there are few, since twenty rows can be told apart perfectly.
    """
    from scipy.optimize import minimize

    count = len(labels)
    rows = np.sort(np.random.default_rng(seed).permutation(count)[:_FITTED_ON])
    parts = np.stack([part[rows] for part in _on_scale(opinions)]).astype(np.float64)
    scale = np.maximum(parts.std(axis=(1, 2)), 1e-9)
    parts /= scale[:, None, None]
    given, width = labels[rows], parts.shape[2]
    at = np.arange(len(rows))
    usual = np.array(_USUAL) * scale
    hold = _ROWS_OF_USUAL / max(len(rows), 1)

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        chances = np.exp(log_chances(np.tensordot(weights, parts, 1)))
        own = chances[at, given]
        mixed = (1.0 - _MISLABELLED) * own + _MISLABELLED / width
        trust = (1.0 - _MISLABELLED) * own / mixed
        pull = -chances * trust[:, None]
        pull[at, given] += trust
        gradient = np.tensordot(parts, pull, ((1, 2), (0, 1))) / max(len(rows), 1)
        off = weights - usual
        return -float(np.log(mixed).mean()) + hold * float(off @ off), 2.0 * hold * off - gradient

    found = minimize(loss, usual, jac=True, method="L-BFGS-B", bounds=[(0.0, None)] * len(parts))
    return Stack(found.x / scale)


def as_chances(opinions: Opinions, stack: Stack) -> NDArray[np.float32]:
    """The logarithm of each label's chance for each text."""
    whole = sum(
        weight * part for weight, part in zip(stack.weights.astype(np.float32), _on_scale(opinions), strict=True)
    )
    return log_chances(np.asarray(whole, dtype=np.float32))


def _on_scale(opinions: Opinions) -> list[NDArray[np.float32]]:
    votes = [np.log(part + np.float32(_VOTE_FLOOR)) for part in (opinions.votes, opinions.meaning)]
    return [*opinions[:4], *votes]


def log_chances(scores: NDArray[np.floating]) -> NDArray[np.floating]:
    """Logarithms of the soft maximum, row by row."""
    moved = scores - scores.max(axis=1, keepdims=True)
    return np.asarray(moved - np.log(np.exp(moved).sum(axis=1, keepdims=True)))

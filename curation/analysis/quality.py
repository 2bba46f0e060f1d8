"""How well each label is recognised by models that have not seen the texts they are asked about."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from curation.analysis.judgement import Judgement

__all__ = ["LabelScores", "label_gains", "macro_f1", "resampled_gains", "scores_by_label"]


class LabelScores(NamedTuple):
    """Precision, recall and F1 of one label (0..1); the label that takes most of its texts (position), and how many."""

    precision: float
    recall: float
    f1: float
    rival: int
    lost: int

    def to_dict(self) -> dict[str, float]:
        """The figures, to three places."""
        return {name: round(float(getattr(self, name)), 3) for name in ("precision", "recall", "f1")}


def scores_by_label(judgement: Judgement) -> list[LabelScores]:
    """The scores of every label, in order."""
    width = len(judgement.labels)
    said = judgement.probabilities.argmax(axis=1)
    table = np.zeros((width, width), dtype=np.int64)
    np.add.at(table, (judgement.given, said), 1)
    found = []
    for label in range(width):
        hits = int(table[label, label])
        taken = table[label].copy()
        taken[label] = -1
        precision, recall = (hits / max(int(table.sum(axis=axis)[label]), 1) for axis in (0, 1))
        f1 = 2 * precision * recall / (precision + recall) if hits else 0.0
        rival = int(taken.argmax())
        found.append(LabelScores(precision, recall, f1, rival, max(int(taken[rival]), 0)))
    return found


def macro_f1(given: NDArray[np.int64], said: NDArray[np.int64], weight: NDArray[np.int64] | None = None) -> float:
    """The mean F1 of the labels that occur among `given` (0..1); `weight` says how often each text counts."""
    if not len(given):
        return 0.0
    weight = np.ones(len(given), dtype=np.int64) if weight is None else weight
    width = int(max(given.max(), said.max())) + 1
    sizes = np.bincount(given, weights=weight, minlength=width)
    hits = np.bincount(given, weights=weight * (given == said), minlength=width)
    whole = sizes + np.bincount(said, weights=weight, minlength=width)
    return float((2.0 * hits / np.maximum(whole, 1))[sizes > 0].mean())


def resampled_gains(
    before: tuple[NDArray[np.int64], NDArray[np.int64]],
    after: tuple[NDArray[np.int64], NDArray[np.int64]],
    groups: NDArray[np.int64],
    *,
    seed: int = 0,
    draws: int = 500,
) -> tuple[float, float]:
    """Bounds of the gain in macro F1 at 95 %: whole groups are drawn with replacement, the same before and after.

    (Efron & Tibshirani 1993, "An introduction to the bootstrap", percentile method.)
    """
    generator = np.random.default_rng(seed)
    _, member = np.unique(groups, return_inverse=True)
    count = int(member.max(initial=-1)) + 1
    gains = np.empty(draws)
    for draw in range(draws):
        weight = np.bincount(generator.integers(count, size=count), minlength=count)[member]
        gains[draw] = macro_f1(*after, weight) - macro_f1(*before, weight)
    low, high = np.quantile(gains, [0.025, 0.975])
    return float(low), float(high)


def label_gains(
    given: NDArray[np.int64],
    before: NDArray[np.int64],
    after: NDArray[np.int64],
    groups: NDArray[np.int64],
    *,
    width: int,
    seed: int = 0,
    draws: int = 500,
) -> NDArray[np.float64]:
    """By label the F1 before and after, and the bounds of its change at 95 %: whole groups drawn with replacement."""
    generator = np.random.default_rng(seed)
    _, member = np.unique(groups, return_inverse=True)
    count = int(member.max(initial=-1)) + 1
    gains = np.empty((draws, width))
    for draw in range(draws):
        weight = np.bincount(generator.integers(count, size=count), minlength=count)[member]
        gains[draw] = _label_f1(given, after, weight, width) - _label_f1(given, before, weight, width)
    whole = np.ones(len(given), dtype=np.int64)
    figures = [_label_f1(given, said, whole, width) for said in (before, after)]
    return np.stack([*figures, *np.quantile(gains, [0.025, 0.975], axis=0)])


def _label_f1(
    given: NDArray[np.int64], said: NDArray[np.int64], weight: NDArray[np.int64], width: int
) -> NDArray[np.float64]:
    sizes, named = (np.bincount(part, weights=weight, minlength=width) for part in (given, said))
    hits = np.bincount(given, weights=weight * (given == said), minlength=width)
    return np.asarray(2.0 * hits / np.maximum(sizes + named, 1e-9))

"""Figures with intervals for labels that were said of texts: precision, recall, F1, thresholds, growth."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from curation.analysis.quality import macro_f1

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]

__all__ = [
    "Interval", "LabelFigures", "Swept", "f1_by_label", "grown", "label_figures", "macro_interval", "rank_correlation",
    "recommended", "sweep", "wilson",
]  # fmt: skip

_Z = 1.959964
_DRAWS = 500
_COST = 0.005
"""Share of the right answers that a recommended threshold may cost."""
_STEPS = 101
_SMOOTH = 0.5
_FEWEST_RANKED = 3
_LEVELS = 2
"""Levels of training size that a slope needs beside the whole."""


class Interval(NamedTuple):
    """A value and the bounds of its 95 % interval (0..1)."""

    value: float
    low: float
    high: float


def wilson(hits: int, count: int) -> Interval:
    """The share of hits with its interval; 0 with all of 0..1 where nothing was counted.

    (Wilson 1927, "Probable inference, the law of succession, and statistical inference".)
    """
    if not count:
        return Interval(0.0, 0.0, 1.0)
    share, spread = hits / count, _Z * _Z / count
    middle = (share + spread / 2.0) / (1.0 + spread)
    half = _Z * float(np.sqrt(share * (1.0 - share) / count + spread / (4.0 * count))) / (1.0 + spread)
    return Interval(share, min(share, max(0.0, middle - half)), max(share, min(1.0, middle + half)))


class LabelFigures(NamedTuple):
    """Of one label: precision and recall, F1, how many texts have it, what most lost ones are taken for (-1: none)."""

    precision: Interval
    recall: Interval
    f1: Interval
    rows: int
    rival: int
    lost: int


def label_figures(given: Ints, said: Ints, width: int) -> list[LabelFigures]:
    """The figures of labels 0 to `width`.

    F1 is a share in other clothes, of hits among hits, misses and false ones (F* = F / (2 - F)), whose interval is
    carried over. (Hand, Christen & Kirielle 2021, "F*: an interpretable transformation of the F-measure".)
    """
    table = np.zeros((width, width), dtype=np.int64)
    np.add.at(table, (given, said), 1)
    out = []
    for label in range(width):
        hits, rows, named = int(table[label, label]), int(table[label].sum()), int(table[:, label].sum())
        taken = table[label].copy()
        taken[label] = 0
        rival = int(taken.argmax())
        f1 = Interval(*(2.0 * share / (1.0 + share) for share in wilson(hits, rows + named - hits)))
        lost = int(taken[rival])
        out.append(LabelFigures(wilson(hits, named), wilson(hits, rows), f1, rows, rival if lost else -1, lost))
    return out


def macro_interval(given: Ints, said: Ints, groups: Ints, *, seed: int = 0) -> Interval:
    """Macro F1 with its interval: whole groups are drawn with replacement.

    (Efron & Tibshirani 1993, "An introduction to the bootstrap", percentile method.)
    """
    values = [macro_f1(given, said, weight) for weight in _drawn(groups, seed)]
    low, high = np.quantile(values, [0.025, 0.975]) if len(given) else (0.0, 1.0)
    value = macro_f1(given, said)
    return Interval(value, min(float(low), value), max(float(high), value))


def _drawn(groups: Ints, seed: int, draws: int = _DRAWS) -> list[Ints]:
    generator = np.random.default_rng(seed)
    _, member = np.unique(groups, return_inverse=True)
    count = int(member.max(initial=-1)) + 1
    return [
        np.bincount(generator.integers(count, size=count), minlength=count)[member] for _ in range(draws * bool(count))
    ]


class Swept(NamedTuple):
    """At one threshold: shares of texts of labels that are answered and that are answered rightly, and false accepts.

    `false_accepts` is the share of texts of no label that are answered, -1 where there are none.
    """

    threshold: float
    answered: float
    right: float
    false_accepts: float


def sweep(given: Ints, said: Ints, sure: Floats, none: int) -> list[Swept]:
    """What thresholds from 0 to 1 would do; `none` is the label of texts that want no answer (-1: there is none)."""
    inside, named = given != none, said != none
    outside = ~inside
    out = []
    for threshold in np.linspace(0.0, 1.0, _STEPS):
        answered = named & (sure >= threshold)
        accepts = float(answered[outside].mean()) if outside.any() else -1.0
        right = answered & (said == given)
        whole = max(int(inside.sum()), 1)
        shares = (float(answered[inside].sum() / whole), float(right[inside].sum() / whole))
        out.append(Swept(round(float(threshold), 4), *shares, accepts))
    return out


def recommended(given: Ints, said: Ints, sure: Floats, groups: Ints, none: int, *, seed: int = 0) -> Interval:
    """The largest threshold that costs one right answer in 200 at most; bounds by drawing groups anew."""
    good = (given != none) & (said == given)
    if not good.any():
        return Interval(0.0, 0.0, 0.0)
    order = np.argsort(sure, kind="stable")
    hits, levels = good[order].astype(np.int64), sure[order]

    def at(weight: Ints) -> float:
        lost = np.cumsum(hits * weight)
        allowed = _COST * float((hits * weight).sum())
        keeps = int(np.searchsorted(lost, allowed, side="right"))
        return float(levels[min(keeps, len(levels) - 1)])

    draws = [at(weight[order]) for weight in _drawn(groups, seed, 200)]
    low, high = np.quantile(draws, [0.025, 0.975])
    value = at(np.ones(len(order), dtype=np.int64))
    return Interval(_floor(value), _floor(min(float(low), value)), _floor(max(float(high), value)))


def _floor(value: float) -> float:
    """Two places, rounded down: a threshold that is shown must not cost more than the one that was found."""
    return float(np.floor(value * 100.0 + 1e-9) / 100.0)


class Grown(NamedTuple):
    """Of one label: its recall, and what ten more examples would add, with bounds."""

    recall: float
    gain: float
    low: float
    high: float


def grown(
    learned: Mapping[float, Sequence[int]], hits: Mapping[float, Sequence[int]], rows: Sequence[int]
) -> list[Grown]:
    """What ten more examples of each label would add to its recall, by how errors fell as Train grew.

    `learned`, `hits` and `rows` count, by share of Train and label, texts learned from, texts recognised and texts
    judged. Errors fall as a power of the examples (Hestness et al. 2017, "Deep learning scaling is predictable,
    empirically"); one power is fitted for all labels, since one label has too few texts for its own.
    """
    whole = max(learned)
    if len(learned) < 1 + _LEVELS:
        return []
    power, spread = _power(learned, hits, rows)
    out = []
    for label, count in enumerate(rows):
        right, size = hits[whole][label], learned[whole][label]
        recall = wilson(right, count)

        def gain(error: float, by: float, size: int = size) -> float:
            return float(error * (1.0 - ((size + 10.0) / max(size, 1)) ** -max(by, 0.0)))

        low = gain(1.0 - recall.high, power - _Z * spread)
        high = gain(1.0 - recall.low, power + _Z * spread)
        out.append(Grown(recall.value, gain(1.0 - recall.value, power), low, high))
    return out


def _power(
    learned: Mapping[float, Sequence[int]], hits: Mapping[float, Sequence[int]], rows: Sequence[int]
) -> tuple[float, float]:
    """How fast errors fall with examples, and the standard error of that: weighted regression within labels."""
    shares = sorted(learned)
    counts = np.asarray(rows, dtype=np.float64)
    kept = counts > 0
    errors = np.array([counts - np.asarray(hits[share]) for share in shares])[:, kept]
    rate = np.log((errors + _SMOOTH) / (counts[kept] + 2.0 * _SMOOTH))
    size = np.log(np.maximum(np.array([learned[share] for share in shares])[:, kept], 1))
    weight = np.broadcast_to((errors + _SMOOTH).mean(axis=0), rate.shape)
    x, y = size - size.mean(axis=0), rate - rate.mean(axis=0)
    whole = float((weight * x * x).sum())
    if whole <= 0:
        return 0.0, 0.0
    slope = float((weight * x * y).sum()) / whole
    left = float((weight * (y - slope * x) ** 2).sum()) / max(x.size - x.shape[1] - 1, 1)
    return -slope, float(np.sqrt(left / whole))


def f1_by_label(confusion: Mapping[tuple[str, str], int]) -> dict[str, float]:
    """F1 of each label (0..1), from how often each (first) was taken for each (second)."""
    rows: Counter[str] = Counter()
    named: Counter[str] = Counter()
    for (given, said), count in confusion.items():
        rows[given] += count
        named[said] += count
    return {label: 2.0 * confusion.get((label, label), 0) / (rows[label] + named[label]) for label in sorted(rows)}


def rank_correlation(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Spearman's correlation of ranks (-1..1); `None` for fewer than three values, or where all of a side are equal."""
    from scipy.stats import rankdata

    if len(first) < _FEWEST_RANKED or len(set(first)) < 2 or len(set(second)) < 2:
        return None
    return round(float(np.corrcoef(rankdata(first), rankdata(second))[0, 1]), 6)

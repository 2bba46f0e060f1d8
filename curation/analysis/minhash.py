"""Which of very many texts may be near-duplicates, found without comparing each with each.

A signature is made of minima: every n-gram draws a number, the same in all texts, and each text keeps the n-gram whose
number is smallest. If the numbers are exponential and divided by the weights of the n-grams, the chance that two texts
keep the same one is nearly the weight they share over all they have. Several minima side by side are a band; texts
that agree in a band are compared. (Broder 1997, "On the resemblance and containment of documents"; Indyk & Motwani
1998, "Approximate nearest neighbors"; for weights, Moulton & Jiang 2018, "Maximally consistent sampling and the Jaccard
index of probability distributions".) With squared TF-IDF weights a cosine of c means a share of c^2 or more where no
n-gram stands twice in a text: texts that are equal but for what one of them lacks reach just that.
"""

from __future__ import annotations

from functools import lru_cache
from math import ceil, log
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from curation.analysis.blocks import in_blocks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from curation.analysis.grams import Grams

__all__ = ["Bands", "Collisions", "Signatures", "bands_for", "likely", "paired", "signed"]

_MISSED = 0.001
"""How many of the pairs that just reach the threshold may agree in no band."""
_SLACK = 0.95
"""What of the share is left where n-grams stand more often in one text than in the other."""
_MOST_DRAWS = 160
_LONGEST_BAND = 8
_NAMES = 0xFFFF
"""Bits of a column by which its draw is looked up, and which say in a minimum whose it is.

So few that a table of draws stays in the processor's cache, three times as fast; the bits above them are left to the
draw, to a hundredth of it.
"""
_BESIDE = 64
_DEVIATIONS = 4.0
_ROWS = 4096


class Bands(NamedTuple):
    """How many bands a signature has, and of how many minima each."""

    number: int
    width: int


class Signatures(NamedTuple):
    """A key for each band and text (bands x texts), and eight bits of each minimum (texts x minima)."""

    keys: NDArray[np.uint64]
    sketch: NDArray[np.uint8]


def _least_share(threshold: float) -> float:
    """In how many of their minima two texts agree that just reach `threshold` (0..1)."""
    return _SLACK * threshold * threshold


def bands_for(threshold: float) -> Bands:
    """The widest bands in one of which 999 of 1,000 pairs of cosine `threshold` agree, with at most 160 minima.

    Where words stand often in one text and once in the other, a few in a hundred may be missed.
    """
    share, fitting = _least_share(threshold), Bands(_MOST_DRAWS, 1)
    for width in range(1, _LONGEST_BAND + 1):
        count = ceil(log(_MISSED) / log(1.0 - share**width))
        if count * width <= _MOST_DRAWS:
            fitting = Bands(count, width)
    return fitting


@lru_cache(maxsize=1)
def _draws(bands: Bands) -> list[NDArray[np.float32]]:
    """For each minimum what every column draws; the same on every machine with the same numpy."""
    chance = np.random.default_rng(0)
    return [chance.exponential(size=_NAMES + 1).astype(np.float32) for _ in range(bands.number * bands.width)]


def signed(grams: Grams, rows: NDArray[np.float32], bands: Bands) -> Signatures:
    """The signatures of texts that have an n-gram each; `rows` says how much each n-gram counts in its text."""
    drawn = _draws(bands)
    starts = np.append(0, grams.ends)[:-1]

    def sign(block: slice) -> NDArray[np.uint32]:
        low, high = starts[block.start], grams.ends[block.stop - 1]
        columns, at = grams.columns[low:high], starts[block] - low
        names = columns.astype(np.uint32) & np.uint32(_NAMES)
        places = names.astype(np.int64)
        lighter = 1.0 / np.square(rows[low:high])
        kept = np.empty(len(columns), dtype=np.float32)
        named = kept.view(np.uint32)  # numbers above 0 have the order of their bits
        out = np.empty((len(drawn), len(at)), dtype=np.uint32)
        for minimum, table in enumerate(drawn):
            np.take(table, places, out=kept, mode="clip")  # "clip" lets numpy fill `out` without a copy
            np.multiply(kept, lighter, out=kept)
            np.bitwise_and(named, ~np.uint32(_NAMES), out=named)
            np.bitwise_or(named, names, out=named)
            np.minimum.reduceat(named, at, out=out[minimum])
        return out & np.uint32(_NAMES)

    parts = in_blocks(sign, len(starts), size=_ROWS)
    minima = np.hstack([np.zeros((len(drawn), 0), np.uint32), *parts])
    sketch = ((minima * np.uint32(0x9E3779B1)) >> np.uint32(24)).astype(np.uint8)
    return Signatures(_keys(minima.astype(np.uint64), bands), np.ascontiguousarray(sketch.T))


def _keys(minima: NDArray[np.uint64], bands: Bands) -> NDArray[np.uint64]:
    key = np.zeros((bands.number, minima.shape[1]), dtype=np.uint64)
    for place in range(bands.width):
        key = (key ^ minima[place :: bands.width]) * np.uint64(0x9E3779B97F4A7C15)
        key ^= key >> np.uint64(29)
    return key


class Collisions:
    """Texts with equal keys, as pairs; of a crowd each with the first 64 and with the 64 behind it.

    A crowd stands in order of its keys in another band (`otherwise`): what agrees there as well stands together.
    """

    def __init__(self, keys: NDArray[np.uint64], otherwise: NDArray[np.uint64]) -> None:
        self._order = np.lexsort((otherwise, keys))
        ordered = keys[self._order]
        start = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1])[: len(ordered)])
        size = np.diff(np.append(start, len(ordered)))
        self._inside, self._end = np.repeat(start, size), np.repeat(start + size, size)

    def ranks(self) -> NDArray[np.int32]:
        """The place of each text among those with its key, from 0."""
        out = np.empty(len(self._order), dtype=np.int32)
        out[self._order] = np.arange(len(self._order)) - self._inside
        return out

    def pairs(self, block: slice) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The pairs whose later text stands in a block of the order; positions, the smaller first.

        What is compared with the same texts stands together.
        """
        place = np.arange(block.start, block.stop)
        before = place - self._inside[block]
        behind = np.minimum(before, _BESIDE)
        leading = np.minimum(np.maximum(before - _BESIDE, 0), _BESIDE)
        count = behind + leading
        step = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
        late, near = np.repeat(place, count), np.repeat(behind, count)
        early = np.where(step < near, late - 1 - step, np.repeat(self._inside[block], count) + step - near)
        a, b = self._order[early], self._order[late]
        return np.minimum(a, b), np.maximum(a, b)


def paired(one: NDArray[np.int32], other: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Whether two texts with one key are paired, by their ranks among those with it."""
    return np.asarray((np.abs(one - other) <= _BESIDE) | (np.minimum(one, other) < _BESIDE))


def likely(first: NDArray[np.uint8], second: NDArray[np.uint8], threshold: float) -> NDArray[np.bool_]:
    """For pairs of sketches, whether the pair may reach `threshold`: out go those four deviations below it."""
    share, draws_made = _least_share(threshold), first.shape[1]
    least = draws_made * share - _DEVIATIONS * float(np.sqrt(draws_made * share * (1.0 - share)))
    return np.asarray(np.count_nonzero(first == second, axis=1) >= least)

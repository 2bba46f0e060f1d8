"""Which texts can be done without: those that others of their label say as well."""

from __future__ import annotations

from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING

import numpy as np

from curation.analysis.blocks import in_blocks, single_threaded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Rows = NDArray[np.float32]

__all__ = ["most_redundant"]

_NEAREST = 50


def most_redundant(vectors: Rows, labels: Sequence[int], kept: Sequence[bool], most: int) -> list[int]:
    """The positions of the rows to leave out, first to last, so that `most` rows stay.

    Labels are cut down to one size, the largest first, so that small ones lose nothing. In a label the two rows that
    are most alike are looked for, and the one of them that others stand nearer to goes; then again, without it. Rows
    that are to be `kept` never go. Vectors are of unit length; equal cosines go by position.
    """
    given, fixed = np.asarray(labels, dtype=np.int64), np.asarray(kept, dtype=bool)
    over = len(given) - most
    if over <= 0:
        return []
    quota = _to_leave(np.bincount(given), np.bincount(given[~fixed], minlength=int(given.max()) + 1), over)
    gone: list[int] = []
    with single_threaded():
        for label in np.flatnonzero(quota):
            at = np.flatnonzero(given == label)
            gone += [int(at[n]) for n in _eliminated(vectors[at], fixed[at], int(quota[label]))]
    return gone


def _to_leave(sizes: NDArray[np.int64], able: NDArray[np.int64], over: int) -> NDArray[np.int64]:
    """How many rows each label loses: as if the largest were cut level, as far as rows may go."""
    low, high = 0, int(sizes.max())
    while low < high:  # the largest level at which enough goes
        level = (low + high + 1) // 2
        if int(np.minimum(np.maximum(sizes - level, 0), able).sum()) >= over:
            low = level
        else:
            high = level - 1
    leave = np.minimum(np.maximum(sizes - low, 0), able)
    spare = int(leave.sum()) - over
    for label in np.argsort(-sizes, kind="stable")[::-1] if spare > 0 else ():
        give = min(spare, int(leave[label]), 1)
        leave[label] -= give
        spare -= give
    return np.asarray(leave, dtype=np.int64)


def _eliminated(rows: Rows, fixed: NDArray[np.bool_], count: int) -> list[int]:
    near, like = _neighbours(rows)
    there = np.ones(len(rows), dtype=bool)
    cursor = np.zeros(len(rows), dtype=np.int64)
    heap = [(-float(like[at, 0]) if near.shape[1] else 0.0, at) for at in range(len(rows)) if not fixed[at]]
    heapify(heap)
    gone: list[int] = []
    while heap and len(gone) < count:
        stated, at = heappop(heap)
        if not there[at]:
            continue
        while cursor[at] < near.shape[1] and not there[near[at, cursor[at]]]:
            cursor[at] += 1
        value = -float(like[at, cursor[at]]) if cursor[at] < near.shape[1] else 1.0
        if value > stated + 1e-9:
            heappush(heap, (value, at))
            continue
        loser = _loser(at, int(near[at, cursor[at]]) if cursor[at] < near.shape[1] else at, like, fixed, there)
        if loser != at:
            heappush(heap, (stated, at))
        there[loser] = False
        gone.append(loser)
    return gone


def _loser(at: int, other: int, like: Rows, fixed: NDArray[np.bool_], there: NDArray[np.bool_]) -> int:
    """Of two rows that are alike the one with more company, the later one if they have the same."""
    if other == at or fixed[other] or not there[other]:
        return at
    company = [round(float(like[one].mean()), 6) for one in (at, other)]
    return max((company[0], at), (company[1], other))[1]


def _neighbours(rows: Rows) -> tuple[NDArray[np.int64], Rows]:
    """The nearest rows of each row and their cosines, the nearest first."""
    most = min(_NEAREST, len(rows) - 1)

    def look(block: slice) -> tuple[NDArray[np.int64], Rows]:
        cosine = np.round(rows[block] @ rows.T, 6)
        cosine[np.arange(len(cosine)), np.arange(block.start, block.start + len(cosine))] = -2.0
        near = np.argpartition(-cosine, most - 1, axis=1)[:, :most] if most else np.zeros((len(cosine), 0), np.int64)
        found = np.take_along_axis(cosine, near, axis=1)
        order = np.lexsort((near, -found), axis=1)
        return np.take_along_axis(near, order, 1), np.take_along_axis(found, order, 1)

    parts = in_blocks(look, len(rows), size=256)
    return np.vstack([part[0] for part in parts]), np.vstack([part[1] for part in parts])

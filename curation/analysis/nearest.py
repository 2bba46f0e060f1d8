"""The texts nearest to each in meaning, of other groups and of its own language."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from curation.analysis.blocks import in_blocks

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

__all__ = ["Nearest", "nearest_filed", "nearest_in_both", "nearest_outside"]

_COMPARED = 512
_PART = 64
_BARRED = -2.0


class Nearest(NamedTuple):
    """For each text the positions of others, most alike first, and their cosine; -1 and 0 where there are no more."""

    positions: NDArray[np.int32]
    similarity: NDArray[np.float32]


def nearest_outside(
    rows: NDArray[np.float32], groups: Sequence[int], strata: Sequence[int], *, most: int = 15
) -> Nearest:
    """The nearest rows of each row that are neither of its group nor of another stratum (language).

    Rows are of unit length. Near-twins say nothing new about a text, and a text in another language is judged by
    others of that language.
    """
    (found,) = _nearest(lambda block: [rows[block] @ rows.T], groups, strata, most)
    return found


def nearest_in_both(
    rows: NDArray[np.float32], width: int, groups: Sequence[int], strata: Sequence[int], *, most: int = 15
) -> tuple[Nearest, Nearest]:
    """As `nearest_outside`, among rows of unit length and among their first `width` columns, which are made that long.

    What the first columns add to a product is worked out once for both.
    """
    part, rest = np.ascontiguousarray(rows[:, :width]), np.ascontiguousarray(rows[:, width:])
    length = np.linalg.norm(part, axis=1)
    longer = np.divide(1.0, length, out=np.zeros_like(length), where=length > 0)

    def cosines(block: slice) -> list[NDArray[np.float32]]:
        first = part[block] @ part.T
        whole = rest[block] @ rest.T
        whole += first
        first *= longer[block, None]
        first *= longer[None, :]
        return [whole, first]

    of_rows, of_part = _nearest(cosines, groups, strata, most)
    return of_rows, of_part


def _nearest(
    cosines: Callable[[slice], list[NDArray[np.float32]]], groups: Sequence[int], strata: Sequence[int], most: int
) -> list[Nearest]:
    """For each matrix of cosines that `cosines` makes of a block of rows the nearest rows."""
    stratum = np.asarray(strata)
    several = len(stratum) > 0 and bool((stratum != stratum[0]).any())
    own = _Members(np.asarray(groups))
    kept = min(most, max(len(stratum) - 1, 0))

    def look(block: slice) -> list[Nearest]:
        out = []
        for cosine in cosines(block):
            cosine[own.beside(block)] = _BARRED
            if several:
                cosine[stratum[block, None] != stratum[None, :]] = _BARRED
            nearest, likeness = _most_alike(cosine, kept)
            none = likeness <= _BARRED
            positions, similarity = np.where(none, -1, nearest), np.where(none, 0.0, likeness)
            out.append(Nearest(positions.astype(np.int32), similarity.astype(np.float32)))
        return out

    blocks = in_blocks(look, len(stratum), size=_COMPARED)
    if not blocks:
        return [Nearest(np.zeros((0, kept), np.int32), np.zeros((0, kept), np.float32)) for _ in cosines(slice(0, 0))]
    return [Nearest(*(np.vstack(part) for part in zip(*parts, strict=True))) for parts in zip(*blocks, strict=True)]


def nearest_filed(
    rows: NDArray[np.float32],
    asked: NDArray[np.integer],
    wanted: NDArray[np.integer],
    given: NDArray[np.integer],
    groups: Sequence[int],
    strata: Sequence[int],
    *,
    most: int = 2,
) -> Nearest:
    """For some rows (`asked`, positions) the nearest of one label each (`wanted`); else as `nearest_outside`."""
    group, stratum = np.asarray(groups), np.asarray(strata)
    positions = np.full((len(asked), most), -1, dtype=np.int32)
    similarity = np.zeros((len(asked), most), dtype=np.float32)
    for label in np.unique(wanted):
        members = np.flatnonzero(given == label)
        those = np.flatnonzero(wanted == label)
        kept = min(most, len(members))
        for block in (those[at : at + _COMPARED] for at in range(0, len(those), _COMPARED)):
            mine = asked[block]
            cosine = rows[mine] @ rows[members].T
            cosine[group[mine][:, None] == group[members][None, :]] = _BARRED
            cosine[stratum[mine][:, None] != stratum[members][None, :]] = _BARRED
            nearest, likeness = _most_alike(cosine, kept)
            none = likeness <= _BARRED
            positions[block, :kept] = np.where(none, -1, members[nearest])
            similarity[block, :kept] = np.where(none, 0.0, likeness)
    return Nearest(positions, similarity)


class _Members:
    """The rows of the group of each row."""

    def __init__(self, groups: NDArray[np.integer]) -> None:
        self._order = np.argsort(groups, kind="stable")
        ordered = groups[self._order]
        starts = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1])[: len(ordered)])
        sizes = np.diff(np.append(starts, len(ordered)))
        self._start, self._size = np.empty((2, len(groups)), dtype=np.int64)
        self._start[self._order], self._size[self._order] = np.repeat(starts, sizes), np.repeat(sizes, sizes)

    def beside(self, block: slice) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """For the rows of a block, counted from its start, the rows of their groups, themselves included."""
        size = self._size[block]
        inside = np.arange(size.sum()) - np.repeat(np.cumsum(size) - size, size)
        return np.repeat(np.arange(len(size)), size), self._order[np.repeat(self._start[block], size) + inside]


def _most_alike(cosine: NDArray[np.float32], kept: int) -> tuple[NDArray[np.integer], NDArray[np.float32]]:
    """For each row the columns of the `kept` largest cosines and these, the largest first; of equals the first column.

    Columns are dealt out into parts of 64. The `kept` largest of the largest of each part are as many columns, so the
    last of them bounds from below what is looked for, and only parts that reach it are looked at whole.
    """
    if not kept:
        return np.zeros((len(cosine), 0), np.int64), np.zeros((len(cosine), 0), np.float32)
    parts = cosine.shape[1] // _PART
    dealt = cosine[:, : parts * _PART].reshape(len(cosine), _PART, parts)
    bounds = dealt.max(axis=1) if parts >= kept else cosine
    least = np.partition(bounds, -kept, axis=1)[:, -kept, None] - np.float32(1e-6)
    row, column = _reaching(cosine, dealt, bounds, least) if parts >= kept else np.nonzero(cosine >= least)
    value = cosine[row, column]
    order = np.lexsort((column, -np.round(value, 6), row))
    sizes = np.bincount(row, minlength=len(cosine))
    first = (np.cumsum(sizes) - sizes)[:, None] + np.arange(kept)
    return column[order][first], value[order][first]


def _reaching(
    cosine: NDArray[np.float32], dealt: NDArray[np.float32], largest: NDArray[np.float32], least: NDArray[np.float32]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Rows and columns of what reaches the bound of its row: in the parts that do, and in the columns left over."""
    parts = dealt.shape[2]
    row, part = np.nonzero(largest >= least)
    which, place = np.nonzero(dealt[row, :, part] >= least[row])
    left_row, left = np.nonzero(cosine[:, parts * _PART :] >= least)
    column = np.concatenate([place * parts + part[which], parts * _PART + left])
    return np.concatenate([row[which], left_row]), column

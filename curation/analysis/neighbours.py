"""Texts that are nearly the same, and the groups they form."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from curation.analysis.blocks import in_blocks
from curation.analysis.features import character_tfidf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

__all__ = [
    "LARGEST_GROUP",
    "MOST_BESIDE",
    "NearPair",
    "alike",
    "groups_of",
    "near_pairs",
    "stars_of",
]

LARGEST_GROUP = 50
"""Texts in one group at most: single links chain hundreds of texts that have little in common."""
_REST = 0.8
"""How long, in parts of the threshold, the rest of a row may be that is left out when candidates are looked for."""
_CANDIDATES = 20_000
_SEARCHED = 256
MOST_BESIDE = 500
"""Later texts that one text is compared with at most; only where thousands come from one template are there more."""


class NearPair(NamedTuple):
    """Positions of two texts, the smaller first, and how alike they are (cosine, 0..1)."""

    first: int
    second: int
    similarity: float


def near_pairs(texts: Sequence[str], threshold: float) -> list[NearPair]:
    """All pairs of `texts` whose character TF-IDF cosine is at least `threshold`, most alike first."""
    if len(texts) < 2:
        return []
    found = alike(character_tfidf(texts), threshold)
    return sorted(found, key=lambda pair: (-pair.similarity, pair.first, pair.second))


def alike(rows: csr_matrix, threshold: float) -> list[NearPair]:
    """Every pair of rows of unit length whose dot product is at least `threshold`; no square is made.

    Exact for every row with up to `MOST_BESIDE` candidates behind it.

    Columns are put in order from the rarest to the commonest. A row's head is what stands before a rest of length r.
    Of two rows, cut both where the shorter head ends: the one lies at an angle of at most asin(r) from its head, and if
    they are alike the other within acos(`threshold`) of it, so the product of the heads is at least what `least` says.
    Products of heads are sparse, and only what passes that bound is looked at whole. (The order of columns after
    Bayardo, Ma & Srikant 2007, "Scaling up all pairs similarity search".)
    """
    rest = threshold * _REST
    least = np.sqrt(1.0 - rest * rest) * np.cos(np.arcsin(rest) + np.arccos(min(threshold, 1.0))) - 1e-5
    heads = _heads(rows, rest)
    columns = heads.T.tocsr()

    def candidates(block: slice) -> list[NearPair]:
        product = (heads[block] @ columns).tocoo()
        passed = (product.data >= least) & (product.row + block.start < product.col)
        first, second = _not_too_many(product.row[passed], product.col[passed], product.data[passed])
        return _verified(rows, first + block.start, second, threshold)

    return [pair for found in in_blocks(candidates, rows.shape[0], size=_SEARCHED) for pair in found]


def _not_too_many(
    first: NDArray[np.integer], second: NDArray[np.integer], shared: NDArray[np.float32]
) -> tuple[NDArray[np.integer], NDArray[np.integer]]:
    """For a row with too many candidates, those whose heads share most: thousands of texts from one template."""
    counts = np.bincount(first)
    if not len(counts) or counts.max() <= MOST_BESIDE:
        return first, second
    order = np.lexsort((second, -shared, first))
    rank = np.arange(len(order)) - np.repeat(np.cumsum(counts) - counts, counts)
    kept = np.sort(order[rank < MOST_BESIDE])
    return first[kept], second[kept]


def _heads(rows: csr_matrix, rest: float) -> csr_matrix:
    from scipy.sparse import csr_matrix as sparse

    rarity = np.argsort(np.bincount(rows.indices, minlength=rows.shape[1]), kind="stable")
    rank = np.empty(rows.shape[1], dtype=np.int32)
    rank[rarity] = np.arange(rows.shape[1], dtype=np.int32)
    # A copy: sorting moves the numbers, and would move those of the caller's rows too.
    moved = sparse((rows.data.copy(), rank[rows.indices], rows.indptr.copy()), shape=rows.shape)
    moved.sort_indices()
    ends = np.concatenate([[0.0], np.cumsum(moved.data.astype(np.float64) ** 2)])
    left = np.repeat(ends[moved.indptr[1:]], np.diff(moved.indptr)) - ends[:-1]
    kept = left >= rest * rest - 1e-6
    pointers = np.concatenate([[0], np.cumsum(kept)])[moved.indptr]
    return sparse((moved.data[kept], moved.indices[kept], pointers), shape=rows.shape)


def _verified(
    rows: csr_matrix, first: NDArray[np.integer], second: NDArray[np.integer], threshold: float
) -> list[NearPair]:
    found: list[NearPair] = []
    for start in range(0, len(first), _CANDIDATES):
        a, b = first[start : start + _CANDIDATES], second[start : start + _CANDIDATES]
        cosine = np.asarray(rows[a].multiply(rows[b]).sum(axis=1)).ravel()
        kept = cosine >= threshold - 1e-6
        shown = np.round(np.minimum(cosine[kept], 1.0).astype(np.float64), 4)
        found += map(NearPair, a[kept].tolist(), b[kept].tolist(), shown.tolist())
    return found


def groups_of(count: int, pairs: Sequence[NearPair], *, largest: int = LARGEST_GROUP) -> tuple[list[int], int]:
    """The group of each of `count` texts, and how many pairs had to be cut to keep groups small.

    Pairs are joined from the most alike to the least; a join that would make a group of more than `largest`
    is not made. The number of a group is the position of its first text.
    """
    parent = list(range(count))
    size = np.ones(count, dtype=int)

    def root(item: int) -> int:
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    cut = 0
    for pair in pairs:
        first, second = sorted((root(pair.first), root(pair.second)))
        if first == second:
            continue
        if size[first] + size[second] > largest:
            cut += 1
            continue
        parent[second] = first
        size[first] += size[second]
    return [root(item) for item in range(count)], cut


def stars_of(count: int, pairs: Sequence[NearPair]) -> dict[int, list[NearPair]]:
    """Groups in which every text is alike to the one that stands for it, which chains of links are not.

    The text with the most free neighbours takes them all, ties by position, and so on until no pair is left. The
    keys stand for their groups; the values lead from them to their members, most alike first.
    """
    beside: dict[int, dict[int, float]] = {}
    for pair in pairs:
        beside.setdefault(pair.first, {})[pair.second] = pair.similarity
        beside.setdefault(pair.second, {})[pair.first] = pair.similarity
    taken = np.zeros(count, dtype=bool)
    stars: dict[int, list[NearPair]] = {}
    for centre in sorted(beside, key=lambda item: (-len(beside[item]), item)):
        members = [] if taken[centre] else [item for item in beside[centre] if not taken[item]]
        if members:
            taken[[centre, *members]] = True
            made = [NearPair(centre, item, beside[centre][item]) for item in members]
            stars[centre] = sorted(made, key=lambda pair: (-pair.similarity, pair.second))
    return stars

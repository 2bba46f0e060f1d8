"""Texts that are nearly the same, and the groups they form."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from curation.analysis.features import character_tfidf

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["LARGEST_GROUP", "NearPair", "groups_of", "near_pairs"]

_BLOCK = 1024
LARGEST_GROUP = 50
"""Texts in one group at most: single links chain hundreds of texts that have little in common."""


class NearPair(NamedTuple):
    """Positions of two texts, the smaller first, and how alike they are (cosine, 0..1)."""

    first: int
    second: int
    similarity: float


def near_pairs(texts: Sequence[str], threshold: float) -> list[NearPair]:
    """All pairs of `texts` whose character TF-IDF cosine is at least `threshold`, most alike first."""
    from scipy.sparse import coo_matrix

    if len(texts) < 2:
        return []
    rows = character_tfidf(texts)
    found: list[NearPair] = []
    for start in range(0, rows.shape[0], _BLOCK):
        block = coo_matrix(rows[start : start + _BLOCK] @ rows.T)
        kept = (block.data >= threshold - 1e-6) & (block.row + start < block.col)
        found += map(NearPair, (block.row[kept] + start).tolist(), block.col[kept].tolist(), block.data[kept].tolist())
    return sorted(
        (NearPair(a, b, round(min(similarity, 1.0), 4)) for a, b, similarity in found),
        key=lambda pair: (-pair.similarity, pair.first, pair.second),
    )


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

"""Near-duplicates: the search held to the product of all rows, groups held to what they promise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from benchmarks.inspecting.judging import NAMES, whole
from benchmarks.measure import Row
from curation.analysis.features import character_tfidf
from curation.analysis.neighbours import groups_of, near_pairs, stars_of

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

TWINS = 0.8


def near_duplicates() -> list[Row]:
    made = []
    for name in NAMES:
        texts = whole(name)[0].texts
        cosines = character_tfidf(texts)
        exact = all_pairs(cosines)
        pairs = near_pairs(texts, TWINS)
        shown = {(pair.first, pair.second) for pair in pairs}
        recall = len(exact & shown) / max(len(exact), 1)
        stars = [(centre, pair.second) for centre, members in stars_of(len(texts), pairs).items() for pair in members]
        chains = [(first, at) for at, first in enumerate(groups_of(len(texts), pairs)[0]) if first != at]
        precision, peer = (within(cosines, found) for found in (stars, chains))
        data = f"{name}, {len(texts):,} texts, {len(exact):,} pairs at {TWINS} or more"
        made += [
            Row("near-duplicates, recall", data, recall, "share", "all pairs", 1.0, "1.000", recall == 1.0),
            Row(
                "near-duplicates, precision of groups", data, precision, "share", "single links", peer, "1.000",
                precision == 1.0,
            ),
        ]  # fmt: skip
    return made


def all_pairs(rows: csr_matrix) -> set[tuple[int, int]]:
    """By the whole product, a block of rows at a time."""
    found: set[tuple[int, int]] = set()
    for start in range(0, rows.shape[0], 256):
        block = (rows[start : start + 256] @ rows.T).tocoo()
        kept = (block.data >= TWINS) & (block.row + start < block.col)
        found |= set(zip((block.row[kept] + start).tolist(), block.col[kept].tolist(), strict=True))
    return found


def within(rows: csr_matrix, links: list[tuple[int, int]]) -> float:
    """The share of members that are as near to what stands for their group as they should be."""
    first, second = np.array(links).T
    cosines = np.asarray(rows[first].multiply(rows[second]).sum(axis=1)).ravel()
    return float((cosines >= TWINS - 1e-6).mean())

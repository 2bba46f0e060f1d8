"""Groups around leaders: of many pairs that are alike, which text stands for which others."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Led", "leaders_of"]


class Led(NamedTuple):
    """For each text the position of the one that stands for it (itself, where it stands alone) and their cosine."""

    leader: NDArray[np.int64]
    similarity: NDArray[np.float32]


def leaders_of(
    order: NDArray[np.int64],
    first: NDArray[np.int64],
    second: NDArray[np.int64],
    similarity: NDArray[np.float32],
) -> Led:
    """Texts take their turn in `order`; one that is free then leads, and takes every free text it is paired with.

    So every text is alike to its leader, which chains of pairs are not, and the leader comes first in `order`. A pair
    stands once; the result does not depend on the order of the pairs.
    """
    count = len(order)
    turn = np.empty(count, dtype=np.int64)
    turn[order] = np.arange(count)
    ahead = np.minimum(turn[first], turn[second])
    behind = np.maximum(turn[first], turn[second])
    by_turn = np.argsort(ahead, kind="stable")
    ahead, behind, alike = ahead[by_turn], behind[by_turn], similarity[by_turn]
    leader = np.arange(count, dtype=np.int64)
    likeness = np.ones(count, dtype=np.float32)
    starts = np.flatnonzero(np.append(True, ahead[1:] != ahead[:-1])[: len(ahead)])
    for start, end in pairwise([*starts.tolist(), len(ahead)]):
        at = ahead[start]
        if leader[at] != at:
            continue
        others = behind[start:end]
        free = leader[others] == others
        leader[others[free]] = at
        likeness[others[free]] = alike[start:end][free]
    out = np.empty(count, dtype=np.int64)
    out[order] = order[leader]
    shown = np.empty(count, dtype=np.float32)
    shown[order] = likeness
    return Led(out, shown)

"""Whole rows from shares: apportionment within bounds, and sets of groups that come nearest to a number of rows."""

from __future__ import annotations

from collections.abc import Hashable
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["apportioned", "nearest_choice"]

Name = TypeVar("Name", bound=Hashable)


def apportioned(
    sizes: Mapping[Name, int], total: int, low: Mapping[Name, int], high: Mapping[Name, int]
) -> dict[Name, int]:
    """Divide `total` rows among names by size, each within its bounds, to the row.

    Every name gets the whole part of its share; rows that are left over go to the largest remainders, ties in the order
    of `repr` (Hamilton's method of apportionment). Where the bounds allow no such sum, it is the nearest that they do.
    """
    whole = sum(sizes.values())
    exact = {name: size * total / whole if whole else 0.0 for name, size in sizes.items()}
    quotas = {name: max(low[name], min(high[name], int(value + 1e-9))) for name, value in exact.items()}
    missing = total - sum(quotas.values())
    step = 1 if missing > 0 else -1
    bound = high if missing > 0 else low
    waiting = [(step * (quotas[n] - exact[n]), repr(n), n) for n in sizes if quotas[n] != bound[n]]
    heapify(waiting)
    for _ in range(abs(missing)):
        if not waiting:
            break
        over, key, name = heappop(waiting)
        quotas[name] += step
        if quotas[name] != bound[name]:
            heappush(waiting, (over + 1.0, key, name))
    return quotas


def nearest_choice(sizes: Sequence[int], wanted: int) -> list[bool]:
    """Which of some groups to take so that their sizes add up to `wanted`, or as near to it as can be.

    The earliest such choice, group by group; of two sums as near the smaller. Sums that can be reached are bits of
    whole numbers, so that this takes groups x rows / 64 steps.
    """
    if wanted <= 0 or not sizes:
        return [False] * len(sizes)
    mask = (1 << (wanted + max(sizes) + 1)) - 1
    reached = [1]
    for size in reversed(sizes):
        reached.append((reached[-1] | reached[-1] << size) & mask)
    left = _nearest_bit(reached[-1], wanted)
    chosen = []
    for size, rest in zip(sizes, reversed(reached[:-1]), strict=True):
        taken = size <= left and bool(rest >> (left - size) & 1)
        left -= size if taken else 0
        chosen.append(taken)
    return chosen


def _nearest_bit(bits: int, wanted: int) -> int:
    below = (bits & ((1 << (wanted + 1)) - 1)).bit_length() - 1
    above = bits >> wanted
    distance = (above & -above).bit_length() - 1
    return wanted + distance if above and distance < wanted - below else below

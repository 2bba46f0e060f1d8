"""How two sides of a split differ, beside how much random splits of the same groups differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Flags = NDArray[np.bool_]

__all__ = ["Distance", "distances"]

_DRAWS = 200
_USUAL = 0.95


class Distance(NamedTuple):
    """A distance (0..1), the one that 95 of 100 random splits stay below, and what differs most."""

    value: float
    usual: float
    most: str


def distances(
    test: Sequence[bool],
    groups: Sequence[int],
    *,
    labels: Sequence[str],
    languages: Sequence[str],
    lengths: Sequence[int],
    seed: int = 0,
) -> dict[str, Distance]:
    """How far labels, languages and lengths of two sides are apart; none where there is nothing to differ by.

    Of labels and languages it is the share that would have to change (total variation), of lengths the largest
    difference of the two distributions (Kolmogorov-Smirnov).
    """
    flags = np.asarray(test, dtype=bool)
    if flags.all() or not flags.any():
        return {}
    size = np.asarray(lengths, dtype=np.int64)
    found: dict[str, Callable[[Flags], tuple[float, str]]] = {
        name: _shares(values)
        for name, values in (("intents", labels), ("languages", languages))
        if len(set(values)) > 1
    }
    if len(np.unique(size)) > 1:
        found["lengths"] = _lengths(size)
    draws = _random_sides(flags, groups, seed)
    out = {}
    for name, measure in found.items():
        value, most = measure(flags)
        usual = float(np.quantile([measure(draw)[0] for draw in draws], _USUAL))
        out[name] = Distance(value, usual, most)
    return out


def _random_sides(test: Flags, groups: Sequence[int], seed: int) -> list[Flags]:
    """Splits of whole groups with about as many rows in Test."""
    generator = np.random.default_rng(seed)
    _, member = np.unique(np.asarray(groups), return_inverse=True)
    sizes = np.bincount(member)
    draws = []
    for _ in range(_DRAWS):
        order = generator.permutation(len(sizes))
        taken = order[: int(np.searchsorted(np.cumsum(sizes[order]), int(test.sum()))) + 1]
        draw = np.isin(member, taken)
        if draw.any() and not draw.all():
            draws.append(draw)
    return draws or [test]


def _shares(values: Sequence[str]) -> Callable[[Flags], tuple[float, str]]:
    names, at = np.unique(np.asarray(values, dtype=object).astype(str), return_inverse=True)

    def measure(test: Flags) -> tuple[float, str]:
        there, rest = (np.bincount(at[side], minlength=len(names)) / side.sum() for side in (test, ~test))
        most = int(np.abs(there - rest).argmax())
        words = f"{names[most]}: {rest[most]:.1%} of Train, {there[most]:.1%} of Test"
        return float(np.abs(there - rest).sum() / 2.0), words

    return measure


def _lengths(size: NDArray[np.int64]) -> Callable[[Flags], tuple[float, str]]:
    levels = np.unique(size)

    def measure(test: Flags) -> tuple[float, str]:
        there, rest = (
            np.searchsorted(np.sort(size[side]), levels, side="right") / side.sum() for side in (test, ~test)
        )
        words = f"median {int(np.median(size[~test]))} characters in Train, {int(np.median(size[test]))} in Test"
        return float(np.abs(there - rest).max()), words

    return measure

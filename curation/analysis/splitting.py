"""Train/test splitting that keeps groups whole, meets shares to the row and has every label on both sides."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from curation.analysis.quotas import apportioned, nearest_choice
from curation.analysis.side_moves import near_the_share, on_both_sides, single_ones_in_train, to_the_row, with_wanted
from curation.analysis.sides import Group, Sides, Stratum

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Group", "Stratum", "dealt", "split_groups"]


def split_groups(groups: Sequence[Group], *, share: float, seed: int) -> list[bool]:
    """For each group whether it is for Test.

    Groups come in the order of a hash of seed and name, so that neither row order nor file order matters, and a group
    that is added changes little. Those of several strata are placed first, by that hash; then each stratum (label and
    language) takes from its own groups, in that order, those that come nearest to its quota. Labels and wanted names
    with two or more groups are then brought to both sides, the whole is made exact to the row, and groups that differ
    only in wanted names are exchanged until these have their share as well, and until what has a single group is in
    Train. Fixed groups never move.
    """
    sides = Sides(groups, seed)
    _place_mixed(sides, share)
    total = round(sum(sides.size) * share)
    for stratum, quota in _quotas(sides, total).items():
        pool = [at for at in sides.own_groups[stratum] if sides.free[at]]
        taken = nearest_choice([sides.size[at] for at in pool], quota - sides.test_of_stratum[stratum])
        for at, chosen in zip(pool, taken, strict=True):
            if chosen:
                sides.move(at)
    on_both_sides(sides)
    to_the_row(sides, total)
    near_the_share(sides, total)
    with_wanted(sides, share)
    single_ones_in_train(sides)
    return sides.test


def dealt(groups: Sequence[Group], *, folds: int, seed: int) -> list[int]:
    """The fold (0 and up) of each group, for cross-validation: a split of one fold after the other from what is left.

    Every fold is a Test side of equal share, with the promises of `split_groups` as far as groups reach. What is fixed
    does not count.
    """
    fold = [folds - 1] * len(groups)
    left = list(range(len(groups)))
    for number in range(folds - 1):
        free = [groups[at]._replace(test=None) for at in left]
        test = split_groups(free, share=1.0 / (folds - number), seed=seed + number)
        for at, taken in zip(left, test, strict=True):
            if taken:
                fold[at] = number
        left = [at for at, taken in zip(left, test, strict=True) if not taken]
    return fold


def _place_mixed(sides: Sides, share: float) -> None:
    """Groups with rows of several strata: to Test as often as its share says, unless a label would get too much."""
    sizes = sides.rows_of_label
    for at in sides.order:
        if not sides.free[at] or len(sides.groups[at].counts) < 2:
            continue
        by_label = sides.by_label[at]
        fits = all(sides.test_of_label[label] + n <= share * sizes[label] + 1 for label, n in by_label.items())
        if sides.chance[at] < share and fits and sides.may_leave(at):
            sides.move(at)


def _quotas(sides: Sides, total: int) -> dict[Stratum, int]:
    """How many rows of each stratum are for Test: by label first, then by language in each label."""
    able: Counter[Stratum] = Counter()
    for stratum, members in sides.own_groups.items():
        able[stratum] = sum(sides.size[at] for at in members if sides.free[at])
    strata: dict[str, list[Stratum]] = {}
    for stratum in sides.rows_of_stratum:
        strata.setdefault(stratum.label, []).append(stratum)
    low, high = {}, {}
    for label, parts in strata.items():
        there, movable = sides.test_of_label[label], sum(able[part] for part in parts)
        both = sides.groups_of_name[label] > 1
        low[label] = max(there, 1) if both and movable else there
        # What has a single group is of more use in Train than in Test.
        high[label] = max(there + movable - (not sides.stays_in_train(label)), low[label]) if both else there
    by_label = apportioned(sides.rows_of_label, total, low, high)
    quotas: dict[Stratum, int] = {}
    for label, parts in strata.items():
        sizes = {part: sides.rows_of_stratum[part] for part in parts}
        there_of = {part: sides.test_of_stratum[part] for part in parts}
        most = {part: there_of[part] + able[part] for part in parts}
        quotas |= apportioned(sizes, by_label[label], there_of, most)
    return quotas

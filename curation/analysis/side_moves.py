"""The moves that mend a first choice of sides: every name on both, shares to the row."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from curation.analysis.sides import Sides

__all__ = ["near_the_share", "on_both_sides", "single_ones_in_train", "to_the_row", "with_wanted"]

_STEPS, _TENURE = 60, 4
"""Moves of a search by missing name, and how many moves long a group stays where it was put."""
_EXCHANGED = 50
_TRIED = 2


def on_both_sides(sides: Sides) -> None:
    """Bring every name with two groups or more to both sides, the rarest first, as far as fixed groups allow.

    What robs no other name is done first; what is left is looked for by moves that mend one and may break another, none
    of them taken back soon (tabu search, Glover 1989), and the best state on that way is kept.
    """
    names = [name for name, count in sides.groups_of_name.items() if count > 1]
    names.sort(key=lambda name: (sides.groups_of_name[name], name))
    for name in names:
        if sides.one_sided(name):
            _bring(sides, name)
    broken = {name for name in names if sides.one_sided(name) and sides.can_be_moved(name)}
    if broken:
        _search(sides, broken)


def _bring(sides: Sides, name: str) -> None:
    """Move the smallest group of a name that robs no other; one of the same kind goes the other way where it can."""
    able = [at for at in sides.with_name[name] if sides.may_leave(at)]
    if not able:
        return
    at = min(able, key=lambda at: (sides.size[at], len(sides.names[at])))
    sides.move(at)
    partner = next((o for o in sides.of_kind_on(at, sides.test[at]) if o != at and sides.may_leave(o)), None)
    if partner is not None:
        sides.move(partner)


def _search(sides: Sides, broken: set[str]) -> None:
    since: dict[int, int] = {}
    trail: list[int] = []
    fewest, kept = len(broken), 0
    for step in range(_STEPS * len(broken)):
        name = sorted(broken)[step % len(broken)]
        able = [at for at in sides.with_name[name] if sides.free[at]]
        at = min(able, key=lambda at: (since.get(at, -_TENURE) > step - _TENURE, _breaks(sides, at), since.get(at, -1)))
        since[at] = step
        trail.append(at)
        sides.move(at)
        broken = {n for n in broken.union(sides.names[at]) if sides.one_sided(n) and sides.can_be_moved(n)}
        if len(broken) < fewest:
            fewest, kept = len(broken), len(trail)
        if not broken:
            break
    for at in reversed(trail[kept:]):
        sides.move(at)


def _breaks(sides: Sides, at: int) -> int:
    """How many names become one-sided by a move, less those that become two-sided."""
    return len(list(sides.left_behind(at))) - sum(sides.one_sided(name) for name in sides.names[at])


def near_the_share(sides: Sides, total: int) -> None:
    """Move groups of labels that are more than a row off, where that brings labels nearer to their shares in all."""
    share = total / max(sum(sides.size), 1)
    for label in sorted(sides.rows_of_label):
        off = sides.test_of_label[label] - share * sides.rows_of_label[label]
        if abs(off) > 1.0:
            test = off > 0
            able = [at for at in sides.with_name[label] if sides.test[at] is test and sides.may_leave(at)]
            for at in sorted(able, key=lambda at: (_harm(sides, at), sides.size[at]))[:_TRIED]:
                if _helped(sides, at, total):
                    break


def _helped(sides: Sides, at: int, total: int) -> bool:
    """Move a group and make the whole exact again; take it all back where the shares are no nearer for it."""
    harm = _harm(sides, at)
    sides.move(at)
    moves = []
    for move, more in to_the_row(sides, total):
        moves.append(move)
        harm += more
    if harm < -1e-6 and sum(size for size, test in zip(sides.size, sides.test, strict=True) if test) == total:
        return True
    for move in (*reversed(moves), at):
        sides.move(move)
    return False


def to_the_row(sides: Sides, total: int) -> list[tuple[int, float]]:
    """Move free groups until Test has `total` rows, or nothing that may move comes nearer; the moves and their harm.

    The move that does least harm to the shares of labels is made first; where no group is small enough, two go in
    opposite directions.
    """
    over = sum(size for size, test in zip(sides.size, sides.test, strict=True) if test) - total
    made: list[tuple[int, float]] = []
    while over:
        moves = _single_moves(sides, over) or _double_moves(sides, over)
        if not moves:
            break
        for at in moves:
            made.append((at, _harm(sides, at)))
            over += -sides.size[at] if sides.test[at] else sides.size[at]
            sides.move(at)
    return made


def _movable(sides: Sides, test: bool) -> Iterator[int]:
    """One group of each kind that may leave a side: the last that came to Test, the first that stayed in Train."""
    for members in sides.of_kind.values():
        found = next((at for at in (reversed(members) if test else members) if sides.test[at] is test and
                      sides.may_leave(at)), None)  # fmt: skip
        if found is not None:
            yield found


def _single_moves(sides: Sides, over: int) -> list[int]:
    able = [at for at in _movable(sides, over > 0) if sides.size[at] <= abs(over)]
    return [min(able, key=lambda at: (_harm(sides, at), -sides.size[at], sides.groups[at].name))] if able else []


def _double_moves(sides: Sides, over: int) -> list[int]:
    """A group that leaves and a smaller one that comes instead, which together take away most of what is over."""
    back = {sides.size[at]: at for at in _movable(sides, over < 0)}
    able = ((sides.size[at] - size, [at, back[size]]) for at in _movable(sides, over > 0) for size in back)
    return max((pair for pair in able if 0 < pair[0] <= abs(over)), default=(0, []), key=lambda pair: pair[0])[1]


def _harm(sides: Sides, at: int) -> float:
    """How much farther the labels of a group are from their shares once it moved (squares of rows)."""
    share = sum(sides.test_of_label.values()) / max(sum(sides.rows_of_label.values()), 1)
    sign = -1 if sides.test[at] else 1
    harm = 0.0
    for label, count in sides.by_label[at].items():
        off = sides.test_of_label[label] - share * sides.rows_of_label[label]
        harm += (off + sign * count) ** 2 - off**2
    return round(harm, 6)


def with_wanted(sides: Sides, share: float) -> None:
    """Exchange groups of one kind until each wanted name has its share of rows in Test, to within a row."""
    rows: Counter[str] = Counter()
    there: Counter[str] = Counter()
    for at, group in enumerate(sides.groups):
        rows.update(group.wanted)
        if sides.test[at]:
            there.update(group.wanted)
    off = {name: there[name] - share * count for name, count in rows.items()}
    for name in sorted(rows, key=lambda name: (rows[name], name)):
        while abs(off[name]) >= 1.0 and (found := _exchange(sides, name, off)):
            for at in found:
                sign = -1 if sides.test[at] else 1
                for other, count in sides.groups[at].wanted.items():
                    off[other] += sign * count
                sides.move(at)


def single_ones_in_train(sides: Sides) -> None:
    """Exchange groups that alone have a wanted name and came to Test: what is there once is of more use in Train."""
    for at in [at for at in sides.order if sides.test[at] and sides.free[at]]:
        behind = list(sides.left_behind(at))
        alone = [name for name in behind if name in sides.groups[at].wanted and sides.groups_of_name[name] == 1]
        if not alone or len(alone) < len(behind):
            continue
        other = next((o for o in sides.of_kind_on(at, False) if sides.may_leave(o)), None)
        if other is not None:
            sides.move(at)
            sides.move(other)


def _exchange(sides: Sides, name: str, off: Mapping[str, float]) -> tuple[int, int] | None:
    """A group with a name that has too much or too little of it in Test, and one without to take its place."""
    test = off[name] > 0
    able = [at for at in sides.with_name[name] if sides.test[at] is test and sides.may_leave(at)]
    for at in able[:_EXCHANGED]:
        others = (o for o in sides.of_kind_on(at, not test) if name not in sides.groups[o].wanted)
        for other in _first(others, _EXCHANGED):
            if sides.may_leave(other) and _gain(sides, (at, other), off) > 1e-9:
                return at, other
    return None


def _gain(sides: Sides, pair: tuple[int, int], off: Mapping[str, float]) -> float:
    """How much nearer wanted names come to their shares, in rows, by moving both."""
    change: Counter[str] = Counter()
    for at in pair:
        for name, count in sides.groups[at].wanted.items():
            change[name] += -count if sides.test[at] else count
    return sum(abs(off[name]) - abs(off[name] + moved) for name, moved in change.items())


def _first(found: Iterable[int], most: int) -> Iterator[int]:
    for _, at in zip(range(most), found, strict=False):
        yield at

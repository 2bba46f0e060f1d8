"""Where each group of a split is, what that leaves of every label, and the moves that mend a first choice."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

__all__ = ["Group", "Sides", "Stratum", "on_both_sides", "to_the_row", "with_wanted"]

_STEPS, _TENURE = 60, 4
"""Moves of a search by missing name, and how many moves long a group stays where it was put."""
_EXCHANGED = 50


class Stratum(NamedTuple):
    """What gets its own share of Test: the rows of one label in one language."""

    label: str
    language: str = ""


class Group(NamedTuple):
    """Rows that must stay together: a name that does not depend on row order, their strata, their fixed side.

    `counts` says how many of its rows are of each stratum; `wanted` names what else should be on both sides (entities,
    say), with the rows that have it; names of labels and of these are apart. `test` is None where the side is free.
    """

    name: str
    counts: Mapping[Stratum, int]
    wanted: Mapping[str, int] = {}
    test: bool | None = None


class Sides:
    """The state of a split: everything begins in Train, but for groups fixed in Test."""

    def __init__(self, groups: Sequence[Group], seed: int) -> None:
        self.groups = groups
        self.test = [bool(group.test) for group in groups]
        self.free = [group.test is None for group in groups]
        self.size = [sum(group.counts.values()) for group in groups]
        hashes = [_hash(seed, group.name) for group in groups]
        self.order = sorted(range(len(groups)), key=lambda at: (hashes[at], groups[at].name))
        self.chance = [int(found[:8], 16) / 2.0**32 for found in hashes]
        self.by_label: list[Counter[str]] = []
        self.names: list[tuple[str, ...]] = []
        self.rows_of_label: Counter[str] = Counter()
        self.rows_of_stratum: Counter[Stratum] = Counter()
        self.groups_of_name: Counter[str] = Counter()
        self.test_of_label: Counter[str] = Counter()
        self.test_of_stratum: Counter[Stratum] = Counter()
        self.test_groups: Counter[str] = Counter()
        for at, group in enumerate(groups):
            labels: Counter[str] = Counter()
            for stratum, count in group.counts.items():
                labels[stratum.label] += count
            self.by_label.append(labels)
            self.names.append(tuple(sorted({*labels, *group.wanted})))
            self.rows_of_label.update(labels)
            self.rows_of_stratum.update(group.counts)
            self.groups_of_name.update(self.names[at])
            if self.test[at]:
                self._count(at, 1)

    def _count(self, at: int, sign: int) -> None:
        for label, count in self.by_label[at].items():
            self.test_of_label[label] += sign * count
        for stratum, count in self.groups[at].counts.items():
            self.test_of_stratum[stratum] += sign * count
        for name in self.names[at]:
            self.test_groups[name] += sign

    def move(self, at: int) -> None:
        """To the other side."""
        self.test[at] = not self.test[at]
        self._count(at, 1 if self.test[at] else -1)

    def left_behind(self, at: int) -> Iterator[str]:
        """The names of which nothing would be left on the side of a group if it moved."""
        for name in self.names[at]:
            there = self.test_groups[name] if self.test[at] else self.groups_of_name[name] - self.test_groups[name]
            if there == 1:
                yield name

    def may_leave(self, at: int) -> bool:
        """Whether a group is free, and leaves something of each of its names where it is."""
        return self.free[at] and next(self.left_behind(at), None) is None

    def one_sided(self, name: str) -> bool:
        """Whether a name of two groups or more has all of them on one side."""
        return self.groups_of_name[name] > 1 and self.test_groups[name] in (0, self.groups_of_name[name])

    def can_be_moved(self, name: str) -> bool:
        """Whether a group of a name is free."""
        return any(self.free[at] for at in self.with_name[name])

    def stays_in_train(self, label: str) -> bool:
        """Whether a group of a label is fixed in Train."""
        return any(not self.free[at] and not self.test[at] for at in self.with_name[label])

    @cached_property
    def with_name(self) -> dict[str, list[int]]:
        """The groups of each name, in order."""
        out: dict[str, list[int]] = defaultdict(list)
        for at in self.order:
            for name in self.names[at]:
                out[name].append(at)
        return out

    @cached_property
    def own_groups(self) -> dict[Stratum, list[int]]:
        """The groups that have rows of one stratum only, by stratum, in order."""
        out: dict[Stratum, list[int]] = defaultdict(list)
        for at in self.order:
            if len(self.groups[at].counts) == 1:
                out[next(iter(self.groups[at].counts))].append(at)
        return out

    @cached_property
    def kind(self) -> list[tuple[tuple[Stratum, int], ...]]:
        """What a group counts for; two of one kind can be exchanged without changing any share."""
        return [tuple(sorted(group.counts.items())) for group in self.groups]

    @cached_property
    def of_kind(self) -> dict[tuple[tuple[Stratum, int], ...], list[int]]:
        """The groups of each kind, in order."""
        out: dict[tuple[tuple[Stratum, int], ...], list[int]] = defaultdict(list)
        for at in self.order:
            out[self.kind[at]].append(at)
        return out

    def of_kind_on(self, at: int, test: bool) -> Iterator[int]:
        """The groups that count for the same as one does, on a side."""
        return (other for other in self.of_kind[self.kind[at]] if self.test[other] is test)


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


def to_the_row(sides: Sides, total: int) -> None:
    """Move free groups until Test has `total` rows, or nothing that may move comes nearer.

    The move that does least harm to the shares of labels is made first; where no group is small enough, two go in
    opposite directions.
    """
    over = sum(size for size, test in zip(sides.size, sides.test, strict=True) if test) - total
    while over:
        moves = _single_moves(sides, over) or _double_moves(sides, over)
        if not moves:
            return
        for at in moves:
            over += -sides.size[at] if sides.test[at] else sides.size[at]
            sides.move(at)


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


def _hash(seed: int, name: str) -> str:
    return sha256(f"{seed}\x1f{name}".encode("utf-8", errors="backslashreplace")).hexdigest()

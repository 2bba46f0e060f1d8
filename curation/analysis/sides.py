"""Where each group of a split is, and what that leaves of every label on both sides."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["Group", "Sides", "Stratum"]


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


def _hash(seed: int, name: str) -> str:
    return sha256(f"{seed}\x1f{name}".encode("utf-8", errors="backslashreplace")).hexdigest()

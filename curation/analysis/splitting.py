"""Train/test splitting that keeps groups whole and every label on both sides."""

from __future__ import annotations

from collections import Counter, defaultdict
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Group", "largest_remainder", "split_groups"]


class Group(NamedTuple):
    """Rows that must stay together: a name that does not depend on row order, its labels, its fixed side.

    `counts` says how many of its rows carry each label that has a quota; `wanted` names further labels that
    should be on both sides (entities, say). `test` is None where the side is free.
    """

    name: str
    counts: Mapping[str, int]
    wanted: frozenset[str] = frozenset()
    test: bool | None = None

    @property
    def labels(self) -> set[str]:
        """All its labels."""
        return {*self.counts, *self.wanted}


def largest_remainder(sizes: Mapping[str, int], share: float) -> dict[str, int]:
    """How many of each label's rows go to Test, so that the whole is exact to the row.

    Every label gets the whole part of its share; rows that are left over go to the largest remainders, ties
    by name. (Hamilton's method of apportionment.)
    """
    exact = {label: size * share for label, size in sizes.items()}
    quotas = {label: int(value) for label, value in exact.items()}
    left = round(sum(sizes.values()) * share) - sum(quotas.values())
    by_remainder = sorted(exact, key=lambda label: (quotas[label] - exact[label], label))
    for label in by_remainder[: max(left, 0)]:
        quotas[label] += 1
    return quotas


def split_groups(groups: Sequence[Group], *, share: float, seed: int) -> list[bool]:
    """For each group whether it is for Test.

    Labels are served from the rarest to the commonest; a group is taken for Test while that brings the label
    nearer to its quota and leaves some other free or fixed group of each of its labels in Train. Groups
    come in the order of a hash of seed and name, so neither row order nor file order matters. Every label
    with two or more groups ends up on both sides, unless fixed groups stand against it.
    """
    state = _State(groups, seed)
    quotas = largest_remainder(state.sizes, share)
    for label in sorted(state.sizes, key=lambda label: (len(state.by_label[label]), label)):
        quota = max(quotas[label], 1)
        for index in state.by_label[label]:
            missing = quota - state.in_test[label]
            size = groups[index].counts[label]
            if missing > 0 and state.free(index) and size < 2 * missing and state.leaves_train(index):
                state.put_in_test(index)
    for label in sorted(state.by_label, key=lambda label: (len(state.by_label[label]), label)):
        if not state.in_test[label]:
            state.give_one(label)
    return [bool(side) for side in state.sides]


class _State:
    """Where each group is, and how many rows and groups of each label are on each side."""

    def __init__(self, groups: Sequence[Group], seed: int) -> None:
        self.groups = groups
        self.sides = [group.test for group in groups]
        self.sizes: Counter[str] = Counter()
        self.by_label: dict[str, list[int]] = defaultdict(list)
        self.in_test: Counter[str] = Counter()
        self.train_groups: Counter[str] = Counter()
        for index in sorted(range(len(groups)), key=lambda i: _hash(seed, groups[i].name)):
            self.sizes.update(groups[index].counts)
            for label in groups[index].labels:
                self.by_label[label].append(index)
                if self.sides[index]:
                    self.in_test[label] += groups[index].counts.get(label, 1)
                else:
                    self.train_groups[label] += 1

    def free(self, index: int) -> bool:
        return self.sides[index] is None

    def leaves_train(self, index: int) -> bool:
        return all(self.train_groups[label] > 1 for label in self.groups[index].labels)

    def put_in_test(self, index: int) -> None:
        self.sides[index] = True
        for label in self.groups[index].labels:
            self.in_test[label] += self.groups[index].counts.get(label, 1)
            self.train_groups[label] -= 1

    def give_one(self, label: str) -> None:
        """The smallest free group of a label that has none in Test, if that robs no label of Train."""
        able = [i for i in self.by_label[label] if self.free(i) and self.leaves_train(i)]
        if able:
            self.put_in_test(min(able, key=lambda i: sum(self.groups[i].counts.values())))


def _hash(seed: int, name: str) -> str:
    return sha256(f"{seed}\x1f{name}".encode("utf-8", errors="backslashreplace")).hexdigest()

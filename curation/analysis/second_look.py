"""A second look at texts whose label may be wrong: the two labels in question against each other, and nobody else.

Models of all labels tell two that are hard to tell apart by what sets every label apart. What sets just these two
apart is seen by a model of their texts alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from curation.analysis.blocks import in_blocks, single_threaded
from curation.analysis.encoder import unit_rows
from curation.analysis.features import gaussian_likeness
from curation.analysis.nearest import nearest_filed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from curation.analysis.nearest import Nearest

    Numbers = NDArray[np.float32]
    Labels = NDArray[np.int64]

__all__ = ["Filed", "Suspects", "seen_again"]

_RIDGE = 0.3
"""Of 0.1, 0.3 and 1.0 what ranked moved labels of three public corpora best, by little (docs/decisions.md)."""
_LEAST_TRUST = 0.02
"""What a text counts at least, however likely it is that its own label is wrong."""
_MOST_OF_A_LABEL = 200
"""More were no better there, and the time grows with the third power."""
_PAIRS_AT_ONCE = 16
_NEAREST = 3


class Filed(NamedTuple):
    """Texts in the joint space (rows), the label of each (0, 1 ... none without a text), near-duplicates, languages."""

    joint: Numbers
    labels: Labels
    groups: Sequence[int]
    strata: Sequence[int]


class Suspects(NamedTuple):
    """The texts that are looked at again (positions), the likeliest other label of each, and the one after it."""

    at: Labels
    other: Labels
    third: Labels


def seen_again(filed: Filed, suspects: Suspects, doubt: NDArray[np.floating], *, seed: int = 0) -> dict[str, Numbers]:
    """What is seen of each suspect, by name.

    How far the other label (`pair`), and the one after it (`pair_third`), is ahead of the given one for a regression
    between the two that has seen neither the text nor its near-twins, and in which a text counts the less the more its
    own label is in `doubt`; how near the nearest text of either label is (cosine), and by how much nearer the nearest
    one and the nearest three of the other label are.
    """
    trust = np.maximum(1.0 - doubt, _LEAST_TRUST)
    with single_threaded():
        duels = _Duels(filed, trust, seed)
        found = {
            "pair": duels.leads(suspects.at, suspects.other),
            "pair_third": duels.leads(suspects.at, suspects.third),
        }
        rows = unit_rows(filed.joint)
        (given, given_three), (other, other_three) = (
            _nearest_and_mean(nearest_filed(rows, suspects.at, wanted, *filed[1:], most=_NEAREST))
            for wanted in (filed.labels[suspects.at], suspects.other)
        )
    return found | {
        "near_given": given,
        "near_other": other,
        "near_ahead": other - given,
        "near_three_ahead": other_three - given_three,
    }


def _nearest_and_mean(near: Nearest) -> tuple[Numbers, Numbers]:
    """The cosine of the nearest text, and the mean over those that were found."""
    found = near.positions >= 0
    mean = near.similarity.sum(axis=1) / np.maximum(found.sum(axis=1), 1)
    return near.similarity[:, 0], np.asarray(mean, dtype=np.float32)


class _Duels:
    """Kernel regression on -1 and 1 between the texts of two labels, both labels weighing the same."""

    def __init__(self, filed: Filed, trust: NDArray[np.floating], seed: int) -> None:
        self._joint, self._labels = filed.joint, filed.labels
        self._groups, self._trust = np.asarray(filed.groups), trust
        generator = np.random.default_rng(seed)
        self._members = []
        for label in range(int(filed.labels.max(initial=-1)) + 1):
            members = np.flatnonzero(filed.labels == label)
            if len(members) > _MOST_OF_A_LABEL:
                members = np.sort(generator.choice(members, _MOST_OF_A_LABEL, replace=False))
            self._members.append(members)
        self._within = in_blocks(lambda part: self._likeness(part.start, part.start), len(self._members), size=1)

    def _likeness(self, first: int, second: int) -> Numbers:
        return gaussian_likeness(self._joint[self._members[first]], self._joint[self._members[second]])

    def leads(self, asked: Labels, rivals: Labels) -> Numbers:
        """How far each rival is ahead of the label of each text that is asked about: -1 to 1, about."""
        given = self._labels[asked]
        width = len(self._members)
        pairs = np.minimum(given, rivals) * width + np.maximum(given, rivals)
        order = np.argsort(pairs, kind="stable")
        names, starts = np.unique(pairs[order], return_index=True)
        parts = np.split(order, starts[1:])
        out = np.zeros(len(asked), dtype=np.float32)

        def fight(block: slice) -> None:
            for name, those in zip(names[block], parts[block], strict=True):
                first, second = divmod(int(name), width)
                ahead = self._second_ahead(first, second, asked[those])
                out[those] = np.where(given[those] == first, ahead, -ahead)

        in_blocks(fight, len(names), size=_PAIRS_AT_ONCE)
        return out

    def _second_ahead(self, first: int, second: int, asked: Labels) -> NDArray[np.float64]:
        """How far the second label is ahead of the first for each text, its group left out.

        Leaving out rows c of a regression takes `columns @ inv(columns[c]) @ solved[c]` off its answer, where
        `columns` are those of the inverse for c. (Rasmussen & Williams 2006, "Gaussian processes", 5.4.2.)
        """
        from scipy.linalg import cho_factor, cho_solve

        ours, theirs = self._members[first], self._members[second]
        members, between = np.concatenate([ours, theirs]), self._likeness(first, second)
        kernel = np.block([[self._within[first], between], [between.T, self._within[second]]]).astype(np.float64) + 1.0
        sizes = [len(ours), len(theirs)]
        target, share = np.repeat([-1.0, 1.0], sizes), np.repeat([0.5 / sizes[0], 0.5 / sizes[1]], sizes)
        kernel[np.diag_indices(len(members))] += _RIDGE / (share * len(members) * self._trust[members])
        factor = cho_factor(kernel, lower=True, overwrite_a=True, check_finite=False)
        solved = cho_solve(factor, target, check_finite=False)
        alike = gaussian_likeness(self._joint[asked], self._joint[members]).astype(np.float64) + 1.0
        out = alike @ solved
        for group in np.unique(self._groups[asked]):
            left_out = np.flatnonzero(self._groups[members] == group)
            if len(left_out):
                columns = np.zeros((len(members), len(left_out)))
                columns[left_out, np.arange(len(left_out))] = 1.0
                columns = cho_solve(factor, columns, check_finite=False)
                taken = columns @ np.linalg.solve(columns[left_out], solved[left_out])
                of_group = self._groups[asked] == group
                out[of_group] -= alike[of_group] @ taken
        return np.asarray(out, dtype=np.float64)

"""Which utterance is for training and which for testing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from curation.model.project import Dataset

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

__all__ = ["Guarantee", "Split"]


@dataclass(frozen=True, slots=True)
class Guarantee:
    """One promise of the split, and the places where it could not be kept, each with its reason."""

    name: str
    broken: tuple[str, ...] = ()

    @property
    def kept(self) -> bool:
        """Whether the promise holds everywhere."""
        return not self.broken


@dataclass(frozen=True)
class Split:
    """The side of every row, with what it was made from.

    `sides` is keyed by `Utterance.row` and total; `groups` gives rows that must stay together one number.
    `pinned` holds the rows whose side was already in the file.
    """

    sides: Mapping[tuple[str, str], Dataset]
    groups: Mapping[tuple[str, str], int]
    intents: Mapping[tuple[str, str], str]
    pinned: frozenset[tuple[str, str]]
    seed: int
    test_share: float
    guarantees: tuple[Guarantee, ...] = ()

    def counts(self) -> dict[str, int]:
        """How many rows on each side."""
        counted = Counter(self.sides.values())
        return {str(side): counted.get(side, 0) for side in Dataset}

    def by_intent(self) -> dict[str, dict[str, int]]:
        """Rows on each side, by intent, intents in order of name."""
        counted = Counter((self.intents[row], side) for row, side in self.sides.items())
        names = sorted(set(self.intents.values()))
        return {name: {str(side): counted.get((name, side), 0) for side in Dataset} for name in names}

    def to_frame(self) -> pd.DataFrame:
        """One row an utterance: file, pointer, intent, dataset, group, pinned."""
        import pandas as pd

        rows = [
            (*row, self.intents[row], str(side), self.groups[row], row in self.pinned)
            for row, side in self.sides.items()
        ]
        return pd.DataFrame(rows, columns=["file", "pointer", "intent", "dataset", "group", "pinned"])

    def summary(self) -> dict[str, Any]:
        """Counts and guarantees, without the rows; this is what the manifest holds."""
        return {
            "seed": self.seed,
            "test_share": self.test_share,
            "pinned": len(self.pinned),
            **self.counts(),
            "guarantees": [{"name": g.name, "kept": g.kept, "broken": list(g.broken)} for g in self.guarantees],
        }

    def to_dict(self) -> dict[str, Any]:
        """Summary, sides by intent, and every row."""
        return {
            **self.summary(),
            "intents": self.by_intent(),
            "rows": [
                {"file": file, "pointer": pointer, "dataset": str(side), "group": self.groups[file, pointer]}
                for (file, pointer), side in self.sides.items()
            ],
        }

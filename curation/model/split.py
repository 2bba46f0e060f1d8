"""Which utterance is for training and which for testing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from curation.model.display import Displayed
from curation.model.project import Dataset

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    Row = tuple[str, str]

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
class Split(Displayed):
    """The side of every row, with what it was made from.

    `sides` is keyed by `Utterance.row` and total; `groups` gives rows that must stay together one number, `texts`
    names their texts (a fingerprint). `pinned` holds the rows whose side was in the file or the record already,
    `recorded` those of them that the record holds.
    `test_sets` names the further test set of rows that are in one: these are in neither side of any project. `folds` is
    the fold (0 and up) of each row, where folds were asked for. `tasks` are the splits of CLU tasks by name, where
    these were asked for; each holds the rows that go into the task as well.
    """

    sides: Mapping[Row, Dataset]
    groups: Mapping[Row, int]
    intents: Mapping[Row, str]
    pinned: frozenset[Row]
    seed: int
    test_share: float
    guarantees: tuple[Guarantee, ...] = ()
    recorded: frozenset[Row] = frozenset()
    texts: Mapping[Row, str] = field(default_factory=dict)
    test_sets: Mapping[Row, str] = field(default_factory=dict)
    folds: Mapping[Row, int] = field(default_factory=dict)
    tasks: Mapping[str, Split] = field(default_factory=dict)

    def get(self, row: Row) -> str | None:
        """The place of a row, here or in a task; `None` for one that was not split."""
        if row in self.sides:
            return self.place(row)
        return next((made.place(row) for made in self.tasks.values() if row in made.sides), None)

    def place(self, row: Row) -> str:
        """Train, Test, or the name of a further test set."""
        return self.test_sets.get(row) or str(self.sides[row])

    @property
    def places(self) -> tuple[str, ...]:
        """Train, Test, and the further test sets there are."""
        return (*map(str, Dataset), *sorted(set(self.test_sets.values())))

    def counts(self) -> dict[str, int]:
        """How many rows in each place."""
        counted = Counter(map(self.place, self.sides))
        return {place: counted.get(place, 0) for place in self.places}

    def by_intent(self) -> dict[str, dict[str, int]]:
        """Rows in each place, by intent, intents in order of name."""
        counted = Counter((self.intents[row], self.place(row)) for row in self.sides)
        names = sorted(set(self.intents.values()))
        return {name: {place: counted.get((name, place), 0) for place in self.places} for name in names}

    def record(self) -> dict[str, str]:
        """The place of each text, for `split.csv`; a text that its tags put in two places has none."""
        places: dict[str, set[str]] = {}
        for row, text in self.texts.items():
            places.setdefault(text, set()).add(self.place(row))
        own = {text: next(iter(found)) for text, found in sorted(places.items()) if len(found) == 1}
        return {**own, **{text: side for made in self.tasks.values() for text, side in made.record().items()}}

    def to_frame(self) -> pd.DataFrame:
        """One row an utterance: file, pointer, intent, dataset, group, pinned, test_set, and fold if asked for."""
        import pandas as pd

        rows = [
            (*row, self.intents[row], str(side), self.groups[row], row in self.pinned, self.test_sets.get(row, ""))
            for row, side in self.sides.items()
        ]
        frame = pd.DataFrame(rows, columns=["file", "pointer", "intent", "dataset", "group", "pinned", "test_set"])
        return frame.assign(fold=[self.folds[row] for row in self.sides]) if self.folds else frame

    def summary(self) -> dict[str, Any]:
        """Counts and guarantees, without the rows; this is what the manifest holds."""
        counts = self.counts()
        return {
            "seed": self.seed,
            "test_share": self.test_share,
            "pinned": len(self.pinned),
            "recorded": len(self.recorded),
            **{str(side): counts[side] for side in Dataset},
            "test_sets": {name: counts[name] for name in self.places[len(Dataset) :]},
            "guarantees": [{"name": g.name, "kept": g.kept, "broken": list(g.broken)} for g in self.guarantees],
            **({"tasks": {name: made.summary() for name, made in self.tasks.items()}} if self.tasks else {}),
        }

    def to_dict(self) -> dict[str, Any]:
        """Summary, sides by intent, and every row."""
        return {
            **self.summary(),
            **({"tasks": {name: made.to_dict() for name, made in self.tasks.items()}} if self.tasks else {}),
            "intents": self.by_intent(),
            "rows": [
                {
                    "file": row[0],
                    "pointer": row[1],
                    "dataset": str(side),
                    "group": self.groups[row],
                    **({"test_set": self.test_sets[row]} if row in self.test_sets else {}),
                    **({"fold": self.folds[row]} if self.folds else {}),
                }
                for row, side in self.sides.items()
            ],
        }

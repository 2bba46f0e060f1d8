"""The texts of one classifier with their sides, and the router that stands in for it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from curation.facts.stored import encoder_named, stored_router, stored_vectors
from curation.model.project import Dataset

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from curation.analysis.router import Router
    from curation.facts import Facts
    from curation.facts.scoped import Sample, ScopeFacts
    from curation.model.split import Split

__all__ = ["Answers", "Sided", "sided"]

_LEAST = 1e-6
"""A chance of nothing has no logarithm."""


class Answers(NamedTuple):
    """What was said of samples (their positions): the logarithm of each label's chance."""

    at: list[int]
    log_chances: NDArray[np.float32]


class Sided:
    """The samples of a scope, those in Test among them, and what a router says that has not seen a sample.

    `labels` are the intents by position, `given` the label of each sample, `groups` hold near-duplicates together. A
    sample is in Test where one of its rows is and none is in Train; `torn` are those with rows in both, which count as
    Train. Rows of further test sets are in neither.
    """

    def __init__(self, scope: ScopeFacts, facts: Facts, places: Sequence[frozenset[str]]) -> None:
        self.scope = scope
        self.name = scope.name
        self.samples: tuple[Sample, ...] = scope.samples
        self.labels = sorted({sample.intent for sample in self.samples})
        index = {label: at for at, label in enumerate(self.labels)}
        self.given = [index[sample.intent] for sample in self.samples]
        self.groups = [sample.group for sample in self.samples]
        self.train = [at for at, found in enumerate(places) if Dataset.TRAIN in found]
        self.test = [at for at, found in enumerate(places) if Dataset.TEST in found and Dataset.TRAIN not in found]
        self.torn = [at for at in self.train if Dataset.TEST in places[at]]
        self._facts = facts
        self._settings = facts.settings

    def text(self, at: int) -> str:
        """The text of a sample as it stands in a file."""
        return self.scope.rows_of_key[self.samples[at].key][0].text

    @cached_property
    def both(self) -> bool:
        """Whether there is something in Train and in Test, with two intents to tell apart."""
        return bool(self.test) and len({self.given[at] for at in self.train}) > 1

    def vectors(self, at: Sequence[int]) -> tuple[NDArray[np.float16], NDArray[np.float16]]:
        """Sentence and static vectors of samples."""
        sentence, static = self._vectors
        return sentence[list(at)], static[list(at)]

    @cached_property
    def _vectors(self) -> tuple[NDArray[np.float16], NDArray[np.float16]]:
        encoder = encoder_named(self._settings.analysis.encoder)
        return stored_vectors(self._facts.store, [sample.key for sample in self.samples], encoder)

    def router(
        self, at: Sequence[int], *, groups: Sequence[int] | None = None
    ) -> tuple[Router, Callable[[], NDArray[np.float16]]]:
        """A router of some samples, and what it says of these without their groups; its labels are `labels`."""
        held = self.groups if groups is None else groups
        vectors = self.vectors(at)
        return stored_router(
            self._facts.store,
            [self.samples[n].key for n in at],
            [self.given[n] for n in at],
            [held[n] for n in at],
            vectors=lambda: vectors,
            width=len(self.labels),
            encoder=self._settings.analysis.encoder,
            seed=self._settings.split.seed,
        )

    @cached_property
    def by_folds(self) -> Answers:
        """Every sample by a router that has not seen its group."""
        everything = list(range(len(self.samples)))
        return Answers(everything, self.router(everything)[1]().astype("float32"))

    @property
    def by_judgement(self) -> Answers | None:
        """Every sample by the models that findings are made by, which have not seen it either.

        They cost nothing where findings were looked for; a router is better at texts that are new to all.
        """
        import numpy as np

        judged = self.scope.judgement
        if judged is None:
            return None
        return Answers(list(range(len(self.samples))), np.log(np.maximum(judged.probabilities, _LEAST)))

    @cached_property
    def of_train(self) -> tuple[Router, Answers]:
        """The router of Train, and what it says of Train without the group of each."""
        router, said = self.router(self.train)
        return router, Answers(self.train, said().astype("float32"))

    @cached_property
    def of_test(self) -> Answers:
        """What the router of Train says of Test."""
        return Answers(self.test, self.of_train[0].log_chances(*self.vectors(self.test)))


def sided(facts: Facts, split: Split) -> list[Sided]:
    """Each scope with its sides: those of the split, else the tags of a task's own rows; untagged is Train."""
    return [Sided(scope, facts, [_places(sample, scope, split) for sample in scope.samples]) for scope in facts.scoped]


def _places(sample: Sample, scope: ScopeFacts, split: Split) -> frozenset[str]:
    rows = (row for row in scope.rows_of_key[sample.key] if row.intent == sample.intent)
    return frozenset(split.get(row.row) or row.dataset or "Train" for row in rows)

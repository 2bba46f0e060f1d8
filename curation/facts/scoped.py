"""Views of the rows that one classifier learns from, and the one analysis of them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from curation.analysis.labels import FEWEST_GROUPS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from curation.analysis.judgement import Judgement
    from curation.analysis.neighbours import NearPair
    from curation.formats.cache import Store
    from curation.model.project import Utterance
    from curation.model.settings import Settings
    from curation.model.workspace import Scope

__all__ = ["Sample", "ScopeFacts"]


class Sample(NamedTuple):
    """A text as it is judged: its key, one of the intents it is filed under, its group, its language without region."""

    key: str
    intent: str
    group: int
    language: str


class ScopeFacts:
    """What the inspection asks about one scope; every view is computed when first asked for, and kept.

    Views work on keys, the distinct normalised texts in order, so that neither files nor rows in another order can
    change a result.
    """

    def __init__(self, scope: Scope, settings: Settings, key_of: Mapping[str, str], store: Store | None) -> None:
        self.name = scope.name
        self.scope = scope
        self.settings = settings
        self._key_of = key_of
        self._store = store

    @cached_property
    def rows_of_key(self) -> dict[str, tuple[Utterance, ...]]:
        """The rows behind each key, by intent and place; rows without words are left out."""
        out: dict[str, list[Utterance]] = {}
        for row in self.scope.rows:
            out.setdefault(self._key_of[row.text], []).append(row)
        out.pop("", None)
        return {key: tuple(sorted(rows, key=lambda r: (r.intent, r.file, r.pointer))) for key, rows in out.items()}

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The distinct normalised texts, in order."""
        return tuple(sorted(self.rows_of_key))

    @cached_property
    def language_of(self) -> dict[str, str]:
        """The language of each key, without region; that of its project where no row says."""
        of_file = {project.file: project.language or "" for project in self.scope.projects}
        return {
            key: min((row.language or of_file[row.file]).casefold().partition("-")[0] for row in rows)
            for key, rows in self.rows_of_key.items()
        }

    @cached_property
    def near_pairs(self) -> tuple[NearPair, ...]:
        """Pairs of keys (by position) of one language that are alike enough for a finding or for a group."""
        from curation.facts.stored import stored_pairs

        lowest = min(self.settings.thresholds.near_duplicate, self.settings.split.similarity)
        found = stored_pairs(self._store, self.keys, lowest)
        language = [self.language_of[key] for key in self.keys]
        return tuple(pair for pair in found if language[pair.first] == language[pair.second])

    @cached_property
    def groups(self) -> list[int]:
        """The group of each key; what is in one group is held out together."""
        from curation.analysis.neighbours import groups_of

        alike = [pair for pair in self.near_pairs if pair.similarity >= self.settings.split.similarity]
        return groups_of(len(self.keys), alike)[0]

    @cached_property
    def _all_samples(self) -> tuple[Sample, ...]:
        return tuple(
            Sample(key, intent, group, self.language_of[key])
            for key, group in zip(self.keys, self.groups, strict=True)
            for intent in sorted({row.intent for row in self.rows_of_key[key]})
        )

    @cached_property
    def groups_per_intent(self) -> dict[str, int]:
        """How many groups of texts each intent has: what it can be judged by."""
        groups: dict[str, set[int]] = {}
        for sample in self._all_samples:
            groups.setdefault(sample.intent, set()).add(sample.group)
        return {intent: len(found) for intent, found in sorted(groups.items())}

    @cached_property
    def samples(self) -> tuple[Sample, ...]:
        """The texts that are judged: those of intents with enough groups of their own, if there are two such."""
        judged = {intent for intent, count in self.groups_per_intent.items() if count >= FEWEST_GROUPS}
        return tuple(item for item in self._all_samples if item.intent in judged) if len(judged) > 1 else ()

    @cached_property
    def judgement(self) -> Judgement | None:
        """What models that have not seen them say of the samples; `None` where there is too little to judge by."""
        from curation.facts.stored import stored_judgement

        if not self.samples:
            return None
        return stored_judgement(
            self._store, self.samples, encoder=self.settings.analysis.encoder, seed=self.settings.split.seed
        )

    @cached_property
    def position(self) -> dict[tuple[str, str], int]:
        """Where the sample of a key and an intent stands among the samples."""
        return {(sample.key, sample.intent): at for at, sample in enumerate(self.samples)}

    @cached_property
    def usual_words(self) -> frozenset[str]:
        """The words that stand in so many texts that they tell nothing."""
        from curation.analysis.structure import usual_words

        return usual_words(self.keys)

    @cached_property
    def twins_apart(self) -> set[int]:
        """The samples that have a near-twin under another intent, as near as those that stay together in a split."""
        found: set[int] = set()
        for pair in self.near_pairs:
            keys = (self.keys[pair.first], self.keys[pair.second])
            intents = [{row.intent for row in self.rows_of_key[key]} for key in keys]
            if pair.similarity >= self.settings.split.similarity and intents[0] != intents[1]:
                places = [(key, name) for key, names in zip(keys, intents, strict=True) for name in names]
                found.update(self.position[place] for place in places if place in self.position)
        return found

    def row_of(self, at: int) -> Utterance:
        """The first row behind a sample."""
        sample = self.samples[at]
        return next(row for row in self.rows_of_key[sample.key] if row.intent == sample.intent)

"""Views of the rows that one classifier learns from, and the one analysis of them."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from curation.analysis.labels import FEWEST_GROUPS, FEWEST_TEXTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from curation.analysis.judgement import Judgement
    from curation.analysis.neighbours import NearPair
    from curation.formats.cache import Store
    from curation.model.project import Utterance
    from curation.model.settings import Settings
    from curation.model.workspace import Scope

__all__ = ["Sample", "ScopeFacts", "groups_by"]

Key = TypeVar("Key")


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
    def intents_of(self) -> dict[str, frozenset[str]]:
        """The intents each key is filed under."""
        return {key: frozenset(row.intent for row in rows) for key, rows in self.rows_of_key.items()}

    @cached_property
    def _usual_language(self) -> str:
        """The commonest language of the rows that say one, for those that say none."""
        counted = Counter(filter(None, (self._said_language(row) for row in self.scope.rows)))
        return min(counted, key=lambda language: (-counted[language], language), default="")

    @cached_property
    def _language_of_file(self) -> dict[str, str]:
        return {project.file: project.language or "" for project in self.scope.projects}

    def _said_language(self, row: Utterance) -> str:
        return (row.language or self._language_of_file[row.file]).casefold().partition("-")[0]

    def language_of_row(self, row: Utterance) -> str:
        """The language of a row, without region: its own, its project's, or the usual one."""
        return self._said_language(row) or self._usual_language

    @cached_property
    def languages_of(self) -> dict[str, frozenset[str]]:
        """The languages of each key."""
        return {key: frozenset(map(self.language_of_row, rows)) for key, rows in self.rows_of_key.items()}

    @cached_property
    def near_pairs(self) -> tuple[NearPair, ...]:
        """Pairs of keys (by position) of one language that are alike enough for a finding or for a group."""
        from curation.facts.stored import stored_pairs

        lowest = min(self.settings.thresholds.near_duplicate, self.settings.split.similarity)
        found = stored_pairs(self._store, self.keys, lowest)
        languages = [self.languages_of[key] for key in self.keys]
        return tuple(pair for pair in found if languages[pair.first] & languages[pair.second])

    @cached_property
    def groups(self) -> list[int]:
        """The group of each key; what is in one group is held out together."""
        from curation.analysis.neighbours import groups_of

        alike = [pair for pair in self.near_pairs if pair.similarity >= self.settings.split.similarity]
        return groups_of(len(self.keys), alike)[0]

    @cached_property
    def _all_samples(self) -> tuple[Sample, ...]:
        return tuple(
            Sample(key, intent, group, min(map(self.language_of_row, rows)))
            for key, group in zip(self.keys, self.groups, strict=True)
            for intent, rows in self._rows_by_intent(key)
        )

    def _rows_by_intent(self, key: str) -> list[tuple[str, list[Utterance]]]:
        found: dict[str, list[Utterance]] = {}
        for row in self.rows_of_key[key]:
            found.setdefault(row.intent, []).append(row)
        return sorted(found.items())

    @cached_property
    def groups_per_intent(self) -> dict[str, int]:
        """How many groups of texts each intent has: what it can be judged by."""
        groups = groups_by(self._all_samples, attrgetter("intent"))
        return {intent: len(found) for intent, found in sorted(groups.items())}

    @cached_property
    def samples(self) -> tuple[Sample, ...]:
        """The texts that are judged: those of intents with enough groups of their own, if there are enough of both."""
        judged = {intent for intent, count in self.groups_per_intent.items() if count >= FEWEST_GROUPS}
        found = tuple(item for item in self._all_samples if item.intent in judged)
        return found if len(judged) > 1 and len(found) >= FEWEST_TEXTS else ()

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
    def twins(self) -> dict[int, list[int]]:
        """For each sample the samples that are nearly the same text, the most alike first, as near as a split asks.

        Models are asked about a text without its near-twins, so that these have to be looked up beside what they say.
        """
        found: dict[int, list[int]] = {}
        for pair in self.near_pairs:
            if pair.similarity >= self.settings.split.similarity:
                first, second = (self.samples_of(self.keys[at]) for at in (pair.first, pair.second))
                for one, other in ((a, b) for a in first for b in second):
                    found.setdefault(one, []).append(other)
                    found.setdefault(other, []).append(one)
        return found

    def samples_of(self, key: str) -> list[int]:
        """The samples of a key, one an intent it is filed under."""
        return [self.position[key, name] for name in sorted(self.intents_of[key]) if (key, name) in self.position]

    @cached_property
    def alone_in_language(self) -> frozenset[int]:
        """The samples whose intent has no other text in their language: what is near them cannot speak for it.

        Texts that are nearly the same count as one.
        """
        cell = attrgetter("intent", "language")
        groups = groups_by(self.samples, cell)
        return frozenset(at for at, sample in enumerate(self.samples) if len(groups[cell(sample)]) == 1)

    @cached_property
    def told_by_entity(self) -> set[int]:
        """The samples with a near-twin under another intent that differs in labelled words alone."""
        return {
            at
            for at, others in self.twins.items()
            for other in others
            if self.samples[at].intent != self.samples[other].intent
            and _without_labels(self.row_of(at)) == _without_labels(self.row_of(other))
        }

    def row_of(self, at: int) -> Utterance:
        """The first row behind a sample."""
        sample = self.samples[at]
        return next(row for row in self.rows_of_key[sample.key] if row.intent == sample.intent)


def groups_by(samples: Iterable[Sample], key: Callable[[Sample], Key]) -> dict[Key, set[int]]:
    """The groups of texts of the samples that share a key, such as their intent."""
    found: dict[Key, set[int]] = {}
    for sample in samples:
        found.setdefault(key(sample), set()).add(sample.group)
    return found


def _without_labels(row: Utterance) -> str:
    """The words of a row outside its labels, folded."""
    units = row.text.encode("utf-16-le", "surrogatepass")
    kept = bytearray(units)
    for span in row.spans:
        kept[2 * span.offset : 2 * span.end] = b" \0" * max(min(span.length, len(units) // 2 - span.offset), 0)
    return " ".join(kept.decode("utf-16-le", "replace").casefold().split())

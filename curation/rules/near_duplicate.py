"""LBL002: near duplicate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.analysis.opposites import opposed
from curation.model.finding import Severity
from curation.rules._judged import place_of
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import sample_row

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from curation.analysis.neighbours import NearPair
    from curation.facts import Facts
    from curation.facts.scoped import ScopeFacts
    from curation.model.project import Utterance

_RECOGNISED = 0.5


@rule(
    "LBL002",
    "near-duplicate",
    severity=Severity.WARNING,
    good=(
        Example(
            {
                "u.json": [
                    sample_row("please book a table for tonight", "Reserve"),
                    sample_row("cancel the table", "Cancel"),
                ]
            }
        ),
    ),
    bad=(
        Example(
            {
                "u.json": [
                    sample_row("please book a table for two people tonight", "Reserve"),
                    sample_row("please book a table for two people tonigh", "Cancel"),
                ]
            }
        ),
    ),
    evidence="measured",
    source="docs/methods.md: cosine 0.9 finds 35 to 72 pairs in 10,000 rows of public corpora",
    stages=("inspect",),
    budgeted=True,
)
def near_duplicate(facts: Facts) -> Iterator[Hit]:
    """Two texts that are almost the same are filed under different intents.

    One of the two is probably in the wrong place, or the intents overlap. Likeness is the cosine of character
    TF-IDF; the threshold is `thresholds.near_duplicate`. Identical texts are LBL001. Opposites ("turn it on", "turn it
    off") are left alone, and pairs where models that have seen neither text give each to its own intent.
    """
    for scope in facts.scoped:
        own = None if scope.judgement is None else scope.judgement.own.tolist()
        for pair in scope.near_pairs:
            if pair.similarity < facts.settings.thresholds.near_duplicate:
                continue
            if own is not None and _told_apart(scope, pair, own):
                continue
            apart = _filed_apart(*(scope.rows_of_key[scope.keys[at]] for at in (pair.first, pair.second)))
            if apart is not None and not opposed(scope.keys[pair.first], scope.keys[pair.second]):
                row, other = apart
                message = (
                    f'filed under "{row.intent}", and almost the same text, "{other.text}", under "{other.intent}" at '
                    f"{place_of(other)}; check which is right"
                )
                evidence = {
                    "intents": sorted((row.intent, other.intent)),
                    "other_text": other.text,
                    "similarity": pair.similarity,
                }
                yield Hit(row.file, row.pointer, message, row.intent, row.text, evidence, value=pair.similarity)


def _told_apart(scope: ScopeFacts, pair: NearPair, own: Sequence[float]) -> bool:
    """Whether models that have seen neither text recognise both: then the small difference is the one that counts."""
    places = [scope.samples_of(scope.keys[at]) for at in (pair.first, pair.second)]
    return all(places) and all(own[at] >= _RECOGNISED for found in places for at in found)


def _filed_apart(first: tuple[Utterance, ...], second: tuple[Utterance, ...]) -> tuple[Utterance, Utterance] | None:
    """One row of each text that are under different intents; further copies would say the same again."""
    one = first[0]
    other = next((row for row in second if row.intent != one.intent), None)
    if other is not None:
        return one, other
    another = next((row for row in first if row.intent != second[0].intent), None)
    return None if another is None else (another, second[0])

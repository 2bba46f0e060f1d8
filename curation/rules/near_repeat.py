"""UTT005: near repeat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.model.words import plural
from curation.rules._judged import place_of
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import sample_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


_SAME = [f"please book a table for two people {when}" for when in ("tonight", "tonight.", "tonigh", "to-night")]


@rule(
    "UTT005",
    "near-repeat",
    severity=Severity.NOTE,
    good=(Example({"u.json": [sample_row("please book a table", "Reserve"), sample_row("a chair", "Reserve")]}),),
    bad=(Example({"u.json": [sample_row(text, "Reserve") for text in _SAME]}),),
    evidence="measured",
    source="docs/methods.md: groups of texts with a character cosine of 0.9 to the one that stands for them",
    stages=("inspect",),
    budgeted=True,
)
def near_repeat(facts: Facts) -> Iterator[Hit]:
    """Several texts of one intent say almost the same.

    They teach one thing and count as several, make an intent look better fed than it is, and fall on both sides of a
    split that does not look for them. Every text named is alike to the one that stands for the group
    (`thresholds.near_duplicate`). Keep one or two, and spend the rest on other wordings.
    """
    from curation.analysis.neighbours import stars_of

    for scope in facts.scoped:
        intents = [scope.intents_of[key] for key in scope.keys]
        pairs = [
            pair
            for pair in scope.near_pairs
            if pair.similarity >= facts.settings.thresholds.near_duplicate
            and intents[pair.first] == intents[pair.second]
            and len(intents[pair.first]) == 1
        ]
        for centre, members in sorted(stars_of(len(scope.keys), pairs).items()):
            row = scope.rows_of_key[scope.keys[centre]][0]
            others = [scope.rows_of_key[scope.keys[pair.second]][0] for pair in members]
            more = "" if len(others) == 1 else " or two"
            message = (
                f'{plural(len(others), "text")} of "{row.intent}" {"says" if len(others) == 1 else "say"} almost the '
                f'same as this one, such as "{others[0].text}" at {place_of(others[0])}; keep one{more}'
            )
            shown = [
                {"text": other.text, "place": place_of(other), "similarity": pair.similarity}
                for other, pair in zip(others, members, strict=True)
            ]
            yield Hit(row.file, row.pointer, message, row.intent, row.text, {"repeats": shown}, value=len(others))

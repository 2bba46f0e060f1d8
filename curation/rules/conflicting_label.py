"""LBL001: conflicting label."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.rules._judged import place_of
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import sample_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts
    from curation.model.project import Utterance


@rule(
    "LBL001",
    "conflicting-label",
    severity=Severity.ERROR,
    good=(
        Example({"u.json": [sample_row("taxi", "Ride", language="de"), sample_row("taxi", "Cab", language="fr")]}),
        Example({"u.json": [sample_row("book a table", "Reserve"), sample_row("cancel my table", "Cancel")]}),
        Example({"a.json": [sample_row("help", "Help")], "b.json": [sample_row("Help!", "Support")]}, together=False),
    ),
    bad=(
        Example(
            {
                "u.json": [
                    sample_row("taxi", "Ride", language="en-us"),
                    sample_row("taxi", "Ride", language="de"),
                    sample_row("taxi", "Cab", language="de"),
                ]
            }
        ),
        Example({"u.json": [sample_row("book a table", "Reserve"), sample_row("Book a table!", "Cancel")]}),
    ),
    evidence="inferred",
    source="contract 11",
    reach="text",
    stages=("validate", "inspect"),
)
def conflicting_label(facts: Facts) -> Iterator[Hit]:
    """One text is filed under more than one intent.

    A classifier cannot learn both answers, so it learns neither well, and a test that holds either row is wrong by
    construction. Case, spaces and punctuation at word edges do not make another text; another language does.
    """
    for rows in facts.same_text:
        kinds: dict[tuple[str, str | None], Utterance] = {}
        for row in rows:
            other = next((known for known in kinds.values() if _conflict(known, row)), None)
            kinds.setdefault((row.intent, row.language), row)
            if other is None:
                continue
            same = other.text == row.text
            again, why = ("", "") if same else (f' "{other.text}"', ", the same but for case and punctuation")
            message = (
                f'this text is filed under "{row.intent}", and{again} under "{other.intent}" at '
                f"{place_of(other)}{why}; keep one"
            )
            evidence = {"intents": sorted((other.intent, row.intent)), "other_text": other.text}
            yield Hit(row.file, row.pointer, message, row.intent, row.text, evidence)


def _conflict(first: Utterance, second: Utterance) -> bool:
    """Whether two rows of one text are filed differently in what may be one language."""
    return first.intent != second.intent and (
        first.language == second.language or None in (first.language, second.language)
    )

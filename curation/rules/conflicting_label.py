"""LBL001: conflicting label."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import sample_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


@rule(
    "LBL001",
    "conflicting-label",
    severity=Severity.ERROR,
    good=(
        Example({"u.json": [sample_row("book a table", "Reserve"), sample_row("cancel my table", "Cancel")]}),
        Example({"a.json": [sample_row("help", "Help")], "b.json": [sample_row("Help!", "Support")]}, together=False),
    ),
    bad=(Example({"u.json": [sample_row("book a table", "Reserve"), sample_row("Book a table!", "Cancel")]}),),
    evidence="inferred",
    source="contract 11; peers.md 4, D001",
    stages=("validate", "inspect"),
)
def conflicting_label(facts: Facts) -> Iterator[Hit]:
    """One text is filed under more than one intent.

    A classifier cannot learn both answers, so it learns neither well, and a test that holds either row is wrong by
    construction. Case, spaces and punctuation at word edges do not make another text; another language does.
    """
    for _, rows_of_text in facts.same_text:
        for rows in rows_of_text.values():
            if len(rows) < 2:
                continue
            first = rows[0]
            for row in rows[1:]:
                if row.intent == first.intent or (row.language and first.language and row.language != first.language):
                    continue
                message = (
                    f'this text is filed under "{row.intent}", and under "{first.intent}" at '
                    f"{first.file}#{first.pointer}; keep one"
                )
                intents = sorted((first.intent, row.intent))
                yield Hit(row.file, row.pointer, message, row.intent, row.text, {"intents": intents})

"""UTT002: empty text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.rules._fixes import without
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import sample_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


@rule(
    "UTT002",
    "empty-text",
    severity=Severity.ERROR,
    good=(Example({"u.json": [sample_row("book a table", "Reserve")]}),),
    bad=(
        Example(
            {"u.json": [sample_row("   ", "Reserve"), sample_row("a table", "Reserve"), sample_row("", "Reserve")]},
            fixed={"u.json": [sample_row("a table", "Reserve")]},
            unsafe=True,
        ),
    ),
    evidence="documented",
    source="contract 6.1",
    reach="row",
)
def empty_text(facts: Facts) -> Iterator[Hit]:
    """A text is empty, or only spaces.

    An utterance has at least one character; an empty row usually is a leftover of a spreadsheet.
    """
    for project in facts.projects:
        for row in project.utterances:
            if not row.text or row.text.isspace():
                message = f'a row of "{row.intent}" has no text; remove the row'
                fix = without(row.pointer, "remove the row")
                yield Hit(project.file, row.text_pointer, message, subject=row.intent, fix=fix)

"""TXT007: inner spaces."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.rules._fixes import rewritten
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import sample_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts

_SEVERAL = re.compile(" {2,}")


@rule(
    "TXT007",
    "inner-spaces",
    severity=Severity.NOTE,
    good=(Example({"u.json": [sample_row("book a table", "Reserve")]}),),
    bad=(
        Example(
            {"u.json": [sample_row("book  a table", "Reserve")]},
            fixed={"u.json": [sample_row("book a table", "Reserve")]},
        ),
    ),
    evidence="inferred",
    source="docs/methods.md",
    reach="row",
)
def inner_spaces(facts: Facts) -> Iterator[Hit]:
    """A text holds several spaces in a row.

    It reads the same and is another text to a duplicate check; whether the service minds is not documented.
    """
    for project in facts.written_projects:
        for row in project.utterances:
            if "  " in row.text and "  " in row.text.strip():
                fix = rewritten(row, _SEVERAL.sub(" ", row.text), "write one space for several")
                message = "the text has several spaces in a row; write one, and move the spans"
                yield Hit(project.file, row.text_pointer, message, subject=row.intent, excerpt=row.text, fix=fix)

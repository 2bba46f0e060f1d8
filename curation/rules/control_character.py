"""TXT005: control character."""

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

CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_LINE_BREAK = re.compile("[\n\v\f\r\x85\u2028\u2029]")
_SPACE = re.compile("[\t\n\v\f\r\x85\u2028\u2029]+")


@rule(
    "TXT005",
    "control-character",
    severity=Severity.WARNING,
    good=(Example({"u.json": [sample_row("book a table", "Reserve")]}),),
    bad=(
        Example(
            {"u.json": [sample_row("book a\ttable\x07", "Reserve")]},
            fixed={"u.json": [sample_row("book a table", "Reserve")]},
        ),
        Example(
            {"u.json": [sample_row("book a table\r\nfor two", "Reserve")]},
            fixed={"u.json": [sample_row("book a table for two", "Reserve")]},
            unsafe=True,
        ),
    ),
    evidence="inferred",
    source="docs/methods.md",
    reach="row",
)
def control_character(facts: Facts) -> Iterator[Hit]:
    """A text holds a control character or a line break.

    Nobody says a tab; it comes from a spreadsheet or a log. A line break often glues two rows into one, so a person
    has to look before it becomes a space.
    """
    for project, row in facts.unusual_rows:
        if found := CONTROL.search(row.text):
            text = CONTROL.sub("", _SPACE.sub(" ", row.text))
            broken = _LINE_BREAK.search(row.text.strip()) is not None
            fix = rewritten(row, text, "write a space for tabs and line breaks, remove controls", safe=not broken)
            message = f"the text holds a control character (U+{ord(found[0]):04X}); write a space, or split the row"
            yield Hit(project.file, row.text_pointer, message, row.intent, row.text, mark=found.span(), fix=fix)

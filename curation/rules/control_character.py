"""TXT005: control character."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import sample_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts

CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


@rule(
    "TXT005",
    "control-character",
    severity=Severity.WARNING,
    good=(Example({"u.json": [sample_row("book a table", "Reserve")]}),),
    bad=(Example({"u.json": [sample_row("book a\ttable", "Reserve")]}),),
    evidence="inferred",
    source="docs/methods.md",
)
def control_character(facts: Facts) -> Iterator[Hit]:
    """A text holds a control character or a line break.

    Nobody says a tab; it comes from a spreadsheet or a log, and often glues two rows into one.
    """
    for project in facts.projects:
        for row in project.utterances:
            if found := CONTROL.search(row.text):
                message = f"the text holds a control character (U+{ord(found[0]):04X}); write a space, or split the row"
                yield Hit(project.file, f"{row.pointer}/text", message, subject=row.intent, excerpt=row.text)

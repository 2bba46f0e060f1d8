"""TXT004: bidi control."""

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

DIRECTION = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")


@rule(
    "TXT004",
    "bidi-control",
    severity=Severity.WARNING,
    good=(Example({"u.json": [sample_row("book a table", "Reserve")]}),),
    bad=(
        Example(
            {"u.json": [sample_row("book \u202ea table", "Reserve")]},
            fixed={"u.json": [sample_row("book a table", "Reserve")]},
            unsafe=True,
        ),
    ),
    evidence="inferred",
    source="docs/methods.md; Unicode Technical Report 36",
    reach="row",
)
def bidi_control(facts: Facts) -> Iterator[Hit]:
    """A text holds a control for the direction of writing.

    It shows the words in another order than they are stored, so that what a curator reads is not what is uploaded.
    """
    for project, row in facts.unusual_rows:
        if not row.text.isascii() and (found := DIRECTION.search(row.text)):
            fix = rewritten(row, DIRECTION.sub("", row.text), "remove the direction controls", safe=False)
            message = f"the text holds a direction control (U+{ord(found[0]):04X}); remove it"
            yield Hit(project.file, row.text_pointer, message, row.intent, row.text, mark=found.span(), fix=fix)

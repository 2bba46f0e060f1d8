"""TXT003: zero width character."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import sample_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts

INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")


@rule(
    "TXT003",
    "zero-width-character",
    severity=Severity.WARNING,
    good=(Example({"u.json": [sample_row("book a table", "Reserve")]}),),
    bad=(Example({"u.json": [sample_row("book a\u200b table", "Reserve")]}),),
    evidence="inferred",
    source="docs/methods.md: 24 % of public CLU files",
)
def zero_width_character(facts: Facts) -> Iterator[Hit]:
    """A text holds characters without width.

    A zero-width space or a soft hyphen comes with copying from a page. Nobody sees it, and it makes another word.
    The joiner inside an emoji is fine, as are the joiners that Persian, Arabic and Indic scripts write.
    """
    for project in facts.projects:
        for row in project.utterances:
            if not row.text.isascii() and (found := INVISIBLE.search(row.text)):
                message = (
                    f"the text holds an invisible character (U+{ord(found[0]):04X}); remove it, and move the spans"
                )
                yield Hit(project.file, f"{row.pointer}/text", message, subject=row.intent, excerpt=row.text)

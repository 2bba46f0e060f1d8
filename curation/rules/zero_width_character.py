"""TXT003: zero width character."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.rules._fixes import rewritten
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import clu, sample_row, sample_span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts

INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
_SPACELESS = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
"""Scripts that write U+200B between words: Thai, Lao, Burmese, Khmer."""


@rule(
    "TXT003",
    "zero-width-character",
    severity=Severity.WARNING,
    good=(
        Example({"u.json": [sample_row("book a table", "Reserve")]}),
        Example({"u.json": [sample_row("កក់\u200bតុ", "Reserve")]}),
    ),
    bad=(
        Example(
            {"u.json": [sample_row("book a\u200b table", "Reserve")]},
            fixed={"u.json": [sample_row("book a table", "Reserve")]},
        ),
        Example(
            {
                "p.json": clu(
                    sample_row("\ufefffor two", "Reserve", entities=[sample_span("Size", 5, 3)]), entities=("Size",)
                )
            },
            fixed={
                "p.json": clu(
                    sample_row("for two", "Reserve", entities=[sample_span("Size", 4, 3)]), entities=("Size",)
                )
            },
        ),
    ),
    evidence="inferred",
    source="docs/methods.md: 24 % of public CLU files",
    reach="row",
)
def zero_width_character(facts: Facts) -> Iterator[Hit]:
    """A text holds characters without width.

    A zero-width space or a soft hyphen comes with copying from a page. Nobody sees it, and it makes another word.
    The joiner inside an emoji is fine, as are the joiners that Persian, Arabic and Indic scripts write, and the
    zero-width space of scripts without spaces.
    """
    for project, row in facts.unusual_rows:
        if not row.text.isascii() and (found := INVISIBLE.search(row.text)):
            if found[0] == "\u200b" and _SPACELESS.search(row.text):
                continue
            fix = rewritten(row, INVISIBLE.sub("", row.text), "remove the invisible characters")
            message = f"the text holds an invisible character (U+{ord(found[0]):04X}); remove it, and move the spans"
            yield Hit(project.file, row.text_pointer, message, row.intent, row.text, mark=found.span(), fix=fix)

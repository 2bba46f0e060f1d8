"""TXT002: text not nfc."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.rules._fixes import rewritten
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import sample_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


@rule(
    "TXT002",
    "text-not-nfc",
    severity=Severity.NOTE,
    good=(Example({"u.json": [sample_row("réserver une table", "Reserve")]}),),
    bad=(
        Example(
            {"u.json": [sample_row("re\u0301server une table", "Reserve")]},
            fixed={"u.json": [sample_row("r\u00e9server une table", "Reserve")]},
        ),
    ),
    evidence="inferred",
    source="docs/methods.md",
    reach="row",
)
def text_not_nfc(facts: Facts) -> Iterator[Hit]:
    """A text is not in Unicode form NFC.

    The same letter can be written in one code point or in two; a learner takes them for two words. Keyboards write
    NFC.
    """
    for project, row in facts.unusual_rows:
        if not row.text.isascii() and not unicodedata.is_normalized("NFC", row.text):
            fix = rewritten(row, unicodedata.normalize("NFC", row.text), "write the letters in form NFC")
            message = "the text holds letters in parts (not NFC); write it in NFC, and count the spans anew"
            yield Hit(project.file, row.text_pointer, message, subject=row.intent, excerpt=row.text, fix=fix)

"""TXT006: garbled text."""

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

GARBLED = re.compile("\ufffd|[\u00c3\u00c2][\u0080-\u00bf]|\u00e2\u20ac[\u0080-\u00bf\u2018-\u203a\u2122]")


@rule(
    "TXT006",
    "garbled-text",
    severity=Severity.WARNING,
    good=(Example({"u.json": [sample_row("über den Tisch", "Reserve")]}),),
    bad=(
        Example(
            {"u.json": [sample_row("Ã¼ber den Tisch", "Reserve")]},
            fixed={"u.json": [sample_row("über den Tisch", "Reserve")]},
            unsafe=True,
        ),
        Example({"u.json": [sample_row("\ufffdber den Tisch", "Reserve")]}),
    ),
    evidence="inferred",
    source="docs/methods.md: 4 % of public LUIS files",
    reach="row",
)
def garbled_text(facts: Facts) -> Iterator[Hit]:
    """A text was read in the wrong encoding at some time.

    UTF-8 that was taken for Windows-1252 shows as a tilde A with a sign behind it, or as the replacement character.
    The words in it are no words any more.
    """
    for project, row in facts.unusual_rows:
        if not row.text.isascii() and (found := GARBLED.search(row.text)):
            fix = rewritten(row, _ungarbled(row.text), "read the text as UTF-8 again", safe=False)
            message = "the text is garbled (UTF-8 read as Windows-1252); export it again as UTF-8"
            yield Hit(project.file, row.text_pointer, message, row.intent, row.text, mark=found.span(), fix=fix)


def _ungarbled(text: str) -> str:
    """The text as it was before UTF-8 was taken for Windows-1252; the same where that did not happen."""
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text

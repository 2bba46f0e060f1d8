"""UTT001: text too long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.formats.offsets import utf16_length
from curation.model.contract import LONGEST_TEXT
from curation.model.finding import Severity
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import sample_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


@rule(
    "UTT001",
    "text-too-long",
    severity=Severity.ERROR,
    good=(Example({"u.json": [sample_row("book a table", "Reserve")]}),),
    bad=(Example({"u.json": [sample_row("table " * 90, "Reserve")]}),),
    evidence="documented",
    source="contract 6.1; the unit is not established, UTF-16 is the safe one",
    reach="row",
)
def text_too_long(facts: Facts) -> Iterator[Hit]:
    """A text has more than 500 characters.

    The service takes 1 to 500 in an utterance. Counted in UTF-16 units, in which no text is longer than the
    service may count it.
    """
    for project in facts.projects:
        for row in project.utterances:
            size = utf16_length(row.text) if len(row.text) > LONGEST_TEXT // 2 else 0
            if size > LONGEST_TEXT:
                message = (
                    f"the text has {size} characters, more than {LONGEST_TEXT}; shorten it, or split it into several"
                )
                yield Hit(project.file, row.text_pointer, message, subject=row.intent, excerpt=row.text)

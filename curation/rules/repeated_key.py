"""FIL002: an object holds a key twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import sample_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


@rule(
    "FIL002",
    "repeated-key",
    severity=Severity.ERROR,
    good=(Example({"u.json": [sample_row("book a table", "Reserve")]}),),
    bad=(Example({"u.json": '[{"text": "hello", "intent": "Greet", "intent": "None"}]'}),),
    evidence="inferred",
    source="contract 11",
)
def repeated_key(facts: Facts) -> Iterator[Hit]:
    """An object holds the same key twice.

    JSON parsers keep one of the two without a word, and not all keep the same one, so the row that is uploaded
    may not be the row that was read.
    """
    for document in facts.workspace.documents:
        for pointer in document.repeated_keys:
            key = pointer.rpartition("/")[2]
            yield Hit(document.file, pointer, f'the key "{key}" stands twice in one object; keep one')

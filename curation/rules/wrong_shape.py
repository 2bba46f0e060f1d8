"""SCH001: a file has not the shape of its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import sample_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


@rule(
    "SCH001",
    "wrong-shape",
    severity=Severity.ERROR,
    good=(Example({"u.json": [sample_row("book a table", "Reserve")]}),),
    bad=(
        Example({"u.json": [{"intent": "Reserve"}]}),
        Example({"u.json": [{"text": "book a table", "intent": 7}]}),
    ),
    evidence="wire",
    source="contract 1.1, 2.1, 3.1, 4.1; schemas/",
)
def wrong_shape(facts: Facts) -> Iterator[Hit]:
    """A file does not have the shape its kind needs.

    A required key is missing or a value is of the wrong type. The service refuses the whole file and names one
    cause at a time; here are all of them. The other rules are not asked about such a file.
    """
    for document in facts.workspace.documents:
        if document.legacy:
            continue
        for violation in document.violations:
            yield Hit(document.file, violation.pointer, violation.message)
        if document.unexplained:
            more = f"{document.unexplained} more rows have not the shape of a row; the first ones are listed"
            yield Hit(document.file, "", more)

"""FIL001: a file cannot be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import sample_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


@rule(
    "FIL001",
    "unreadable-file",
    severity=Severity.ERROR,
    good=(Example({"u.json": [sample_row("book a table", "Reserve")]}),),
    bad=(Example({"u.json": '[{"text": "hello", "intent": "Greet"},]'}),),
    evidence="documented",
    source="contract 11; contract 0.3",
)
def unreadable_file(facts: Facts) -> Iterator[Hit]:
    """A file cannot be read, or is of no kind that can be checked.

    The service parses the file first and reports no more than that it failed. Trailing commas, comments, single quotes
    and conflict markers come from editing by hand; Azure's own template has trailing commas in it.
    """
    for error in facts.workspace.unreadable:
        yield Hit(error.file, "", error.problem, line=error.line, column=error.column)

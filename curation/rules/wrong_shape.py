"""SCH001: a file has not the shape of its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from curation.formats.counting import well_placed
from curation.formats.utterances import read_rows
from curation.model.document import DocumentKind
from curation.model.finding import Severity
from curation.model.fix import Edit, Fix
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import clu, sample_row, sample_span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts
    from curation.model.document import Document, Violation


def _table_for(offset: int, **header: str) -> dict[str, Any]:
    row = sample_row("\U0001f37d table for two", "Reserve", entities=[sample_span("Size", offset, 3)])
    project = clu(row, entities=("Size",))
    del project["stringIndexType"]
    return {**project, **header}


@rule(
    "SCH001",
    "wrong-shape",
    severity=Severity.ERROR,
    good=(Example({"u.json": [sample_row("book a table", "Reserve")]}),),
    bad=(
        Example({"u.json": [{"intent": "Reserve"}]}),
        Example({"u.json": [{"text": "book a table", "intent": 7}]}),
        Example(
            {"p.json": _table_for(13)},
            fixed={"p.json": _table_for(13, stringIndexType="Utf16CodeUnit")},
        ),
        Example({"p.json": _table_for(12)}),
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
            yield Hit(document.file, violation.pointer, violation.message, fix=_header(document, violation))
        if document.unexplained:
            more = f"{document.unexplained} more rows have not the shape of a row; the first ones are listed"
            yield Hit(document.file, "", more)


def _header(document: Document, violation: Violation) -> Fix | None:
    """The fix that states the unit of the offsets, where the file itself proves that it is UTF-16."""
    if document.kind not in (DocumentKind.CLU, DocumentKind.ORCHESTRATION) or violation.missing != "stringIndexType":
        return None
    if len(document.violations) > 1 or not _counts_utf16(document.value):
        return None
    edit = Edit("add", "/stringIndexType", "Utf16CodeUnit")
    return Fix("state the unit that the offsets are in", (edit,))


def _counts_utf16(value: dict[str, Any]) -> bool:
    """Whether every span that another unit would move stands on whole words in UTF-16 units."""
    rows = read_rows((value.get("assets") or {}).get("utterances") or (), "", "")
    moved = [(row.text, span.offset, span.length) for row in rows if not row.text.isascii() for span in row.spans]
    return all(well_placed(*span) for span in moved)

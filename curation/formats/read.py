"""From a file's bytes to its document, and from the document to its project."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from curation.formats.cqa import read_cqa
from curation.formats.detect import detect
from curation.formats.json_text import decode, parse
from curation.formats.legacy import generation, upgraded
from curation.formats.positions import locate
from curation.formats.projects import read_project
from curation.formats.shape import violations
from curation.formats.utterances import read_rows
from curation.model.document import Document, DocumentKind, Syntax
from curation.model.project import Project

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from curation.formats.json_text import Parsed
    from curation.formats.positions import Region
    from curation.model.document import Violation

__all__ = ["json_document", "locate_in", "read_document", "to_project"]

_SYNTAXES = {".csv": Syntax.TABLE, ".tsv": Syntax.TABLE, ".jsonl": Syntax.LINES, ".ndjson": Syntax.LINES}
"""How a file is written, by the end of its name; JSON for all others."""


def read_document(data: bytes, file: str, columns: Mapping[str, str] | None = None) -> Document:
    """The document in `data`, which is called `file` in findings; `columns` says what those of a table are.

    Raises:
        UnreadableFileError: it is not text of the kind its name says.
    """
    match _SYNTAXES.get(PurePosixPath(file).suffix.lower(), Syntax.JSON):
        case Syntax.TABLE:
            return _read_table(data, file, columns or {})
        case Syntax.LINES:
            return _read_lines(data, file)
        case _:
            return json_document(parse(data, file), data, file)


def json_document(parsed: Parsed, data: bytes, file: str) -> Document:
    """The document of a file that has been parsed already."""
    kind, why = detect(parsed.value)
    legacy = generation(parsed.value)
    if legacy:
        kind, why = detect(upgraded(parsed.value)[0]).kind, f"it is {legacy}"
    found: tuple[tuple[Violation, ...], int] = ((), 0)
    if kind is not DocumentKind.UNKNOWN:
        found = violations(kind, parsed.value)
    return Document(
        file=file,
        data=data,
        value=parsed.value,
        kind=kind,
        why=why,
        encoding=parsed.encoding,
        repeated_keys=parsed.repeated_keys,
        violations=found[0],
        unexplained=found[1],
        legacy=legacy if found[0] else "",
    )


def _read_table(data: bytes, file: str, columns: Mapping[str, str]) -> Document:
    from curation.formats.tables import read_table

    text, encoding = decode(data, file)
    table = read_table(text, columns)
    if table is None:
        why = "it is a table, but no column is known for the text and one for the intent; name them under [columns]"
        return Document(file, data, None, DocumentKind.UNKNOWN, why, encoding, syntax=Syntax.TABLE)
    return Document(
        file=file,
        data=data,
        value=table.rows,
        kind=DocumentKind.UTTERANCES,
        why=table.why,
        encoding=encoding,
        violations=table.violations,
        syntax=Syntax.TABLE,
        columns=columns,
    )


def _read_lines(data: bytes, file: str) -> Document:
    from curation.formats.lines import read_lines

    text, encoding = decode(data, file)
    value, hidden = read_lines(text, file)
    kind, why = detect(value)
    found = violations(kind, value) if kind is not DocumentKind.UNKNOWN else ((), 0)
    return Document(
        file=file,
        data=data,
        value=value,
        kind=kind,
        why=why,
        encoding=encoding,
        repeated_keys=hidden,
        violations=found[0],
        unexplained=found[1],
        syntax=Syntax.LINES,
    )


def locate_in(document: Document, pointers: Collection[str]) -> dict[str, Region]:
    """Where the values of `pointers` stand in the text of a document; the nearest place for one that leads nowhere."""
    match document.syntax:
        case Syntax.TABLE:
            from curation.formats.tables import locate_cells

            return locate_cells(document.text, pointers, document.columns or {})
        case Syntax.LINES:
            from curation.formats.lines import locate_lines

            return locate_lines(document.text, pointers)
        case _:
            return locate(document.text, pointers)


def to_project(document: Document) -> Project:
    """The nouns of a document that has the shape of its kind."""
    match document.kind:
        case DocumentKind.UTTERANCES:
            rows = read_rows(document.value, document.file, "")
            return Project(document.file, document.kind, rows, raw=document.value)
        case DocumentKind.CQA:
            return read_cqa(document)
        case _:
            return read_project(document)

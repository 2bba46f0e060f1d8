"""From a file's bytes to its document, and from the document to its project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.formats.cqa import read_cqa
from curation.formats.detect import detect
from curation.formats.json_text import parse
from curation.formats.legacy import generation, upgraded
from curation.formats.projects import read_project
from curation.formats.shape import violations
from curation.formats.utterances import read_rows
from curation.model.document import Document, DocumentKind
from curation.model.project import Project

if TYPE_CHECKING:
    from curation.model.document import Violation

__all__ = ["read_document", "to_project"]


def read_document(data: bytes, file: str) -> Document:
    """The document in `data`, which is called `file` in findings.

    Raises:
        UnreadableFileError: it is not JSON at all.
    """
    parsed = parse(data, file)
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
        text=parsed.text,
        value=parsed.value,
        kind=kind,
        why=why,
        encoding=parsed.encoding,
        repeated_keys=parsed.repeated_keys,
        violations=found[0],
        unexplained=found[1],
        legacy=legacy if found[0] else "",
    )


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

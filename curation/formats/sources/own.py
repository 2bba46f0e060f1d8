"""The formats of the service: upload arrays, CLU, orchestration and question answering projects, of any generation."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from curation.errors import CurationError
from curation.formats.detect import detect, slip_of
from curation.formats.legacy import generation, upgraded
from curation.formats.offsets import utf16_length
from curation.formats.read import json_document, read_document, to_project
from curation.formats.sources._pairs import camel
from curation.model.conversion import Imported, Notes, counts_of
from curation.model.document import DocumentKind

if TYPE_CHECKING:
    from curation.formats.sources._content import Content, Options
    from curation.model.conversion import Note
    from curation.model.document import Document
    from curation.model.project import Project, Span

__all__ = ["read", "recognise"]


def recognise(content: Content) -> str:
    """Why it is one; empty if it is not."""
    value = content.value
    old = generation(value)
    if old:
        return f"it is {old}"
    if isinstance(value, list) and value and not any(isinstance(row, dict) for row in value):
        return ""
    kind, why = detect(value)
    if kind is not DocumentKind.UNKNOWN:
        return why
    return "it is a question answering project with keys in capitals" if _in_capitals(value) else ""


def _in_capitals(value: Any) -> bool:
    return isinstance(value, dict) and "Assets" in value and detect(camel(value)).kind is DocumentKind.CQA


def read(content: Content, why: str, options: Options) -> tuple[Imported, ...]:
    """The project as it is; one of an older shape is upgraded on the way, with its notes.

    Raises:
        CurationError: it has not the shape of its kind, so that nothing can be said of its rows.
    """
    document = json_document(content.parsed, content.data, content.file)
    notes: tuple[Note, ...] = ()
    if document.legacy or _in_capitals(document.value):
        value, notes = upgraded(document.value) if document.legacy else (camel(document.value), ())
        document = read_document(json.dumps(value).encode("ascii"), content.file)
    if not document.has_shape:
        problem = f"{document.violations[0].pointer}: {document.violations[0].message}" if document.violations else ""
        raise CurationError(
            f"{content.file}: cannot be read: {problem or document.why}; `curation check` says all that is wrong in it"
        )
    _refuse_slip(document)
    project = to_project(document)
    unit = document.value.get("stringIndexType") if isinstance(document.value, dict) else None
    if unit and unit != "Utf16CodeUnit" and any(row.spans for row in project.utterances):
        project, notes = _in_utf16(project, unit), (*notes, *_counted(unit))
    if notes:
        project = replace(project, original=None)
    return (Imported(content.file, str(document.kind), why, project, counts_of(project), notes),)


def _refuse_slip(document: Document) -> None:
    """Refuse a file in which a misspelt key would make all that stands under it disappear."""
    value = document.value
    if not isinstance(value, dict):
        return
    parts = ("qnas",) if document.kind is DocumentKind.CQA else ("intents", "entities", "utterances")
    slip = slip_of(value, ("assets", "metadata")) or slip_of(value.get("assets") or {}, parts)
    if slip:
        raise CurationError(f"{document.file}: this looks like a {document.kind.words}, but {slip}; correct it first")


def _in_utf16(project: Project, unit: str) -> Project:
    """The project with its spans in UTF-16 units."""
    rows = tuple(
        row._replace(spans=tuple(_span_in_utf16(row.text, span, unit) for span in row.spans))
        for row in project.utterances
    )
    raw = {**project.raw, "stringIndexType": "Utf16CodeUnit"}
    return replace(project, utterances=rows, raw=raw, original=None)


def _span_in_utf16(text: str, span: Span, unit: str) -> Span:
    if unit == "Utf8CodeUnit":
        data = text.encode("utf-8", errors="surrogatepass")
        before, whole = (data[:at].decode("utf-8", errors="ignore") for at in (span.offset, span.end))
    else:
        before, whole = text[: span.offset], text[: span.end]
    offset = utf16_length(before)
    return span._replace(offset=offset, length=utf16_length(whole) - offset)


def _counted(unit: str) -> tuple[Note, ...]:
    notes = Notes()
    notes.add("rewritten", f"spans in {unit} are in UTF-16 units now", "/stringIndexType")
    return notes.all()

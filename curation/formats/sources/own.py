"""The formats of the service: upload arrays, CLU, orchestration and question answering projects, of any generation."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from curation.errors import CurationError
from curation.formats.detect import detect
from curation.formats.legacy import generation, upgraded
from curation.formats.read import json_document, read_document, to_project
from curation.formats.sources._pairs import camel
from curation.model.conversion import Imported, counts_of
from curation.model.document import DocumentKind

if TYPE_CHECKING:
    from curation.formats.sources._content import Content, Options
    from curation.model.conversion import Note

__all__ = ["read", "recognise"]


def recognise(content: Content) -> str:
    """Why it is one; empty if it is not."""
    value = content.value
    old = generation(value)
    if old:
        return f"it is {old}"
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
    project = to_project(document)
    if notes:
        project = replace(project, original=None)
    return (Imported(content.file, str(document.kind), why, project, counts_of(project), notes),)

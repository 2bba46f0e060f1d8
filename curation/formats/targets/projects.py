"""Targets of one project: CLU, orchestration and question answering, in the current shape of each."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from curation.errors import CurationError
from curation.formats.projects import new_project, project_value
from curation.formats.utterances import row_value
from curation.formats.write import json_bytes, rows_bytes
from curation.model.document import DocumentKind

if TYPE_CHECKING:
    from curation.model.conversion import Notes
    from curation.model.project import Project

__all__ = ["as_clu", "as_cqa", "as_orchestration", "named_value", "project_bytes"]


def as_clu(project: Project, name: str | None, language: str, notes: Notes) -> Project:
    """The project as one of CLU: rows without a project get one that declares what they use."""
    if project.kind is DocumentKind.CLU:
        return project
    if project.kind is DocumentKind.ORCHESTRATION:
        for intent in project.intents:
            if intent.link:
                notes.add("lost", "the link of an intent, which CLU has no place for", intent.pointer)
    made = new_project(
        kind=DocumentKind.CLU,
        name=name or project.name or "untitled",
        language=project.language or language,
        threshold=None,
        rows=project.utterances,
    )
    return replace(made, file=project.file, intents=_intents(made, project))


def as_orchestration(project: Project, name: str | None, language: str, notes: Notes) -> Project:
    """The project as one of orchestration, which has no entities."""
    if project.kind is DocumentKind.ORCHESTRATION:
        return project
    for entity in project.entities:
        notes.add("lost", "an entity, which orchestration has no place for", entity.pointer)
    for row in project.utterances:
        if row.spans:
            what = "a label, which orchestration has no place for"
            notes.add("lost", what, row.pointer, "label", len(row.spans))
    rows = tuple(row._replace(spans=()) for row in project.utterances)
    made = new_project(
        kind=DocumentKind.ORCHESTRATION,
        name=name or project.name or "untitled",
        language=project.language or language,
        threshold=None,
        rows=rows,
    )
    return replace(made, file=project.file, intents=_intents(made, project))


def _intents(made: Project, project: Project) -> Any:
    """The intents of a new project, with those that the old one declares without a row."""
    known = {intent.name for intent in made.intents}
    return (*made.intents, *(replace(i, link=None, raw=None) for i in project.intents if i.name not in known))


def as_cqa(project: Project, name: str | None) -> dict[str, Any]:
    """The question answering project as it is, under another name if one is given.

    Raises:
        CurationError: it has no answers.
    """
    if project.kind is not DocumentKind.CQA:
        raise CurationError(f"{project.file}: holds no answers, only utterances; question answering needs both")
    value: dict[str, Any] = dict(project.raw)
    if name:
        value = {**value, "metadata": {**(value.get("metadata") or {}), "projectName": name}}
    return value


def named_value(project: Project, name: str | None, language: str | None) -> bytes:
    """The bytes of a project, under another name or in another language if they are given."""
    if project.original is not None and not name and not language:
        return project.original
    value = project_value(project)
    given = {key: item for key, item in (("projectName", name), ("language", language)) if item}
    return json_bytes({**value, "metadata": {**value["metadata"], **given}})


def project_bytes(project: Project) -> bytes:
    """A project of any kind as the file it is uploaded as."""
    match project.kind:
        case DocumentKind.UTTERANCES:
            return rows_bytes(row_value(row) for row in project.utterances)
        case DocumentKind.CQA:
            return json_bytes(project.raw)
        case _:
            return named_value(project, None, None)

"""Targets of one project: CLU, orchestration and question answering, in the current shape of each."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from curation.errors import CurationError
from curation.formats.projects import new_project, project_value
from curation.formats.utterances import row_value
from curation.formats.write import json_bytes, rows_bytes
from curation.model.document import DocumentKind
from curation.model.project import Intent

if TYPE_CHECKING:
    from curation.model.conversion import Notes
    from curation.model.project import Project

_TAKEN = ("projectKind", "projectName", "language", "multilingual", "description", "settings")

__all__ = ["as_clu", "as_cqa", "as_orchestration", "named_value", "project_bytes"]


def as_clu(project: Project, name: str | None, language: str, notes: Notes) -> Project:
    """The project as one of CLU: rows without a project get one that declares what they use."""
    if project.kind is DocumentKind.CLU:
        return project
    if project.kind is DocumentKind.ORCHESTRATION:
        for intent in project.intents:
            if intent.link:
                notes.add("lost", "the link of an intent, which CLU has no place for", intent.pointer)
    return _made_anew(project, DocumentKind.CLU, name, language, notes)


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
    bare = replace(project, utterances=tuple(row._replace(spans=()) for row in project.utterances))
    return _made_anew(bare, DocumentKind.ORCHESTRATION, name, language, notes)


def _made_anew(project: Project, kind: DocumentKind, name: str | None, language: str, notes: Notes) -> Project:
    """A new project with the rows, intents, settings and description of the old one; what else it says is lost."""
    made = new_project(
        kind=kind,
        name=name or project.name or "untitled",
        language=project.language or language,
        threshold=None,
        rows=project.utterances,
    )
    raw = project.raw if isinstance(project.raw, dict) else {}
    metadata = raw.get("metadata") or {}
    for key, value in metadata.items():
        if key not in _TAKEN and value not in made.raw["metadata"].values():
            notes.add("lost", f'"{key}" of the metadata', f"/metadata/{key}")
    for key in raw:
        if key not in ("projectFileVersion", "stringIndexType", "metadata", "assets"):
            notes.add("lost", f'"{key}" of the project', f"/{key}")
    taken = {key: metadata[key] for key in ("settings", "description") if metadata.get(key)}
    used = {intent.name for intent in made.intents}
    declared = {intent.name: intent for intent in project.intents}
    intents = [*made.intents, *(Intent(name, "") for name in declared if name not in used)]
    kept = [replace(intent, raw=_without_link(declared.get(intent.name))) for intent in intents]
    new = {**made.raw, "metadata": {**made.raw["metadata"], **taken}}
    return replace(made, file=project.file, intents=tuple(kept), raw=new)


def _without_link(intent: Intent | None) -> dict[str, Any]:
    raw = (intent.raw or {}) if intent else {}
    return {key: value for key, value in raw.items() if key != "orchestration"}


def as_cqa(project: Project, name: str | None, language: str | None) -> dict[str, Any]:
    """The question answering project as it is, under another name or in another language if they are given.

    Raises:
        CurationError: it has no answers.
    """
    if project.kind is not DocumentKind.CQA:
        raise CurationError(f"{project.file}: holds no answers, only utterances; question answering needs both")
    value: dict[str, Any] = dict(project.raw)
    given = _given(name, language)
    if given:
        value = {"metadata": {}, **value}
        value["metadata"] = {**(value["metadata"] or {}), **given}
    return value


def named_value(project: Project, name: str | None, language: str | None) -> bytes:
    """The bytes of a project, under another name or in another language if they are given."""
    if project.original is not None and not name and not language:
        return project.original
    value = project_value(project)
    return json_bytes({**value, "metadata": {**value["metadata"], **_given(name, language)}})


def _given(name: str | None, language: str | None) -> dict[str, str]:
    """The metadata that a person gives a project."""
    return {key: item for key, item in (("projectName", name), ("language", language)) if item}


def project_bytes(project: Project) -> bytes:
    """A project of any kind as the file it is uploaded as."""
    match project.kind:
        case DocumentKind.UTTERANCES:
            return rows_bytes(row_value(row) for row in project.utterances)
        case DocumentKind.CQA:
            return json_bytes(project.raw)
        case _:
            return named_value(project, None, None)

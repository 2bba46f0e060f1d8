"""Documents and settings to a workspace: who is an utterance file, who the orchestrator, who a task."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from curation.errors import CurationError
from curation.formats.read import to_project
from curation.model.document import Document, DocumentKind
from curation.model.project import Project, TaskKind
from curation.model.settings import Settings, TaskSettings
from curation.model.task import Task
from curation.model.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterable

    from curation.model.decision import Decision

__all__ = ["Roles", "assemble", "loose", "name_from", "roles_by_kind"]


@dataclass(frozen=True, slots=True)
class Roles:
    """Which document plays which part; `others` are of no known kind and play none."""

    utterances: tuple[Document, ...] = ()
    orchestrations: tuple[Document, ...] = ()
    tasks: tuple[tuple[Document, TaskSettings], ...] = ()
    others: tuple[Document, ...] = ()

    @property
    def documents(self) -> tuple[Document, ...]:
        """All of them, in order of file."""
        tasks = (document for document, _ in self.tasks)
        return tuple(
            sorted(
                {d.file: d for d in (*self.utterances, *self.orchestrations, *tasks, *self.others)}.values(), key=_file
            )
        )


def roles_by_kind(documents: Iterable[Document]) -> Roles:
    """The parts that files speak for by their kind; files of unknown kind have none."""
    by_kind: dict[DocumentKind, list[Document]] = {kind: [] for kind in DocumentKind}
    for document in sorted(documents, key=_file):
        by_kind[document.kind].append(document)
    tasks = sorted((*by_kind[DocumentKind.CLU], *by_kind[DocumentKind.CQA]), key=_file)
    return Roles(
        utterances=tuple(by_kind[DocumentKind.UTTERANCES]),
        orchestrations=tuple(by_kind[DocumentKind.ORCHESTRATION]),
        tasks=tuple((document, TaskSettings(file=document.file)) for document in tasks),
        others=tuple(by_kind[DocumentKind.UNKNOWN]),
    )


def assemble(
    roles: Roles, settings: Settings, *, decisions: tuple[Decision, ...] = (), together: bool = True
) -> Workspace:
    """The workspace of documents whose part is known.

    A document without the shape of its kind stays among the documents, for the findings, but gives no nouns.
    A CLU task without a deployment in the settings takes the one an existing link names.

    Raises:
        CurationError: a file plays a part its kind cannot play, or two files one part.
    """
    for document in roles.utterances:
        _require(document, DocumentKind.UTTERANCES, part="an utterance file")
    for document in roles.orchestrations:
        _require(document, DocumentKind.ORCHESTRATION, part="the orchestration project")
    if together and len(roles.orchestrations) > 1:
        files = " and ".join(document.file for document in roles.orchestrations)
        raise CurationError(f"{files} are both orchestration projects; name the one to use in curation.toml")
    orchestrations = tuple(to_project(document) for document in roles.orchestrations if document.has_shape)
    deployments = _linked_deployments(orchestrations)
    tasks = tuple(_task(document, given, deployments) for document, given in roles.tasks if document.has_shape)
    made = Workspace(
        settings=settings,
        documents=roles.documents,
        utterance_files=tuple(to_project(document) for document in roles.utterances if document.has_shape),
        orchestrations=orchestrations,
        tasks=tuple(sorted(tasks, key=lambda task: (task.name, task.project.file))),
        together=together,
    )
    if not decisions:
        return made
    from curation.formats.decisions import restored

    return replace(made, decisions=restored(decisions, made.intent_names))


def loose(documents: Iterable[Document], settings: Settings | None = None) -> Workspace:
    """Files that are checked side by side, without a claim that they belong together."""
    found = tuple(sorted(documents, key=_file))
    workspace = assemble(roles_by_kind(found), settings or Settings(), together=False)
    return replace(workspace, documents=found)


def _require(document: Document, kind: DocumentKind, *, part: str) -> None:
    if document.kind is not kind:
        raise CurationError(
            f"{document.file}: named as {part}, but it is no {kind.words}: {document.why}; "
            "name another file, or the right part, in curation.toml"
        )


def _task(document: Document, given: TaskSettings, deployments: dict[str, str]) -> Task:
    if document.kind not in (DocumentKind.CLU, DocumentKind.CQA):
        raise CurationError(
            f"{document.file}: named as a task, but it is neither a CLU nor a question answering project: "
            f"{document.why}; an intent can be linked to those only"
        )
    project: Project = to_project(document)
    named_by = "the settings" if given.name else "the file" if project.name else "the file name"
    name = given.name or project.name or name_from(document.file)
    if document.kind is DocumentKind.CQA:
        return Task(name, TaskKind.QUESTION_ANSWERING, project, None, named_by)
    return Task(name, TaskKind.CONVERSATION, project, given.deployment or deployments.get(name), named_by)


def name_from(file: str) -> str:
    """A project name made from a file name, for a project that does not say its own."""
    stem = PurePosixPath(file).name.split(".")[0]
    return re.sub(r"[^A-Za-z0-9_.-]+", "-", stem)[:50].strip("-") or "task"


def _linked_deployments(orchestrations: Iterable[Project]) -> dict[str, str]:
    links = (intent.link for project in orchestrations for intent in project.intents if intent.link)
    return {link.project: link.deployment for link in links if link.project and link.deployment}


def _file(document: Document) -> str:
    return document.file

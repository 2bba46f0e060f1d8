"""People's answers, applied to what the files say: where every intent stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.errors import CurationError
from curation.model.contract import PLACEHOLDER
from curation.model.decision import Answer, Decision, Mapping, MappingEntry, MappingState
from curation.model.project import NONE_INTENT, TaskKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from curation.facts import Facts
    from curation.model.project import Link
    from curation.model.task import Task
    from curation.model.workspace import Workspace

__all__ = ["decide"]


def decide(facts: Facts) -> Mapping:
    """The mapping of every intent that is routed.

    The last answer about an intent counts. A stale one, given for other texts than the intent has now, is not
    applied and listed. An existing link counts unless it leads nowhere.

    Raises:
        CurationError: a decision names an intent, a task or an intent of a task that does not exist, is about
            None, or needs a deployment that nobody named.
    """
    workspace = facts.workspace
    if not workspace.routes:
        return Mapping()
    latest = workspace.latest_decisions
    _refuse_unknown(workspace, latest.values())
    stale = tuple(d for d in latest.values() if d.fingerprint and d.fingerprint != facts.fingerprints[d.intent])
    valid = {name: decision for name, decision in latest.items() if decision not in stale}
    entries = tuple(_entry(workspace, name, valid.get(name)) for name in workspace.intent_names)
    return Mapping(entries, stale)


def _refuse_unknown(workspace: Workspace, decisions: Iterable[Decision]) -> None:
    for decision in decisions:
        where = f"{decision.file}:{decision.line}"
        if decision.intent not in workspace.intent_names:
            raise CurationError(
                f'{where}: there is no intent "{decision.intent}" any more; remove the row, or correct its name'
            )
        if decision.intent == NONE_INTENT:
            raise CurationError(f"{where}: None is what no task serves; it cannot be linked, remove the row")
        if decision.answer in (Answer.ACCEPT, Answer.RETARGET):
            _refuse_task(workspace.task(decision.task), workspace, decision, where)


def _refuse_task(task: Task | None, workspace: Workspace, decision: Decision, where: str) -> None:
    if task is None:
        known = ", ".join(task.name for task in workspace.tasks) or "none"
        raise CurationError(f'{where}: there is no task "{decision.task}"; the tasks are {known}')
    if decision.into and decision.into not in task.child_intents:
        known = ", ".join(task.child_intents) or "none, it answers questions"
        raise CurationError(f'{where}: {task.name} has no intent "{decision.into}"; it has {known}')
    if task.kind is TaskKind.CONVERSATION and not task.deployment:
        raise CurationError(
            f'{where}: an intent can be linked to {task.name} only with a deployment; add deployment = "..." to '
            f"its [[tasks]] entry in curation.toml"
        )


def _entry(workspace: Workspace, name: str, decision: Decision | None) -> MappingEntry:
    rows = len(workspace.rows_of(name))
    if name == NONE_INTENT:
        return MappingEntry(name, MappingState.EXEMPT, rows, "None")
    match decision.answer if decision else None:
        case Answer.ACCEPT | Answer.RETARGET if decision and (task := workspace.task(decision.task)):
            return _linked(name, rows, "decision", task, decision.into)
        case Answer.KEEP:
            return MappingEntry(name, MappingState.ROUTING, rows, "decision")
        case Answer.UNSURE:
            return MappingEntry(name, MappingState.OPEN, rows, "unsure")
    return _as_declared(workspace, name, rows)


def _as_declared(workspace: Workspace, name: str, rows: int) -> MappingEntry:
    """Where an intent stands that no decision applies to."""
    if name in workspace.settings.links.routing_only:
        return MappingEntry(name, MappingState.ROUTING, rows, "settings")
    link = _declared_link(workspace, name)
    if link is None or _leads_nowhere(link, workspace):
        return MappingEntry(name, MappingState.OPEN, rows, "file")
    return MappingEntry(name, MappingState.LINKED, rows, "file", link.project or "", str(link.kind), link.deployment)


def _linked(name: str, rows: int, source: str, task: Task, into: str) -> MappingEntry:
    return MappingEntry(name, MappingState.LINKED, rows, source, task.name, str(task.kind), task.deployment, into)


def _declared_link(workspace: Workspace, name: str) -> Link | None:
    intents = workspace.orchestration.intents if workspace.orchestration else ()
    return next((intent.link for intent in intents if intent.name == name), None)


def _leads_nowhere(link: Link, workspace: Workspace) -> bool:
    if link.kind == TaskKind.LUIS:
        return False
    if not link.project or PLACEHOLDER.fullmatch(link.project):
        return True
    return bool(workspace.tasks) and workspace.task(link.project) is None

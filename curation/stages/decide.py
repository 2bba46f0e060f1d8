"""People's answers, applied to what the files say: where every intent stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.errors import CurationError
from curation.model.contract import PLACEHOLDER
from curation.model.decision import Answer, Decision
from curation.model.mapping import Mapping, MappingEntry, MappingState, Move
from curation.model.project import NONE_INTENT, TaskKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from curation.facts import Facts
    from curation.model.decision import Subject
    from curation.model.project import Link
    from curation.model.task import Task
    from curation.model.workspace import Workspace

__all__ = ["decide"]


def decide(facts: Facts) -> Mapping:
    """The mapping of every intent that is routed, and the utterances that a person files elsewhere.

    The last answer about a subject counts. A stale one, given for other texts than the intent has now or for a text
    that is gone, is not applied and listed. An existing link counts unless it leads nowhere.

    Raises:
        CurationError: a decision names an intent, a task or an intent of a task that does not exist, is about
            None, or needs a deployment that nobody named.
    """
    workspace = facts.workspace
    latest = workspace.latest_decisions if workspace.routes else {}
    _refuse_unknown(workspace, latest.values())
    stale = [d for d in latest.values() if d.fingerprint and d.fingerprint != facts.fingerprints[d.intent]]
    valid = {name: decision for name, decision in latest.items() if decision not in stale}
    moves: list[Move] = []
    for decision in workspace.latest_on_rows.values():
        subject = facts.subject_of(decision)
        if subject is None:
            stale.append(decision)
        elif decision.answer.applies:
            _refuse_target(workspace, decision)
            moves.append(Move(subject, decision.task, decision.into))
    names = workspace.intent_names if workspace.routes else ()
    entries = [_entry(workspace, name, valid.get(name)) for name in names]
    entries += _named_after_tasks(workspace, moves)
    return Mapping(tuple(entries), tuple(stale), tuple(sorted(moves)), _conflicts(facts, stale))


def _refuse_target(workspace: Workspace, decision: Decision) -> None:
    """Refuse to move an utterance to an intent that is not there."""
    where = f"{decision.file}:{decision.line}"
    if decision.task:
        _refuse_task(workspace.task(decision.task), workspace, decision, where)
        return
    known = workspace.intents_in(decision.scope)
    tasks = () if decision.scope else tuple(task.name for task in workspace.tasks if workspace.routes)
    if decision.into not in (*known, *tasks):
        there = ", ".join((*known, *tasks)) or "none"
        raise CurationError(f'{where}: there is no intent "{decision.into}" to move the text to; there are {there}')


def _named_after_tasks(workspace: Workspace, moves: Iterable[Move]) -> list[MappingEntry]:
    """Intents that are not there yet, and to which utterances move because a task of that name serves them."""
    names = {move.into for move in moves if not move.subject.scope and not move.task}
    tasks = [workspace.task(name) for name in sorted(names - {*workspace.intent_names}) if workspace.routes]
    return [_linked(task.name, 0, "decision", task, "") for task in tasks if task]


def _conflicts(facts: Facts, stale: Iterable[Decision]) -> tuple[tuple[Decision, ...], ...]:
    """By subject, the last answers of reviewers who do not say the same; who is unsure says nothing.

    An answer about texts that changed since does not speak against one about the texts of today.
    """
    said: dict[Subject, dict[str, Decision]] = {}
    for decision in facts.workspace.decisions:
        if decision.text or decision.fingerprint in ("", facts.fingerprints.get(decision.intent)):
            said.setdefault(decision.subject, {})[decision.reviewer] = decision
    for decision in stale:
        said.pop(decision.subject, None)
    heard = (tuple(d for d in by.values() if d.answer is not Answer.UNSURE) for _, by in sorted(said.items()))
    return tuple(found for found in heard if len({decision.outcome for decision in found}) > 1)


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

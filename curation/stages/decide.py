"""People's answers, applied to what the files say: where every intent stands."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

from curation.errors import CurationError
from curation.model.contract import PLACEHOLDER
from curation.model.decision import Answer, Decision
from curation.model.mapping import Mapping, MappingEntry, MappingState, Move
from curation.model.project import NONE_INTENT, TaskKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from curation.facts import Facts
    from curation.model.project import Link
    from curation.model.task import Task
    from curation.model.workspace import Workspace

__all__ = ["decide"]


def decide(facts: Facts) -> Mapping:
    """The mapping of every intent that is routed, and the utterances that a person files elsewhere.

    The last answer about a subject counts, by its place in the file. One given for other texts than the intent has
    now is not applied; without another it is listed as stale. What is about a text that is gone is kept apart. An
    existing link counts unless it leads nowhere.

    Raises:
        CurationError: a decision names an intent, a task or an intent of a task that does not exist, is about
            None, or needs a deployment that nobody named.
    """
    workspace = facts.workspace
    moves: list[Move] = []
    stale: list[Decision] = []
    valid: dict[str, Decision] = {}
    for (subject, _), said in facts.answers.items():
        last = said[-1]
        if subject.text:
            if last.answer.applies:
                _refuse_target(workspace, last)
                moves.append(Move(subject, last.task, last.into))
        elif workspace.routes:
            _refuse_unknown(workspace, last)
            fresh = [d for d in said if d.fingerprint in ("", facts.fingerprints[subject.intent])]
            valid |= {subject.intent: fresh[-1]} if fresh else {}
            stale += [] if fresh else [last]
    names = workspace.intent_names if workspace.routes else ()
    entries = [_entry(workspace, name, valid.get(name)) for name in names]
    entries += _named_after_tasks(workspace, moves)
    gone = tuple(d for d in workspace.decisions if facts.subject_of(d) is None)
    return Mapping(tuple(entries), tuple(stale), tuple(sorted(moves)), tuple(_conflicts(facts)), gone)


def _refuse_target(workspace: Workspace, decision: Decision) -> None:
    """Refuse to move an utterance to an intent that is not there."""
    where = f"{decision.file}:{decision.line}"
    if decision.task:
        _refuse_task(workspace.task(decision.task), workspace, decision, where)
        return
    known = workspace.intents_in(decision.scope)
    tasks = () if decision.scope else tuple(task.name for task in workspace.tasks if workspace.routes)
    if decision.into in tasks and decision.into not in known:
        _refuse_task(workspace.task(decision.into), workspace, replace(decision, into=""), where)
    elif decision.into not in known:
        there = ", ".join((*known, *tasks)) or "none"
        raise CurationError(f'{where}: there is no intent "{decision.into}" to move the text to; there are {there}')


def _named_after_tasks(workspace: Workspace, moves: Iterable[Move]) -> list[MappingEntry]:
    """Intents that are not there yet, and to which utterances move because a task of that name serves them."""
    names = {move.into for move in moves if not move.subject.scope and not move.task}
    tasks = [workspace.task(name) for name in sorted(names - {*workspace.intent_names}) if workspace.routes]
    return [_linked(task.name, 0, "decision", task, "") for task in tasks if task]


def _conflicts(facts: Facts) -> Iterator[tuple[Decision, ...]]:
    """By subject, the last answers of reviewers of which not all can be right; who is unsure says nothing.

    An answer about texts that changed since does not speak against one about the texts of today.
    """
    for (subject, _), said in sorted(facts.answers.items()):
        current = ("", facts.fingerprints.get(subject.intent))
        latest = {d.reviewer: d for d in said if subject.text or d.fingerprint in current}
        heard = tuple(d for d in latest.values() if d.answer is not Answer.UNSURE)
        if any(first.contradicts(second) for first, second in combinations(heard, 2)):
            yield heard


def _refuse_unknown(workspace: Workspace, decision: Decision) -> None:
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

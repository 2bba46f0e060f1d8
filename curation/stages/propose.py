"""For each unlinked intent the tasks it may lead to, best first, or the answer that none fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.decision import Answer, MappingState
from curation.model.project import TaskKind
from curation.model.proposal import Candidate, Evidence, Proposal, Proposals

if TYPE_CHECKING:
    from curation.analysis.ranking import Ranked, TaskTexts
    from curation.facts import Facts
    from curation.model.decision import Mapping
    from curation.model.task import Task
    from curation.model.workspace import Workspace

__all__ = ["propose"]


def propose(facts: Facts, mapping: Mapping) -> Proposals:
    """Proposals for the open intents of `mapping`; nothing is linked by them.

    What a task serves is shown by its own utterances and by the rows of intents already linked to it. A pair
    that a person rejected is not proposed again. Proposals with the smallest confidence come first, because
    that is where a person's time goes.
    """
    from curation.analysis.ranking import rank_tasks

    workspace = facts.workspace
    if not mapping.open_intents:
        return Proposals()
    known = {task.name: _texts(task, workspace, mapping) for task in workspace.tasks}
    known = {name: texts for name, texts in known.items() if texts.texts}
    asked = {name: tuple(row.text for row in workspace.rows_of(name)) for name in mapping.open_intents}
    ranked = rank_tasks(asked, known, seed=facts.settings.split.seed) if known else {}
    found = [
        _proposal(name, asked[name], _allowed(ranked.get(name, ()), name, workspace), known, facts)
        for name in mapping.open_intents
    ]
    return Proposals(tuple(sorted(found, key=lambda proposal: (round(proposal.confidence, 6), proposal.intent))))


def _texts(task: Task, workspace: Workspace, mapping: Mapping) -> TaskTexts:
    from curation.analysis.ranking import TaskTexts

    own = list(task.serving())
    linked = [entry.intent for entry in mapping.in_state(MappingState.LINKED) if entry.task == task.name]
    routed = [row.text for intent in linked for row in workspace.rows_of(intent)]
    labels = [*(row.intent for row in own), *("" for _ in routed)]
    return TaskTexts([*(row.text for row in own), *routed], labels, task.child_intents)


def _allowed(ranked: tuple[Ranked, ...], intent: str, workspace: Workspace) -> tuple[Ranked, ...]:
    """Without the tasks a person rejected, and without those of another kind than an unfinished link asks for."""
    rejected = {d.task for d in workspace.decisions if d.intent == intent and d.answer is Answer.REJECT}
    kind = _kind_asked_for(intent, workspace)
    of_kind = {task.name for task in workspace.tasks if kind is None or task.kind == kind}
    left = [item for item in ranked if item.task in of_kind - rejected]
    whole = sum(item.score for item in left) or 1.0
    return tuple(item._replace(score=item.score / whole) for item in left)


def _kind_asked_for(intent: str, workspace: Workspace) -> str | None:
    declared = workspace.orchestration.intents if workspace.orchestration else ()
    return next((found.link.kind for found in declared if found.name == intent and found.link), None)


def _proposal(
    intent: str, texts: tuple[str, ...], ranked: tuple[Ranked, ...], known: dict[str, TaskTexts], facts: Facts
) -> Proposal:
    fits = ranked[0].fits if ranked else 0.0
    candidates = tuple(_candidate(item, fits, texts, known[item.task], facts.workspace) for item in ranked)
    threshold = facts.settings.thresholds.propose
    return Proposal(
        intent=intent,
        rows=len(texts),
        fits=fits,
        threshold=threshold,
        candidates=candidates,
        fingerprint=facts.fingerprints[intent],
        reason=_reason(texts, candidates, threshold, _kind_asked_for(intent, facts.workspace)),
    )


def _candidate(item: Ranked, fits: float, texts: tuple[str, ...], known: TaskTexts, workspace: Workspace) -> Candidate:
    task = workspace.task(item.task)
    return Candidate(
        task=item.task,
        kind=str(task.kind) if task else "",
        score=item.score * fits,
        into=item.label if task and task.kind is TaskKind.CONVERSATION else "",
        evidence=tuple(Evidence(texts[t.query], known.texts[t.known], t.similarity) for t in item.twins),
    )


def _reason(texts: tuple[str, ...], candidates: tuple[Candidate, ...], threshold: float, kind: str | None) -> str:
    if not candidates:
        return "there is no task with texts to compare with"
    best = candidates[0]
    if not texts:
        if kind and len(candidates) == 1:
            return f"no utterances to judge by; its link asks for {kind}, and {best.task} is the only such task"
        return f"no utterances to judge by; by name it is most like {best.task}"
    if sum(candidate.score for candidate in candidates) < threshold:
        return f"most like {best.task}, but too little like it"
    if best.score < threshold:
        return f"like several tasks, and like none of them enough; most like {best.task}"
    inside = f", most like its intent {best.into}" if best.into else ""
    return f"its utterances are most like those of {best.task}{inside}"

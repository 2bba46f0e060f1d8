"""For each unlinked intent the tasks it may lead to, best first, or the answer that none fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.analysis.normalise import LONGEST_JUDGED
from curation.facts.stored import encoder_named, stored_views
from curation.model.decision import Subject
from curation.model.mapping import MappingState
from curation.model.project import NONE_INTENT, TaskKind
from curation.model.proposal import Candidate, Evidence, ForeignRow, IntentSplit, Proposal, Proposals

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from curation.analysis.features import Views
    from curation.analysis.linking import Linking, Ranked, Ranking, TaskTexts
    from curation.facts import Facts
    from curation.model.mapping import Mapping
    from curation.model.project import Utterance
    from curation.model.task import Task
    from curation.model.workspace import Workspace

__all__ = ["propose"]


def propose(facts: Facts, mapping: Mapping) -> Proposals:
    """Proposals for the open intents of `mapping`, and intents of two tasks; nothing is linked by them.

    What a task serves is shown by its own utterances and by the rows of intents already linked to it. A pair
    that a person rejected is not proposed again. Proposals with the smallest confidence come first, because
    that is where a person's time goes.
    """
    from curation.analysis.linking import Linking

    workspace = facts.workspace
    if not mapping.entries:
        return Proposals(nothing="there is no orchestration project, and no task beside utterance files")
    texts = {task.name: _texts(task, workspace, mapping) for task in workspace.tasks}
    known = {name: found for name, found in texts.items() if found.children or found.linked}
    asked = {name: _shortened(workspace.rows_of(name)) for name in mapping.open_intents}
    unknown = tuple(sorted(texts.keys() - known.keys()))
    if not known:
        found = [_proposal(name, None, facts) for name in mapping.open_intents]
        return Proposals(tuple(found), unknown_tasks=unknown)

    def vectors(texts: Sequence[str]) -> Views:
        encoder = encoder_named(facts.settings.analysis.encoder)
        return stored_views(facts.store, texts, encoder, seed=facts.settings.split.seed)

    linking = Linking(asked, known, vectors, unserved=_unserved(facts, mapping))
    found = [
        _proposal(name, linking.ranking(name, among=_allowed(name, known, workspace)), facts)
        for name in mapping.open_intents
    ]
    alone = {proposal.intent for proposal in found if proposal.none_fits}
    found = [proposal.beside(alone) for proposal in found]
    ordered = sorted(found, key=lambda proposal: (round(proposal.confidence, 6), proposal.intent))
    splits = tuple(_splits(facts, mapping, linking, ordered))
    return Proposals(tuple(ordered), splits, _calibration(linking) if found else "", unknown_tasks=unknown)


def _splits(facts: Facts, mapping: Mapping, linking: Linking, proposals: Iterable[Proposal]) -> Iterator[IntentSplit]:
    """Intents, linked or about to be, some of whose utterances belong to another task; what was settled is left out."""
    workspace = facts.workspace
    linked = {entry.intent: entry.task for entry in mapping.in_state(MappingState.LINKED)}
    leading = {intent: task for intent, task in linked.items() if task in linking.tasks}
    leading |= {proposal.intent: proposal.task for proposal in proposals if proposal.task}
    there: dict[str, dict[str, list[str]]] = {}
    for intent, task in linked.items():
        there.setdefault(task, {})[intent] = _shortened(workspace.rows_of(intent))
    for intent, task in sorted(leading.items()):
        texts = [row.text for row in workspace.rows_of(intent) if not _settled(facts, intent, row.text)]
        found = linking.foreign_rows([text[:LONGEST_JUDGED] for text in texts], task, intent=intent)
        for other in sorted({row.task for row in found} - workspace.rejected.get(intent, frozenset())):
            led = there.get(other, {})
            foreign = tuple(
                ForeignRow(
                    row.text,
                    row.chance,
                    row.twin.task_text,
                    row.twin.similarity,
                    linking.most_like(row.text, led) or other,
                )
                for row in found
                if row.task == other
            )
            yield IntentSplit(intent, task, other, foreign)


def _settled(facts: Facts, intent: str, text: str) -> bool:
    return bool(facts.settled_texts) and Subject("", intent, facts.key_of[text]) in facts.settled_texts


def _texts(task: Task, workspace: Workspace, mapping: Mapping) -> TaskTexts:
    from curation.analysis.linking import TaskTexts

    inside: dict[str, list[Utterance]] = {}
    for row in task.serving():
        inside.setdefault(row.intent, []).append(row)
    leading = [entry.intent for entry in mapping.in_state(MappingState.LINKED) if entry.task == task.name]
    linked = {name: _shortened(workspace.rows_of(name)) for name in leading}
    return TaskTexts(
        {name: _shortened(rows) for name, rows in inside.items()},
        {name: texts for name, texts in linked.items() if texts},
        task.child_intents,
    )


def _unserved(facts: Facts, mapping: Mapping) -> dict[str, list[str]]:
    """What is known to have no task: the None of the orchestration and of each task, and the kept routing intents."""
    workspace = facts.workspace
    kept = [entry.intent for entry in mapping.entries if entry.state in (MappingState.EXEMPT, MappingState.ROUTING)]
    found = {f"routed {name}": _shortened(workspace.rows_of(name)) for name in kept}
    for task in workspace.tasks:
        rows = [row for row in task.project.utterances if row.intent == NONE_INTENT]
        found[f"inside {task.name}"] = _shortened(rows)
    return {name: texts for name, texts in found.items() if texts}


def _shortened(rows: Iterable[Utterance]) -> list[str]:
    return [row.text[:LONGEST_JUDGED] for row in rows]


def _allowed(intent: str, known: Iterable[str], workspace: Workspace) -> list[str]:
    """Without the tasks a person rejected, and without those of another kind than an unfinished link asks for."""
    rejected = workspace.rejected.get(intent, frozenset())
    kind = _kind_asked_for(intent, workspace)
    of_kind = {task.name for task in workspace.tasks if kind is None or task.kind == kind}
    return [name for name in known if name in of_kind - rejected]


def _kind_asked_for(intent: str, workspace: Workspace) -> str | None:
    declared = workspace.orchestration.intents if workspace.orchestration else ()
    return next((found.link.kind for found in declared if found.name == intent and found.link), None)


def _proposal(intent: str, ranking: Ranking | None, facts: Facts) -> Proposal:
    workspace = facts.workspace
    candidates = tuple(_candidate(item, workspace) for item in ranking.ranked) if ranking else ()
    rows = len(workspace.rows_of(intent))
    made = Proposal(
        intent=intent,
        rows=rows,
        fits=1.0 - ranking.none if ranking and rows else 0.0,
        threshold=facts.settings.thresholds.propose,
        candidates=candidates,
        fingerprint=facts.fingerprints[intent],
        reason="",
        kin=ranking.kin if ranking else (),
        apart=ranking.apart if ranking else 0.0,
        closeness=ranking.closeness if ranking else (0.0, 0.0),
    )
    return made.explained(_kind_asked_for(intent, workspace), workspace.rejected.get(intent, frozenset()))


def _candidate(item: Ranked, workspace: Workspace) -> Candidate:
    task = workspace.task(item.task)
    inside = task is not None and task.kind is TaskKind.CONVERSATION
    return Candidate(
        task=item.task,
        kind=str(task.kind) if task else "",
        score=item.chance,
        into=item.into if inside else "",
        evidence=tuple(Evidence(*twin) for twin in item.twins),
        words=item.words,
        children=item.children if inside else (),
        rows_into=item.elsewhere if inside else (),
    )


def _calibration(linking: Linking) -> str:
    found = linking.chances
    if not found.replayed:
        return "confidence as learned on public corpora: this workspace has too few known intents to check it against"
    lowered = f", which made it {1.0 - found.scale:.0%} more careful" if found.scale < 0.995 else ""
    return (
        f"confidence as learned on public corpora, checked against {found.replayed} known intents of this workspace, "
        f"each taken out of its task and out of the workspace{lowered}"
    )

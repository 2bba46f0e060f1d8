"""The questions that a person has to answer, in the order they are best asked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from curation.analysis.normalise import fingerprint, normalised
from curation.model.decision import Answer, Subject
from curation.model.mapping import MappingState
from curation.model.review import Beside, ItemState, Option, Proposed, ReviewItem, ReviewQueue, RowInto

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from curation.facts import Facts
    from curation.model.decision import Decision
    from curation.model.finding import Finding
    from curation.model.mapping import Mapping
    from curation.model.proposal import Candidate, Proposal, Proposals
    from curation.model.report import Report
    from curation.model.workspace import Workspace

__all__ = ["review_queue"]

_SAMPLES = 12
_ABOUT_ROWS = {"AMB002": "likely mislabelled", "AMB003": "between two intents"}
_FORMER = {ItemState.STALE: "its texts changed since it was decided", ItemState.CONFLICT: "reviewers do not agree"}


def review_queue(facts: Facts, mapping: Mapping, proposals: Proposals, report: Report) -> ReviewQueue:
    """Every intent that is or was unlinked, and every utterance that may be filed amiss or that somebody answered for.

    Intents come first, since moving utterances follows from them; in each kind what waits for an answer comes first,
    the least certain of it foremost.
    """
    workspace = facts.workspace
    said = _said(facts)
    links = list(_links(facts, mapping, proposals, said))
    rows = list(_rows(facts, mapping, proposals, report, said))
    scopes = dict.fromkeys(["", *(item.subject.scope for item in rows)])
    return ReviewQueue(
        items=(*sorted(links, key=_order), *sorted(rows, key=_order)),
        targets={task.name: task.child_intents for task in workspace.tasks} if workspace.routes else {},
        intents={scope: workspace.intents_in(scope) for scope in scopes},
        calibration=proposals.calibration,
    )


def _order(item: ReviewItem) -> tuple[object, ...]:
    return not item.wanted, round(item.proposed.confidence, 6), item.subject


def _said(facts: Facts) -> dict[str, list[Decision]]:
    """The answers so far by the id of their subject, oldest first."""
    out: dict[str, list[Decision]] = {}
    for decision in facts.workspace.decisions:
        subject = facts.subject_of(decision) if decision.text else decision.subject
        if subject is not None:
            out.setdefault(subject.id, []).append(decision)
    return out


def _state(facts: Facts, mapping: Mapping, subject: Subject, said: list[Decision]) -> ItemState:
    if any(
        found[0].subject.id == subject.id or found[0].subject == said[-1].subject for found in mapping.conflicts if said
    ):
        return ItemState.CONFLICT
    if said and said[-1] in mapping.stale:
        return ItemState.STALE
    if said and said[-1].answer is Answer.UNSURE:
        return ItemState.UNSURE
    if not subject.text:
        entry = mapping.get(subject.intent)
        return ItemState.OPEN if entry and entry.state is MappingState.OPEN else ItemState.DECIDED
    return ItemState.DECIDED if said and said[-1].answer is not Answer.REJECT else ItemState.OPEN


def _links(
    facts: Facts, mapping: Mapping, proposals: Proposals, said: dict[str, list[Decision]]
) -> Iterator[ReviewItem]:
    for entry in mapping.entries:
        subject = Subject("", entry.intent, "")
        history = said.get(subject.id, [])
        proposal = proposals.get(entry.intent)
        if not (history or proposal or entry.state is MappingState.OPEN):
            continue
        state = _state(facts, mapping, subject, history)
        yield ReviewItem(
            id=subject.id,
            kind="link",
            subject=subject,
            fingerprint=facts.fingerprints.get(entry.intent, ""),
            state=state,
            rows=entry.rows,
            proposed=_proposed(proposal),
            reason="; ".join(filter(None, (_FORMER.get(state), proposal.reason if proposal else ""))),
            code="LNK001",
            options=tuple(_option(entry.intent, candidate) for candidate in proposal.candidates) if proposal else (),
            samples=tuple(Beside(text, entry.intent, 0.0) for text in _samples(facts.workspace, entry.intent)),
            history=tuple(history),
        )


def _samples(workspace: Workspace, intent: str) -> list[str]:
    """Some utterances of an intent, spread evenly over the places they come from."""
    texts = list(dict.fromkeys(row.text for row in workspace.rows_of(intent)))
    step = max(len(texts) / _SAMPLES, 1.0)
    return [texts[int(number * step)] for number in range(min(len(texts), _SAMPLES))]


def _proposed(proposal: Proposal | None) -> Proposed:
    if proposal is None or not (proposal.task or proposal.none_fits):
        return Proposed("", "", "", proposal.confidence if proposal else 0.0)
    if proposal.task:
        return Proposed(str(Answer.ACCEPT), proposal.task, proposal.candidates[0].into, proposal.confidence)
    return Proposed(str(Answer.KEEP), "", "", proposal.confidence)


def _option(intent: str, candidate: Candidate) -> Option:
    return Option(
        target=candidate.task,
        kind=candidate.kind,
        score=candidate.score,
        into=candidate.into,
        words=candidate.words,
        pairs=tuple((e.text, e.task_text, e.similarity) for e in candidate.evidence),
        children=candidate.children,
        rows_into=tuple(_row_into(intent, text, into) for text, into in candidate.rows_into),
    )


def _row_into(intent: str, text: str, into: str) -> RowInto:
    return RowInto(text, Subject("", intent, normalised(text)).id, fingerprint([text]), into)


def _rows(
    facts: Facts, mapping: Mapping, proposals: Proposals, report: Report, said: dict[str, list[Decision]]
) -> Iterator[ReviewItem]:
    """Utterances: those of intents that belong to two tasks, those the inspection doubts, and those answered for."""
    seen: set[str] = set()
    asked = (*_of_other_tasks(facts, proposals), *_doubted(facts, report), *_answered(facts))
    for item in asked:
        if item.id not in seen:
            seen.add(item.id)
            history = said.get(item.id, [])
            key = Subject(item.subject.scope, item.subject.intent, normalised(item.subject.text))
            state = _state(facts, mapping, key, history)
            yield _with_history(item, state, history)


def _with_history(item: ReviewItem, state: ItemState, history: list[Decision]) -> ReviewItem:
    reason = "; ".join(filter(None, (_FORMER.get(state), item.reason)))
    return replace(item, state=state, history=tuple(history), reason=reason)


def _row_item(facts: Facts, subject: Subject, proposed: Proposed, reason: str, **more: object) -> ReviewItem:
    key = Subject(subject.scope, subject.intent, normalised(subject.text))
    rows = len(facts.rows_of_subject.get(key, ()))
    made = ReviewItem(key.id, "utterance", subject, fingerprint([subject.text]), ItemState.OPEN, rows, proposed, reason)
    return replace(made, **more)  # type: ignore[arg-type]


def _doubted(facts: Facts, report: Report) -> Iterator[ReviewItem]:
    """The utterances that rules about wrong and ambiguous labels name."""
    for finding in report.findings:
        if finding.code not in _ABOUT_ROWS:
            continue
        scope = facts.workspace.scope_of_file.get(finding.file, "")
        text = _text_at(facts, finding)
        evidence = finding.evidence
        other = evidence.get("proposed") or evidence["rival"]
        chance = float(evidence["chance"] if "chance" in evidence else 0.5 - evidence["margin"] / 2.0)
        move, stay = Proposed(str(Answer.ACCEPT), "", other, chance), Proposed(str(Answer.KEEP), "", "", 1.0 - chance)
        yield _row_item(
            facts,
            Subject(scope, finding.subject, text),
            move if chance >= stay.confidence else stay,
            f"{_ABOUT_ROWS[finding.code]}: reads like {other}",
            code=finding.code,
            options=(Option(other, "intent", chance),),
            samples=tuple(_beside(evidence["like_given"])),
            beside=tuple(_beside(evidence.get("like_proposed") or evidence.get("like_rival", ()))),
        )


def _text_at(facts: Facts, finding: Finding) -> str:
    """The whole text of a finding, whose excerpt may be cut."""
    rows = (row for project in facts.projects if project.file == finding.file for row in project.utterances)
    return next((row.text for row in rows if row.pointer == finding.pointer), finding.excerpt)


def _beside(rows: Iterable[dict[str, object]]) -> Iterator[Beside]:
    for row in rows:
        yield Beside(str(row["text"]), str(row["intent"]), float(row.get("similarity", 0.0)))  # type: ignore[arg-type]


def _of_other_tasks(facts: Facts, proposals: Proposals) -> Iterator[ReviewItem]:
    for found in proposals.splits:
        for row in found.rows:
            yield _row_item(
                facts,
                Subject("", found.intent, row.text),
                Proposed(str(Answer.ACCEPT), "", row.into, row.chance),
                f"most of {found.intent} belongs to {found.task}, this to {found.other}",
                code="split",
                options=(Option(row.into, "intent", row.chance),),
                beside=(Beside(row.task_text, found.other, row.similarity),),
            )


def _answered(facts: Facts) -> Iterator[ReviewItem]:
    """Utterances somebody answered for, so that an answer can be looked at again."""
    for decision in facts.workspace.latest_on_rows.values():
        if not decision.task and facts.subject_of(decision) is not None:
            answer = str(decision.answer)
            proposed = Proposed(answer, "", decision.into, 0.0)
            yield _row_item(facts, Subject(decision.scope, decision.intent, decision.text), proposed, "answered before")

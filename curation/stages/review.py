"""The questions that a person has to answer, in the order they are best asked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from curation.analysis.normalise import fingerprint, text_key
from curation.model.decision import Answer, Subject
from curation.model.mapping import MappingState
from curation.model.review import Beside, ItemState, Option, Proposed, ReviewItem, ReviewQueue, RowInto

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from curation.facts import Facts
    from curation.model.decision import Decision
    from curation.model.finding import Finding
    from curation.model.mapping import Mapping
    from curation.model.proposal import Candidate, Proposal, Proposals
    from curation.model.report import Report
    from curation.model.workspace import Workspace

__all__ = ["review_queue", "with_answers"]

_SAMPLES = 12
_ABOUT_ROWS = {"AMB002": "likely mislabelled", "AMB003": "between two intents"}


def review_queue(facts: Facts, mapping: Mapping, proposals: Proposals, report: Report) -> ReviewQueue:
    """Every intent that is or was unlinked, and every utterance that may be filed amiss or that somebody answered for.

    Intents come first, since moving utterances follows from them; in each kind what waits for an answer comes first,
    the least certain of it foremost.
    """
    workspace = facts.workspace
    asked = [*_links(facts, mapping, proposals), *_rows(facts, proposals, report)]
    queue = with_answers(ReviewQueue(tuple(asked)), facts, mapping)
    scopes = dict.fromkeys(["", *(item.subject.scope for item in asked)])
    return ReviewQueue(
        items=tuple(sorted(queue.items, key=_order)),
        targets={task.name: task.child_intents for task in workspace.tasks} if workspace.routes else {},
        intents={scope: workspace.intents_in(scope) for scope in scopes},
        calibration=proposals.grounds,
    )


def _order(item: ReviewItem) -> tuple[object, ...]:
    return item.kind != "link", not item.wanted, round(item.proposed.confidence, 6), item.subject


def with_answers(queue: ReviewQueue, facts: Facts, mapping: Mapping) -> ReviewQueue:
    """The same questions, each in the state that the decisions of `facts` leave it in."""
    said = _said(facts)
    disputes = _disputes(facts, mapping)

    def answered(item: ReviewItem) -> ReviewItem:
        history = tuple(said.get(item.id, ()))
        state = _state(facts, mapping, _key(item.subject), history, disputes)
        return _without_rejected(replace(item, state=state, history=history), facts.workspace)

    return replace(queue, items=tuple(map(answered, queue.items)))


def _without_rejected(item: ReviewItem, workspace: Workspace) -> ReviewItem:
    """The question without the tasks that somebody rejected since it was made; without its proposal, if it was one."""
    rejected = workspace.rejected.get(item.subject.intent, frozenset()) if item.kind == "link" else frozenset()
    options = tuple(option for option in item.options if option.target not in rejected)
    if item.proposed.task in rejected:
        reason = f"{item.proposed.task} was rejected; what is left was not judged anew"
        return replace(item, options=options, proposed=Proposed("", "", "", 0.0), reason=reason)
    return replace(item, options=options)


def _key(subject: Subject) -> Subject:
    return subject._replace(text=text_key(subject.text)) if subject.text else subject


def _said(facts: Facts) -> dict[str, list[Decision]]:
    """The answers so far by the id of their subject, oldest first; where a row goes inside a task is no answer here."""
    return {subject.id: said for (subject, inside), said in facts.answers.items() if not inside}


def _disputes(facts: Facts, mapping: Mapping) -> frozenset[Subject]:
    found = (facts.subject_of(answers[0]) for answers in mapping.conflicts if not (answers[0].text and answers[0].task))
    return frozenset(filter(None, found))


def _state(
    facts: Facts, mapping: Mapping, subject: Subject, said: Sequence[Decision], disputes: frozenset[Subject]
) -> ItemState:
    if subject in disputes:
        return ItemState.CONFLICT
    if said and said[-1].answer is Answer.UNSURE:
        return ItemState.UNSURE
    if subject.text:
        return ItemState.DECIDED if said else ItemState.OPEN
    if any(decision.intent == subject.intent for decision in mapping.stale):
        return ItemState.STALE
    entry = mapping.get(subject.intent)
    return ItemState.OPEN if entry and entry.state is MappingState.OPEN else ItemState.DECIDED


def _links(facts: Facts, mapping: Mapping, proposals: Proposals) -> Iterator[ReviewItem]:
    answered = {subject.intent for subject, _ in facts.answers if not subject.text}
    for entry in mapping.entries:
        subject = Subject("", entry.intent, "")
        proposal = proposals.get(entry.intent)
        if not (proposal or entry.intent in answered or entry.state is MappingState.OPEN):
            continue
        yield ReviewItem(
            id=subject.id,
            kind="link",
            subject=subject,
            fingerprint=facts.fingerprints.get(entry.intent, ""),
            state=ItemState.OPEN,
            rows=entry.rows,
            proposed=_proposed(proposal),
            reason=proposal.reason if proposal else "",
            code="LNK001",
            options=tuple(_option(entry.intent, candidate) for candidate in proposal.candidates) if proposal else (),
            samples=tuple(Beside(text, entry.intent, 0.0) for text in _samples(facts.workspace, entry.intent)),
        )


def _samples(workspace: Workspace, intent: str) -> list[str]:
    """Some utterances of an intent, spread evenly over the alphabet, whatever the order of files."""
    texts = sorted({row.text for row in workspace.rows_of(intent)})
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
    return RowInto(text, Subject("", intent, text_key(text)).id, fingerprint([text]), into)


def _rows(facts: Facts, proposals: Proposals, report: Report) -> Iterator[ReviewItem]:
    """Utterances: those of intents that belong to two tasks, those the inspection doubts, and those answered for."""
    seen: set[str] = set()
    for item in (*_of_other_tasks(facts, proposals), *_doubted(facts, report), *_answered(facts)):
        if item.id not in seen:
            seen.add(item.id)
            yield item


def _row_item(facts: Facts, subject: Subject, proposed: Proposed, reason: str, **more: object) -> ReviewItem:
    key = _key(subject)
    rows = len(facts.rows_of_subject.get(key, ()))
    made = ReviewItem(key.id, "utterance", subject, fingerprint([subject.text]), ItemState.OPEN, rows, proposed, reason)
    return replace(made, **more)  # type: ignore[arg-type]


def _doubted(facts: Facts, report: Report) -> Iterator[ReviewItem]:
    """The utterances that rules about wrong and ambiguous labels name."""
    about = [finding for finding in report.findings if finding.code in _ABOUT_ROWS]
    texts = _texts_at(facts, about)
    for finding in about:
        scope = facts.workspace.scope_of_file.get(finding.file, "")
        text = texts.get((finding.file, finding.pointer), finding.excerpt)
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


def _texts_at(facts: Facts, found: Iterable[Finding]) -> dict[tuple[str, str], str]:
    """The whole texts of findings by place, whose excerpts may be cut."""
    wanted = {(finding.file, finding.pointer) for finding in found}
    rows = (row for project in facts.projects for row in project.utterances)
    return {row.row: row.text for row in rows if row.row in wanted}


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
    """Utterances somebody answered for, so that an answer can be looked at again; nothing is proposed."""
    for (subject, inside), said in facts.answers.items():
        if subject.text and not inside:
            rows = facts.rows_of_subject[subject]
            shown = Subject(subject.scope, subject.intent, rows[0].text)
            yield _row_item(facts, shown, Proposed(str(Answer.KEEP), "", "", 0.0), said[-1].note or "answered before")

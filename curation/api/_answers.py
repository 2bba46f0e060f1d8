"""People's answers, on their way into the decisions of a folder."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from curation import __version__
from curation.api._gather import facts_of, usable
from curation.errors import ChangedMeanwhileError, CurationError
from curation.formats.files import read_bytes, write_atomically
from curation.formats.load import find_settings, refuse_no_folder
from curation.formats.lock import locked
from curation.formats.review_sheet import read_sheet
from curation.model.decision import Decision, Subject
from curation.model.mapping import Mapping
from curation.model.review import Answered, ReviewAnswer
from curation.model.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from curation.facts import Facts
    from curation.model.workspace import Workspace

__all__ = ["answer", "decisions_bytes", "decisions_state", "record", "restore_decisions"]


def answer(folder: str | Path, sheet: str | Path, *, reviewer: str = "", date: str = "") -> Answered:
    """Append the answers on a sheet to the decisions of a folder.

    A sheet of `review_sheet` or of the review page, as CSV or workbook, is matched by the keys of its rows; an answer
    about texts that changed since is written down, and stale at once. A CSV file with the columns of `decisions.csv`
    is taken as it is. An answer the same reviewer gave last is not written again. `date` is the caller's: the tool has
    no clock.

    Raises:
        CurationError: the sheet cannot be read, has no answers, nobody says who answered, or an answer cannot be
            applied; nothing is written then.
    """
    from curation.formats.decisions import read_decisions

    workspace = usable(folder)
    data = read_bytes(Path(sheet), str(sheet))
    found = read_sheet(data, str(sheet))
    answers, passed_over = found if found is not None else (read_decisions(data, str(sheet)), ())
    if not answers:
        why = f": {passed_over[0]}" if passed_over else "; fill the column decision with accept, keep, reject ..."
        raise CurationError(f"{sheet}: no row has a decision that can be used{why}")
    given = [_named(item, reviewer, date) for item in answers]
    if not all(item.reviewer for item in given):
        raise CurationError("say who answered: --reviewer NAME")
    taken = _record(folder, workspace, given, file=str(sheet))
    return replace(taken, passed_over=(*passed_over, *taken.passed_over))


def _named(item: Decision | ReviewAnswer, reviewer: str, date: str) -> Decision | ReviewAnswer:
    who, when = reviewer or item.reviewer, item.date or date
    if isinstance(item, ReviewAnswer):
        return item._replace(reviewer=who, date=when)
    return replace(item, reviewer=who, date=when)


def _matched(facts: Facts, answers: Iterable[Decision | ReviewAnswer], file: str) -> Answered:
    """Decisions of answers; what these are about is found by id, never taken from a sheet."""
    subjects = {subject.id: subject for subject in facts.rows_of_subject}
    subjects |= {s.id: s for s in (Subject("", intent, "") for intent in facts.workspace.intent_names)}
    found: list[Decision] = []
    missing: list[str] = []
    warnings: list[str] = []
    for given in answers:
        if isinstance(given, Decision):
            found.append(given)
            continue
        where = f"{file}:{given.line}"
        subject = subjects.get(given.id)
        if subject is None:
            missing.append(f"{where}: what it asks about is not there any more")
        else:
            decision = _decision(facts, subject, given, file)
            if not subject.text and decision.fingerprint != facts.fingerprints[subject.intent]:
                what = f'the texts of "{subject.intent}" changed since the sheet was made'
                warnings.append(f"{where}: {what}; the answer is kept, and stale")
            found.append(decision)
    return Answered(Mapping(), tuple(found), tuple(missing), tuple(warnings))


def _decision(facts: Facts, subject: Subject, given: ReviewAnswer, file: str) -> Decision:
    rows = facts.rows_of_subject.get(subject, ()) if subject.text else ()
    target = given.target if given.answer.names_a_target else ""
    return Decision(
        intent=subject.intent,
        answer=given.answer,
        task=target if not subject.text or given.into else "",
        into=given.into or (target if subject.text else ""),
        text=rows[0].text if rows else "",
        scope=subject.scope,
        fingerprint=given.fingerprint,
        note=given.note,
        reviewer=given.reviewer,
        date=given.date,
        file=file,
        line=given.line,
    )


def record(folder: str | Path, answers: Sequence[Decision | ReviewAnswer], *, expected: str | None = None) -> Answered:
    """Append decisions, or answers to questions of `review_queue`, to the file of a folder: all of them or none.

    `expected` is what `decisions_state` said when the caller read it; `Answered.state` is what it says afterwards.

    Raises:
        CurationError: an answer cannot be used or applied, the file cannot be written, or it is not as `expected`
            (a `ChangedMeanwhileError`); nothing is written then.
    """
    if not all(item.reviewer for item in answers):
        raise CurationError("say who answers")
    return _record(folder, usable(folder), answers, file="answer", expected=expected, strict=True)


def decisions_bytes(folder: str | Path) -> bytes:
    """The decisions file of a folder as it is; nothing where there is none."""
    return _content(_decisions_path(folder))


def _content(path: Path) -> bytes:
    return read_bytes(path, str(path)) if path.exists() else b""


def decisions_state(folder: str | Path) -> str:
    """A name for the content of the decisions file, to notice that somebody else added to it."""
    return _name_of(decisions_bytes(folder))


def restore_decisions(folder: str | Path, data: bytes, *, expected: str) -> None:
    """Put back the decisions file as it was before an answer that was given by mistake; without `data` it goes.

    Raises:
        CurationError: the file is not as `expected`, so that more than that answer would be lost.
    """
    target = _decisions_path(folder)
    with locked(target):
        _refuse_change(_content(target), expected, target.name)
        if data:
            write_atomically(target, data)
        else:
            target.unlink(missing_ok=True)


def _decisions_path(folder: str | Path) -> Path:
    """Where a folder keeps its decisions; its settings say so, and nothing else is read for it."""
    refuse_no_folder(Path(folder))
    found = find_settings(Path(folder))
    return Path(folder) / (found.settings if found else Settings()).decisions


def _name_of(data: bytes) -> str:
    return sha256(data).hexdigest()[:16]


def _refuse_change(data: bytes, expected: str | None, name: str) -> None:
    if expected is not None and _name_of(data) != expected:
        raise ChangedMeanwhileError(f"{name} was changed by another tab or program")


def _record(
    folder: str | Path,
    workspace: Workspace,
    answers: Iterable[Decision | ReviewAnswer],
    *,
    file: str,
    expected: str | None = None,
    strict: bool = False,
) -> Answered:
    """What is written is read back and applied before it takes the place of what was there."""
    from curation.formats.decisions import appended, read_decisions, restored
    from curation.stages.decide import decide as deciding

    name = workspace.settings.decisions
    target = Path(folder) / name
    found = _matched(facts_of(workspace, {}), answers, file)
    if strict and found.passed_over:
        raise CurationError(found.passed_over[0])
    with locked(target):
        before = _content(target)
        _refuse_change(before, expected, name)
        there = read_decisions(before, name)
        new = tuple(replace(d, tool_version=__version__) for d in _news(there, found.recorded))
        after = appended(before, new, name) if new else before
        written = restored(read_decisions(after, name), workspace.intent_names)
        mapping = deciding(facts_of(replace(workspace, decisions=written), {}))
        if new:
            write_atomically(target, after)
    return replace(found, mapping=mapping, recorded=new, state=_name_of(after))


def _news(there: Sequence[Decision], given: Iterable[Decision]) -> Iterator[Decision]:
    """Decisions that say something new: not what the last one about the subject says, by the same reviewer.

    Nor a row that stands in the file already, to the letter: a copy of the file brings no old answer back.
    """
    latest = {decision.topic: decision for decision in there}
    known = {_letters(decision) for decision in there}
    for decision in given:
        copied = decision.tool_version and _letters(decision) in known
        if not copied and not decision.repeats(latest.get(decision.topic)):
            latest[decision.topic] = decision
            yield decision


def _letters(decision: Decision) -> tuple[str, ...]:
    return tuple(decision.to_dict().values())

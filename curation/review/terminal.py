"""The questions in a terminal, for where there is no browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.errors import CurationError
from curation.model.decision import Answer
from curation.model.words import plural
from curation.render.inert import inert, shortened
from curation.review.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from curation.model.review import ReviewItem, ReviewQueue

__all__ = ["ask"]

_HELP = "a accept, 1-9 that option, = TARGET [/ INTO] another one, k keep, x not this, u unsure, s skip, z undo, q quit"
_WORDS = {"k": Answer.KEEP, "u": Answer.UNSURE}
_SAMPLES = 5


def ask(
    folder: Path, queue: ReviewQueue, *, reviewer: str, date: str, lines: Iterable[str], say: Callable[[str], None]
) -> None:
    """Ask one question after the other, and keep each answer at once; `lines` is what the person types.

    Raises:
        CurationError: the folder cannot be used, or somebody else added to the decisions meanwhile.
    """
    session = Session(folder)
    state = session.state()
    typed = iter(lines)
    items, at = queue.wanted, 0
    given: list[int] = []
    say(_HELP)
    while at < len(items):
        item = items[at]
        for line in _shown(item, at + 1, len(items)):
            say(line)
        word = next(typed, "q").strip()
        if word == "q":
            break
        if word == "z" and given:
            state, at = session.undo(state), given.pop()
            continue
        if word in ("s", ""):
            at += 1
            continue
        try:
            answer = _answer(item, word)
            state = session.take([{**answer, "reviewer": reviewer, "date": date, "note": "", "rows": []}], state)
        except CurationError as error:
            say(inert(str(error)))
            continue
        given.append(at)
        at += 1
    say(f"{len(given)} answered, {len(items) - len(given)} left; curation status says where it stands")


def _shown(item: ReviewItem, number: int, whole: int) -> Iterator[str]:
    yield ""
    what = f"{inert(item.subject.intent)} ({plural(item.rows, 'utterance')})"
    if item.subject.text:
        where = f" of {inert(item.subject.scope)}" if item.subject.scope else ""
        what = f'"{inert(item.subject.text)}", filed under {inert(item.subject.intent)}{where}'
    yield f"[{number}/{whole}] {what}"
    target, into = item.proposed_cells
    sure = f", {item.proposed.confidence:.0%} sure" if item.proposed.confidence else ""
    inside = f" / {inert(into)}" if into else ""
    yield f"  proposed: {inert(target)}{inside}{sure}; {inert(item.why)}"
    for sample in item.samples[:_SAMPLES]:
        yield f'  "{shortened(sample.text, 90)}"'
    for rank, option in enumerate(item.options[:9], start=1):
        yield f"  {rank}. {inert(option.target)} {option.score:.0%}{' / ' + inert(option.into) if option.into else ''}"
        for ours, theirs, like in option.pairs[:2] if rank == 1 else ():
            yield f'       "{shortened(ours, 60)}" is like "{shortened(theirs, 60)}" {like:.2f}'
    for decision in item.history[-3:]:
        yield f"  before: {inert(' '.join(filter(None, (decision.reviewer, *decision.outcome, decision.note))))}"
    for row in item.beside:
        yield f'  under {inert(row.intent)}: "{shortened(row.text, 80)}"'


def _answer(item: ReviewItem, word: str) -> dict[str, object]:
    """What was typed, as the page would send it.

    Raises:
        CurationError: it is no answer to this question.
    """
    base: dict[str, object] = {"id": item.id, "fingerprint": item.fingerprint, "target": "", "into": ""}
    proposed, inside = item.proposed_cells
    if word in _WORDS:
        return {**base, "decision": _WORDS[word]}
    if word == "a" and item.proposed.decision:
        if item.proposed.decision == Answer.KEEP:
            return {**base, "decision": Answer.KEEP}
        return {**base, "decision": Answer.ACCEPT, "target": proposed, "into": inside}
    if word == "x" and item.proposed.decision == Answer.ACCEPT:
        return {**base, "decision": Answer.REJECT, "target": proposed}
    if word.isdecimal() and 0 < int(word) <= len(item.options):
        option = item.options[int(word) - 1]
        return {**base, "decision": Answer.RETARGET, "target": option.target, "into": option.into}
    if word.startswith("="):
        target, _, into = (part.strip() for part in word[1:].partition("/"))
        return {**base, "decision": Answer.RETARGET, "target": target, "into": into}
    if word == "x":
        raise CurationError(
            "no target is proposed here that could be rejected; name the right one with =, or u for unsure"
        )
    raise CurationError(f"that is no answer here; {_HELP}")

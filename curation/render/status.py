"""Where the work on links stands, for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.words import plural
from curation.render.inert import inert, shortened
from curation.render.text import shell_word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.model.decision import Decision
    from curation.model.status import Status

__all__ = ["status_text"]

_LISTED = 10


def status_text(found: Status, folder: str) -> str:
    """Counts first, then what waits for a person, then what to do next."""
    return "\n".join([*_counts(found), *_waiting(found), *_known(found), "", *_next(found, shell_word(folder))]) + "\n"


def _counts(found: Status) -> Iterator[str]:
    counts = found.counts()
    states = ("linked", "routing", "exempt", "open")
    shown = ", ".join(f"{counts[state]} {state}" for state in states if counts[state])
    yield f"{plural(len(found.mapping.entries), 'intent')}: {shown or 'nothing is routed here'}"
    moved = sum(not move.task for move in found.mapping.moves)
    into, gone = len(found.mapping.moves) - moved, len(found.mapping.gone)
    more = [
        f"{plural(moved, 'utterance')} moved",
        f"{into} sent to an intent of their own inside a task" if into else "",
        f"{gone} about utterances that are gone" if gone else "",
    ]
    told = f"{counts['stale']} stale, {counts['conflicts']} in dispute"
    yield f"{plural(found.decisions, 'decision')}: {', '.join([told, *filter(None, more)])}"


def _listed(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield f"{title}:"
        yield from (f"  {line}" for line in lines[:_LISTED])
        if len(lines) > _LISTED:
            yield f"  and {len(lines) - _LISTED} more"


def _waiting(found: Status) -> Iterator[str]:
    unsure = {entry.intent for entry in found.mapping.entries if entry.source == "unsure"}
    opened = [
        f"{inert(name)}{' (somebody was unsure)' if name in unsure else ''}" for name in found.mapping.open_intents
    ]
    yield from _listed("open", opened)
    yield from _listed("stale, since the texts changed", [_subject(decision) for decision in found.mapping.stale])
    disputes = [f"{_subject(said[0])}: {'; '.join(map(_answer, said))}" for said in found.mapping.conflicts]
    yield from _listed("in dispute; the last answer counts until they agree", disputes)


def _known(found: Status) -> Iterator[str]:
    rejected = [f"{inert(intent)} to {inert(task)}" for intent, task in found.rejected]
    yield from _listed("rejected, and not proposed again", rejected)
    shared = [f"{inert(task)}: {', '.join(map(inert, names))}" for task, names in found.mapping.shared_tasks.items()]
    yield from _listed("tasks that several intents lead to", shared)
    yield from _listed("tasks that no intent leads to", [inert(name) for name in found.unserved])
    yield from _listed(
        "tasks without a deployment, so that nothing can be linked to them; name it in curation.toml",
        list(map(inert, found.wanting)),
    )
    for pair in found.agreements:
        kappa = "no kappa, each gave one answer only" if pair.kappa is None else f"kappa {pair.kappa:.2f}"
        yield (
            f"{inert(pair.first)} and {inert(pair.second)} agree on {pair.share:.0%} of "
            f"{plural(pair.subjects, 'subject')} ({kappa})"
        )


def _subject(decision: Decision) -> str:
    return f'{inert(decision.intent)}: "{shortened(decision.text, 50)}"' if decision.text else inert(decision.intent)


def _answer(decision: Decision) -> str:
    target = "/".join(filter(None, (decision.task, decision.into)))
    return " ".join(filter(None, (inert(decision.reviewer), str(decision.answer), inert(target))))


def _next(found: Status, folder: str) -> Iterator[str]:
    if found.done:
        if not found.mapping.entries:
            yield "Next: nothing is routed here: there is no orchestration project, and no task beside utterance files"
            return
        yield f"Next: every intent is decided on; curation build {folder}"
        yield f"  utterances that may be filed amiss are asked about by curation review {folder}"
        return
    yield f"Next: curation review {folder}"
    yield f"  or on a sheet: curation review {folder} --xlsx answers.xlsx, then curation decide {folder} answers.xlsx"

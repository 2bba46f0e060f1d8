"""The report of a bundle in Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation import __version__
from curation.model.mapping import MappingState
from curation.model.words import plural
from curation.render.inert import inert_markdown as md
from curation.render.split import held_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from curation.model.proposal import Proposal
    from curation.model.run import RunResult
    from curation.model.split import Split

__all__ = ["run_markdown"]

_LISTED = 100
_CROSSING = 5


def run_markdown(result: RunResult) -> str:
    """`report.md`: what was found, where each intent stands, how the rows were split, how to import.

    Holds no clock and no machine path, so that the same input gives the same bytes.
    """
    parts: list[Iterable[str]] = [_head(result), _findings(result), _mapping(result), _proposals(result)]
    if result.split:
        parts.append(_split(result.split))
    parts.append(_import(result))
    return "\n".join(line for part in parts for line in (*part, "")).rstrip() + "\n"


def _table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    yield "| " + " | ".join(header) + " |"
    yield "|" + "---|" * len(header)
    for row in rows:
        yield "| " + " | ".join(md(str(cell)) for cell in row) + " |"


def _head(result: RunResult) -> Iterator[str]:
    counts = result.report.counts()
    yield "# Curation report"
    yield ""
    yield (
        f"{plural(len(result.workspace.rows), 'utterance')} of "
        f"{plural(len({row.intent for row in result.workspace.rows}), 'intent')}; "
        + ", ".join(plural(count, name) for name, count in counts.items())
        + f". Made by curation {__version__}."
    )


def _findings(result: RunResult) -> Iterator[str]:
    yield "## Findings"
    yield ""
    findings = result.report.findings
    if not findings:
        yield "Nothing found."
    else:
        rows = [(f.severity, f.code, f"{f.file}:{f.line or '-'}", f.message) for f in findings[:_LISTED]]
        yield from _table(("severity", "code", "place", "what"), rows)
    if len(findings) > _LISTED:
        yield ""
        yield f"{len(findings) - _LISTED:,} more are not listed here."
    crossing = [(f, c) for f in findings[:_LISTED] for c in f.evidence.get("crossing", ())[:_CROSSING]]
    if crossing:
        yield ""
        yield "Texts that cross over between two intents that are hard to tell apart, the most doubtful of each pair:"
        yield ""
        cells = [(" / ".join(f.evidence["intents"]), c["text"], c["intent"], c["place"]) for f, c in crossing]
        yield from _table(("intents", "text", "filed under", "place"), cells)
    if result.settled:
        yield ""
        yield f"{plural(result.settled, 'finding')} settled by decisions or by the split."
    for item in result.report.not_checked:
        yield ""
        yield f"Not checked: {md(item.what)}: {md(item.reason)}."
    for suppressed in result.report.suppressed[:_LISTED]:
        yield ""
        yield f"Ignored: {suppressed.finding.code} {md(suppressed.finding.subject)}: {md(suppressed.reason)}."


def _mapping(result: RunResult) -> Iterator[str]:
    if not result.mapping.entries:
        return
    yield "## Intents and tasks"
    yield ""
    rows = [(e.intent, e.rows, e.state, e.task, e.into, e.source) for e in result.mapping.entries]
    yield from _table(("intent", "rows", "state", "task", "into", "by"), rows)
    if any(entry.into for entry in result.mapping.in_state(MappingState.LINKED)):
        yield ""
        yield (
            "Train rows of an intent with an entry under *into* are Train rows of its task, and not in the "
            "orchestration project, where they would judge what was learned from them."
        )


def _proposals(result: RunResult) -> Iterator[str]:
    if not len(result.proposals):
        return
    yield "## Proposals for open intents"
    yield ""
    yield "Confidence is the estimated chance that the task is right; without a task, that the best one is not."
    yield ""
    rows = [
        (
            p.intent,
            p.task or (_without_task(p) if p.none_fits else "unclear"),
            f"{p.confidence:.2f}",
            ", ".join(f"{c.task} {c.score:.2f}" for c in p.candidates[:3]),
            p.candidates[0].evidence[0].text if p.candidates and p.candidates[0].evidence else "",
        )
        for p in result.proposals.proposals
    ]
    yield from _table(("intent", "proposal", "confidence", "tasks by score", "most alike utterance"), rows)


def _without_task(proposal: Proposal) -> str:
    if not proposal.makes_new_task:
        return "no task fits: keep as routing intent"
    return f"no task fits: a new task with {', '.join(proposal.kin[:3])} ({proposal.apart:.2f}), or routing intent"


def _split(split: Split) -> Iterator[str]:
    yield "## Split"
    yield ""
    yield from _sides(split)
    for name, made in split.tasks.items():
        yield ""
        yield f"### {md(name)}"
        yield ""
        yield from _sides(made)


def _sides(split: Split) -> Iterator[str]:
    places = split.places
    rows = [(name, *(n[place] for place in places)) for name, n in split.by_intent().items()]
    counts = split.counts()
    yield from _table(("intent", *map(md, places)), [*rows, ("all", *(counts[place] for place in places))])
    for line in held_lines(split):
        yield ""
        yield f"{md(line)}."
    for guarantee in split.guarantees:
        yield ""
        yield f"{'Kept' if guarantee.kept else 'Not kept'}: {guarantee.name}."
        yield from (f"- {md(reason)}" for reason in guarantee.broken[:_LISTED])


def _import(result: RunResult) -> Iterator[str]:
    yield "## How to import"
    yield ""
    yield "`IMPORT.md` says how, step by step, for this bundle."
    split = result.split.tasks if result.split else {}
    kept = [task for task in result.workspace.handed_on if task.name not in split]
    untagged = [(task.name, sum(row.dataset is None for row in task.project.utterances)) for task in kept]
    if any(count for _, count in untagged):
        yield ""
        named = ", ".join(f"{md(name)} ({plural(count, 'row')})" for name, count in untagged if count)
        yield f"Tasks keep the tags they came with. Rows without one, which count as Train: {named}."
    if result.mapping.open_intents:
        yield ""
        yield f"Left unlinked, because still open: {', '.join(md(name) for name in result.mapping.open_intents)}."

"""Results for a terminal: short lines, the worst first to the eye, what to do next at the end."""

from __future__ import annotations

import shlex
from collections import Counter
from statistics import median
from typing import TYPE_CHECKING

from curation.model.bundle import Change, FileRole
from curation.model.finding import Severity
from curation.model.mapping import Mapping, MappingState
from curation.model.words import are, plural
from curation.render.findings import summary_line
from curation.render.inert import inert, shortened
from curation.render.split import held_lines, unsplit_line
from curation.render.terminal import spark
from curation.rules import find_rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from curation.model.finding import Finding
    from curation.model.overview import Overview
    from curation.model.proposal import Proposal, Proposals
    from curation.model.review import Answered
    from curation.model.run import RunResult
    from curation.model.split import Split

__all__ = ["answered_text", "mapping_text", "overview_text", "proposals_text", "run_text", "shell_word"]

_SHOWN_PER_CODE, _BARS = 10, 24


def proposals_text(proposals: Proposals) -> str:
    """Each unlinked intent with its best tasks, the least certain first."""
    if not proposals.proposals and not proposals.splits:
        return f"{proposals.nothing or 'every intent is linked, kept for routing, or exempt'}: nothing to propose\n"
    lines = [line for proposal in proposals.proposals for line in (*_proposal_lines(proposal), "")]
    return "\n".join([*lines, *_split_lines(proposals), inert(proposals.grounds)]) + "\n"


def _split_lines(proposals: Proposals) -> Iterator[str]:
    for found in proposals.splits:
        yield f"{inert(found.intent)} leads to {inert(found.task)}, but this belongs to {inert(found.other)}:"
        for row in found.rows[:_SHOWN_PER_CODE]:
            yield f'    "{shortened(row.text, 70)}" {row.chance:.2f}, to {inert(row.into)}'
        if len(found.rows) > _SHOWN_PER_CODE:
            yield f"    and {len(found.rows) - _SHOWN_PER_CODE} more"
        yield ""


def _proposal_lines(proposal: Proposal) -> Iterator[str]:
    yield f"{inert(proposal.intent)} ({plural(proposal.rows, 'row')}): {_answer(proposal)}"
    if proposal.rows and proposal.candidates:
        yield f"    {inert(proposal.reason)}"
    for rank, candidate in enumerate(proposal.candidates[:3], start=1):
        into = f" into {inert(candidate.into)}" if candidate.into else ""
        score = f" {candidate.score:.2f}" if proposal.rows else ""
        yield f"    {rank}. {inert(candidate.task)}{score}{into}"
    for evidence in proposal.candidates[0].evidence[:2] if proposal.candidates else ():
        ours, theirs = shortened(evidence.text, 44), shortened(evidence.task_text, 44)
        yield f'       "{ours}" ~ "{theirs}" {evidence.similarity:.2f}'
    if proposal.candidates and proposal.candidates[0].words:
        words = inert(", ".join(proposal.candidates[0].words))
        yield f"       words that speak for {inert(proposal.candidates[0].task)}: {words}"


def _answer(proposal: Proposal) -> str:
    if not proposal.rows or not proposal.candidates:
        return inert(proposal.reason)
    if proposal.task is None and not proposal.none_fits:
        return f"unclear; the likeliest answer has a chance of {proposal.confidence:.2f}"
    answer = inert(proposal.task) if proposal.task else "no task fits, " + _without_task(proposal)
    return f"{answer}, confidence {proposal.confidence:.2f}"


def _without_task(proposal: Proposal) -> str:
    if not proposal.makes_new_task:
        return "keep as routing intent"
    return f"a new task with {inert(', '.join(proposal.kin[:3]))} (chance {proposal.apart:.2f}) or a routing intent"


def mapping_text(mapping: Mapping) -> str:
    """Where every intent stands."""
    if not mapping.entries:
        return "nothing is routed here: no intent needs a link\n"
    width = max(len(inert(entry.intent)) for entry in mapping.entries)
    lines = []
    for entry in mapping.entries:
        into = f", rows also into {inert(entry.into)}" if entry.into else ""
        target = f" -> {inert(entry.task)}{into}" if entry.task else ""
        by = (
            f"  ({entry.source})" if entry.state is not MappingState.OPEN or entry.source == "unsure" else "  undecided"
        )
        lines.append(f"{inert(entry.intent):<{width}}  {plural(entry.rows, 'row'):>9}  {entry.state:<7}{target}{by}")
    lines += [f'stale: the texts of "{inert(d.intent)}" changed since it was decided' for d in mapping.stale]
    return "\n".join(lines) + "\n"


def answered_text(found: Answered) -> str:
    """What came of the answers on a sheet."""
    lines = [f"{plural(len(found.recorded), 'answer')} added to the decisions"]
    lines += [f"passed over: {inert(line)}" for line in found.passed_over]
    lines += [f"note: {inert(line)}" for line in found.warnings]
    return "\n".join(lines) + "\n\n"


def run_text(result: RunResult) -> str:
    """The whole line in a dozen lines, and what to do next."""
    lines = [*_steps(result), ""]
    worst = [finding for finding in result.report.findings if finding.severity.rank > 1]
    if worst:
        page = "report.html" if result.overview else "report.md"
        everything = f" (all of them in {inert(result.output or '')}/{page})" if result.bundle else ""
        lines += [f"Look at{everything}:", *_worst(worst), ""]
    return "\n".join([*lines, *_next(result)]) + "\n"


def overview_text(found: Overview, output: str) -> str:
    """Whether anything stands against an upload, and where the page is."""
    errors = f"{plural(found.blocking, 'error')} against an upload" if found.blocking else "nothing against an upload"
    settled = f"; {found.settled} more settled by decisions and the split" if found.settled else ""
    lines = [f"{errors}; {summary_line(found.report).partition(';')[0]}{settled}"]
    if found.left_out:
        lines.append(f"{found.left_out:,} texts are left out of the map and the tables; all figures count them")
    return "\n".join([*lines, f"wrote {inert(output)}"]) + "\n"


def _steps(result: RunResult) -> Iterator[str]:
    workspace, report = result.workspace, result.report
    served = sum(len(task.project.utterances) for task in workspace.tasks)
    tasks = f", {plural(len(workspace.tasks), 'task')} with {plural(served, 'utterance')}" if workspace.tasks else ""
    yield (
        f"read      {plural(len(report.files), 'file')}: {plural(len(workspace.rows), 'utterance')} of "
        f"{plural(len({row.intent for row in workspace.rows}), 'intent')}{tasks}"
    )
    yield from _sizes(result)
    settled = f"; {result.settled} more settled by decisions and the split" if result.settled else ""
    yield f"findings  {summary_line(report).partition(' in ')[0]}{settled}"
    for item in result.report.not_checked:
        yield f"          not checked: {inert(item.what)}: {inert(item.reason)}"
    if result.mapping.entries:
        states = ", ".join(
            f"{len(found)} {state}" for state in MappingState if (found := result.mapping.in_state(state))
        )
        yield f"link      {plural(len(result.mapping.entries), 'intent')}: {states}"
    if result.split:
        yield from _split(result, result.split)
    if result.bundle:
        where = inert(result.output or "")
        yield f"bundle    {plural(len(result.bundle.files), 'file')} in {where}, read back and valid"
        for change in result.differences:
            changed = ", ".join(f"{count:,} {what}" for what, count in change.counts().items()) or "nothing"
            yield f"          importing it over {inert(change.old)} changes: {changed} (difference.md)"
        if result.mapping.entries and not result.bundle.get(FileRole.ORCHESTRATION):
            yield "          no orchestration project: name one under [project] in curation.toml, or map by hand"


def _sizes(result: RunResult) -> Iterator[str]:
    """How many utterances intents have, the smallest first."""
    sizes = sorted(Counter(row.intent for row in result.workspace.rows).values())
    if len(sizes) > 1:
        # Of very many intents every so many are drawn, so that the row of bars keeps its shape and fits.
        drawn = sizes[:: -(-len(sizes) // _BARS)]
        half = f"half of them {median(sizes):,.0f} or fewer"
        yield f"          {spark(drawn)} {sizes[0]:,} to {sizes[-1]:,} an intent, {half}"


def _split(result: RunResult, split: Split) -> Iterator[str]:
    counts = split.counts()
    others = "".join(f", {counts[name]:,} {inert(name)}" for name in split.places[2:])
    yield f"split     {counts['Train']:,} Train, {counts['Test']:,} Test{others}"
    for line in held_lines(split):
        yield f"          {line}"
    if result.bundle:
        moved = sum(e.rule == "links.train_rows" and e.change is Change.CHANGED for e in result.bundle.ledger)
        if moved:
            rows = f"{plural(moved, 'Train row')} of linked intents"
            yield f"          {rows} are Test in the orchestration project (links.train_rows)"
        gone = sum(e.rule == "links.train_rows" and e.change is Change.LEFT_OUT for e in result.bundle.ledger)
        if gone:
            rows = f"{plural(gone, 'Train row')} of linked intents"
            yield f"          {rows} {are(gone)} left to their tasks, which learn from them (links.train_rows)"
    for name, made in ((("", split)), *split.tasks.items()):
        for promise in made.guarantees:
            if not promise.kept:
                more = f" (and {len(promise.broken) - 1:,} more)" if len(promise.broken) > 1 else ""
                where = f"{inert(name)}: " if name else ""
                yield f"          not kept: {where}{promise.name}: {inert(promise.broken[0])}{more}"
    left = unsplit_line(split, result.workspace.handed_on)
    if left:
        yield f"          {left}"
    if split.sides and len(split.pinned) < len(split.sides):
        yield "          rows that are added may move others; curation split --record keeps every side as it is"


def _worst(findings: Iterable[Finding]) -> Iterator[str]:
    by_code: dict[str, list[Finding]] = {}
    for finding in sorted(findings, key=lambda f: (-f.severity.rank, f.code)):
        by_code.setdefault(finding.code, []).append(finding)
    for found in by_code.values():
        first = max(found, key=lambda f: float(f.evidence.get("share", f.evidence.get("similarity", 0))))
        more = f" (and {len(found) - 1:,} more)" if len(found) > 1 else ""
        place = f"{inert(first.file)}:{first.line}: " if first.line else ""
        yield f"  {first.severity} {first.code} {place}{inert(first.message)}{more}"


def shell_word(text: str) -> str:
    """A path as one harmless word of a command line."""
    return inert(shlex.quote(text))


def _next(result: RunResult) -> Iterator[str]:
    folder = shell_word(result.folder)
    if result.blocked:
        yield f"Nothing was written: {result.blocked}."
        yield f"Next: mend the errors; curation check {folder}"
        yield f"  curation report {folder} shows the rest meanwhile"
        if any(find_rule(finding.code).settled_by == "decision" for finding in result.report.at_least(Severity.ERROR)):
            yield f"Those about links are settled by a decision as well: curation review {folder}"
        return
    if result.mapping.open_intents:
        yield f"{plural(len(result.mapping.open_intents), 'intent')} still open:"
        for entry in result.mapping.in_state(MappingState.OPEN):
            proposal = result.proposals.get(entry.intent)
            unsure = " (unsure)" if entry.source == "unsure" else ""
            yield f"  {inert(entry.intent)}{unsure}" + (f": {_answer(proposal)}" if proposal else "")
        yield "Next: have a person decide, on a page in the browser or on a sheet:"
        yield f"  curation review {folder}"
        yield f"  curation review {folder} --xlsx answers.xlsx"
    elif result.bundle:
        where = shell_word(result.output or "")
        page = "report.html" if result.overview else "report.md"
        yield f"Next: {where}/IMPORT.md says how to import it, {where}/{page} shows what is in it."

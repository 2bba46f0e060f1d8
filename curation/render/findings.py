"""Findings for a person at a terminal: by file, with the words they are about, and a count that hides nothing."""

from __future__ import annotations

import unicodedata
from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

from curation.model.words import plural
from curation.render.inert import inert, shortened
from curation.render.terminal import terminal_bar
from curation.rules import find_rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from curation.model.finding import Finding
    from curation.model.report import Report

__all__ = ["inspected_text", "report_text", "summary_line"]

_SHOWN_PER_CODE, _BAR = 10, 12
_SHOWN_ROWS = {"crossing": ">", "like_given": "like", "like_proposed": "like"}
"""Rows of the evidence that are shown below a finding, and the word before each."""
_SHOWN_OF_EVIDENCE = 5
_SHOWN = 300
"""Findings printed in all; nobody reads more, and every other form has them all."""


def report_text(report: Report) -> str:
    """Findings by file, what was mended, what was not checked, and the count."""
    lines: list[str] = []
    left = _SHOWN
    for file, found in groupby(report.findings, key=lambda finding: finding.file):
        if left <= 0:
            break
        by_place = sorted(found, key=lambda finding: (finding.line or 0, finding.column or 0))
        shown = list(_file_lines(by_place, left))
        left -= sum(line.startswith("  ") and line[2:10].strip() != "" for line in shown)
        lines += [inert(report.path(file)), *shown, ""]
    if left <= 0 and len({finding.file for finding in report.findings}) > 1:
        lines += ["... more files with findings follow; every other --output-format has them all", ""]
    lines += _beyond(report)
    lines += _change_lines(report)
    lines += _not_checked(report)
    return "\n".join([*lines, summary_line(report)]) + "\n"


def inspected_text(report: Report) -> str:
    """The same, with what there is of each rule before the count: much is shown, and this is what to read first."""
    counted = Counter(finding.code for finding in report.findings) + Counter(dict(report.beyond))
    most = max(counted.values(), default=0)
    severity = {finding.code: finding.severity for finding in report.findings}
    order = sorted(severity, key=lambda code: (-severity[code].rank, -counted[code], code))
    bars = {code: terminal_bar(count, most, _BAR) for code, count in counted.items()}
    rows = []
    for code in order:
        drawn = f"{bars[code]:<{_BAR}} {counted[code]:>4}"
        rows.append(f"  {code}  {severity[code]:<7}  {drawn}  {find_rule(code).name}")
    body = report_text(report)
    if len(rows) < 2:
        return body
    text, _, last = body.rstrip("\n").rpartition("\n")
    beyond = ", what is beyond the budget included" if report.beyond else ""
    head = f"by rule{beyond} (curation explain CODE says more)"
    return "\n".join([text, head, *rows, "", last]) + "\n"


def _file_lines(findings: Sequence[Finding], most: int) -> Iterator[str]:
    """The findings of one file in order; of a rule that fires all the time, those of most value and a count."""
    by_code: dict[str, list[Finding]] = {}
    for finding in sorted(findings, key=lambda finding: -finding.value):
        by_code.setdefault(finding.code, []).append(finding)
    told = {id(finding) for found in by_code.values() for finding in found[:_SHOWN_PER_CODE]}
    for finding in [finding for finding in findings if id(finding) in told][:most]:
        yield from _finding_lines(finding)
    for code, found in sorted(by_code.items()):
        if len(found) > _SHOWN_PER_CODE:
            which = " of less weight" if found[0].value else ""
            more = f"{len(found) - _SHOWN_PER_CODE:,} more times{which} in this file"
            yield f"  ... {code} {more} (--output-format json has them)"


def _finding_lines(finding: Finding) -> Iterator[str]:
    place = f"{finding.line}:{finding.column}" if finding.line else "-"
    star = " [*]" if finding.fix and finding.fix.safe else ""
    identity = f" [{finding.fingerprint[:8]}]" if finding.value and finding.excerpt else ""
    yield f"  {place:>8}  {finding.severity:<7}  {finding.code}  {inert(finding.message)}{star}{identity}"
    if finding.excerpt:
        yield f"{'':>29}> {shortened(finding.excerpt, 70)}"
        yield from _caret(finding)
    for name, lead in _SHOWN_ROWS.items():
        for row in finding.evidence.get(name, ())[:_SHOWN_OF_EVIDENCE]:
            yield f"{'':>29}{lead} {shortened(row['text'], 60)} ({inert(row['intent'])})"


def _caret(finding: Finding) -> Iterator[str]:
    """A line with a mark under the words that are meant."""
    if finding.mark is None:
        return
    start, end = finding.mark
    before, under = inert(finding.excerpt[:start]), inert(finding.excerpt[start:end])
    if len(before) + len(under) < 70:
        yield f"{'':>31}{' ' * _columns(before)}{'^' * max(1, _columns(under))}"


def _columns(text: str) -> int:
    """How many columns of a terminal a text takes: wide characters two, combining ones none."""
    return sum(
        0 if unicodedata.combining(char) or char == "\u200d" else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


def _not_checked(report: Report) -> Iterator[str]:
    """What was not checked; files whose findings say it already are not named again."""
    told = {finding.file for finding in report.findings if finding.code in ("SCH001", "SCH003")}
    left = [item for item in report.not_checked if item.what not in told]
    for item in left[:_SHOWN_PER_CODE]:
        yield f"not checked: {inert(item.what)}: {inert(item.reason)}"
    if len(left) > _SHOWN_PER_CODE:
        yield f"not checked: {len(left) - _SHOWN_PER_CODE:,} more (--output-format json has them)"


def _beyond(report: Report) -> Iterator[str]:
    """What was found besides what is listed, and how to ask what a change would bring."""
    ordered = {finding.code for finding in report.findings if finding.value}
    for code, count in report.beyond:
        less = "that matter less (analysis.most_findings of the settings shows more)"
        yield f"{code}: {count:,} more {less if code in ordered else 'that are not listed'}"
    if any(finding.value for finding in report.findings):
        yield "what a change would bring: curation inspect --what-if relabel:ID, drop:ID (in brackets) or merge:A,B"
        yield ""


def _change_lines(report: Report) -> Iterator[str]:
    shown: dict[str, int] = {}
    for change in report.changes:
        shown[change.code] = shown.get(change.code, 0) + 1
        if shown[change.code] <= _SHOWN_PER_CODE:
            place = inert(f"{change.file}#{change.pointer}")
            yield f"mended  {change.code}  {place}: {inert(change.fix.what)}"
    for code, count in sorted(shown.items()):
        if count > _SHOWN_PER_CODE:
            yield f"mended  {code}  {count - _SHOWN_PER_CODE:,} more times (--ledger FILE has them all)"
    if report.changes:
        yield ""


def summary_line(report: Report) -> str:
    """`2 errors, 5 warnings in 3 files, 1,240 utterances`, what can be mended, and what is not counted."""
    counts = report.counts()
    found = ", ".join(plural(count, name) for name, count in counts.items() if count) or "nothing found"
    where = f"{plural(len(report.files), 'file')}, {plural(report.rows, 'utterance')}"
    return f"{found} in {where}{''.join(f'; {part}' for part in _asides(report))}"


def _asides(report: Report) -> Iterator[str]:
    """What the count does not say, so that silence is never mistaken for a clean file."""
    if report.changes:
        yield f"{len(report.changes):,} mended"
    safe = sum(finding.fix is not None and finding.fix.safe for finding in report.findings)
    unsafe = sum(finding.fix is not None and not finding.fix.safe for finding in report.findings)
    if safe:
        yield f"{safe:,} [*] can be mended with --fix"
    if unsafe:
        yield f"{unsafe:,} can be mended with --fix --unsafe-fixes"
    if ignored := report.suppressed_by("settings"):
        yield f"{ignored:,} suppressed by the settings"
    if accepted := report.suppressed_by("baseline"):
        yield f"{accepted:,} suppressed by the baseline"
    if decided := report.suppressed_by("decision"):
        yield f"{decided:,} settled by decisions"
    if report.outdated:
        yield f"{report.outdated:,} of the baseline not found any more (curation baseline prune)"

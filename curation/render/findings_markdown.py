"""Findings as Markdown: for the summary page of a build, or a comment on a pull request."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from curation.render.findings import summary_line
from curation.render.inert import inert_markdown as md
from curation.rules import find_rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.model.finding import Finding
    from curation.model.report import Report

__all__ = ["report_markdown"]

_LARGEST = 900_000
"""Bytes; GitHub takes a summary of 1 MiB at most and drops a larger one whole."""


def report_markdown(report: Report) -> str:
    """A count, a table of rules, and a table of findings with the worst first, cut before a service refuses it."""
    head = ["## curation check", "", f"{md(summary_line(report))}", ""]
    if report.findings:
        head += ["| severity | code | rule | findings |", "|---|---|---|---:|", *_rules(report), ""]
        head += ["| | place | code | finding |", "|---|---|---|---|"]
    tail = [f"- not checked: {md(item.what)}: {md(item.reason)}" for item in report.not_checked]
    rows: list[str] = []
    left = _LARGEST - sum(len(line.encode("utf-8", "replace")) + 1 for line in (*head, *tail))
    findings = sorted(report.findings, key=lambda finding: -finding.severity.rank)
    for finding in findings:
        row = _row(finding, report.path(finding.file))
        left -= len(row.encode("utf-8", "replace")) + 1
        if left < 0:
            tail.insert(0, f"\nand {len(findings) - len(rows):,} more\n")
            break
        rows.append(row)
    return "\n".join([*head, *rows, "", *tail]).rstrip("\n") + "\n"


def _rules(report: Report) -> Iterator[str]:
    counted = Counter((finding.severity, finding.code) for finding in report.findings)
    for (severity, code), count in sorted(counted.items(), key=lambda item: (-item[0][0].rank, item[0][1])):
        rule = find_rule(code)
        yield f"| {severity} | {code} | {md(rule.summary)} | {count:,} |"


def _row(finding: Finding, file: str) -> str:
    place = f"{md(file)}:{finding.line}:{finding.column}" if finding.line else md(file)
    excerpt = f"<br>{md(finding.excerpt)}" if finding.excerpt else ""
    return f"| {finding.severity} | {place} | {finding.code} | {md(finding.message)}{excerpt} |"

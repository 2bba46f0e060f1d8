"""What the script of the report works on: findings, texts, and the names they share, each once."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from curation.model.overview import DOUBTFUL
from curation.rules import find_rule

if TYPE_CHECKING:
    from curation.model.finding import Finding
    from curation.model.overview import Overview
    from curation.model.report import Report

__all__ = ["masked", "redacted", "report_values"]

_SHOWN = re.compile(r"\S")


def masked(text: str) -> str:
    """A text of which nothing can be read any more but how long its words are."""
    return _SHOWN.sub("•", text)


def redacted(report: Report) -> Report:
    """The findings with what their rules say instead of messages that may quote texts, and without evidence."""

    def without_words(finding: Finding) -> Finding:
        summary = find_rule(finding.code).summary
        return replace(finding, message=summary, excerpt=masked(finding.excerpt), evidence={}, fix=None)

    findings = tuple(map(without_words, report.findings))
    suppressed = tuple(replace(item, finding=without_words(item.finding)) for item in report.suppressed)
    return replace(report, findings=findings, suppressed=suppressed)


def report_values(overview: Overview, *, redact: bool) -> dict[str, Any]:
    """Names by number, then a row a text and a row a finding."""
    points = overview.points
    intents = sorted({point.intent for point in points} | {point.said for point in points if point.said})
    scopes, sides, languages, files = (
        list(dict.fromkeys(found))
        for found in (
            [point.scope for point in points],
            [point.side for point in points],
            [point.language for point in points],
            [point.file for point in points],
        )
    )
    at = {name: number for number, name in enumerate(intents)}
    numbers = [{name: number for number, name in enumerate(part)} for part in (scopes, sides, languages, files)]
    return {
        "doubtful": DOUBTFUL,
        "intents": intents,
        "scopes": scopes,
        "sides": sides,
        "languages": languages,
        "files": files,
        "texts": [
            [
                masked(p.text) if redact else p.text,
                at[p.intent],
                numbers[0][p.scope],
                numbers[1][p.side],
                numbers[2][p.language],
                at[p.said] if p.said else -1,
                round(p.confidence, 2),
                p.doubt,
                round(p.x, 4),
                round(p.y, 4),
                numbers[3][p.file],
                p.pointer,
            ]
            for p in points
        ],
        "findings": [_finding(found, overview, redact=redact) for found in overview.report.findings],
    }


def _finding(found: Finding, overview: Overview, *, redact: bool) -> list[str]:
    place = overview.report.path(found.file) + (f":{found.line}" if found.line else "")
    # A message may quote the texts of others; with texts masked the rule says what it is about.
    message = find_rule(found.code).summary if redact else found.message
    excerpt = masked(found.excerpt) if redact else found.excerpt
    return [str(found.severity), found.code, place, found.subject, message, excerpt]

"""Findings as lines that a build service turns into annotations, and one line a finding for other programs."""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.model.words import plural
from curation.render.findings import summary_line
from curation.render.inert import inert, inert_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from curation.model.finding import Finding
    from curation.model.report import Report

__all__ = ["azure_lines", "concise_lines", "github_lines", "json_lines"]

GITHUB_SHOWN = 10
"""Annotations of one kind that GitHub shows of a step; the rest would be dropped in silence."""

_GITHUB_KIND = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_AZURE_KIND = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "warning"}
_GITHUB_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_GITHUB_PROPERTY = {**_GITHUB_DATA, ":": "%3A", ",": "%2C"}
_AZURE_DATA = {"%": "%AZP25", "\r": "%0D", "\n": "%0A"}
_AZURE_PROPERTY = {**_AZURE_DATA, ";": "%3B", "]": "%5D"}


def _escaped(text: str, table: Mapping[str, str]) -> str:
    return "".join(table.get(char, char) for char in inert(text))


def concise_lines(report: Report) -> Iterator[str]:
    """`file:line:column: code message`, one line a finding, as editors and grep like it."""
    for finding in report.findings:
        place = f"{finding.line or 1}:{finding.column or 1}"
        # Made inert as a whole: a file called ":" and the colon behind it would make a command.
        yield inert(f"{report.path(finding.file)}:{place}: {finding.severity} {finding.code} {finding.message}")
    yield summary_line(report)


def json_lines(report: Report) -> Iterator[str]:
    """One JSON object a finding, as in `schemas/findings.schema.json`."""
    return (inert_json(json.dumps(finding.to_dict(), ensure_ascii=True)) for finding in report.findings)


def github_lines(report: Report) -> Iterator[str]:
    """Workflow commands for GitHub, ten of each kind, errors first; then how many more there are."""
    left = 0
    for severity in Severity:
        found = [finding for finding in report.findings if finding.severity is severity]
        yield from (_github(finding, report) for finding in islice(found, GITHUB_SHOWN))
        left += max(len(found) - GITHUB_SHOWN, 0)
    if left:
        yield f"::notice title=curation::{plural(left, 'more finding')} in the log of this step"
    yield from _not_checked(report)
    yield summary_line(report)


def _not_checked(report: Report) -> Iterator[str]:
    """What was not checked, as lines of the log: no annotation, since nothing is wrong."""
    return (inert(f"not checked: {item.what}: {item.reason}") for item in report.not_checked)


def _github(finding: Finding, report: Report) -> str:
    properties = {
        "file": report.path(finding.file),
        "line": str(finding.line or 1),
        "col": str(finding.column or 1),
        "title": f"{finding.code} {finding.name}",
    }
    named = ",".join(f"{key}={_escaped(value, _GITHUB_PROPERTY)}" for key, value in properties.items())
    return f"::{_GITHUB_KIND[finding.severity]} {named}::{_escaped(finding.message, _GITHUB_DATA)}"


def azure_lines(report: Report) -> Iterator[str]:
    """Logging commands for Azure Pipelines, which knows errors and warnings; a note is a warning there."""
    for finding in report.findings:
        properties = {
            "type": _AZURE_KIND[finding.severity],
            "sourcepath": report.path(finding.file),
            "linenumber": str(finding.line or 1),
            "columnnumber": str(finding.column or 1),
            "code": finding.code,
        }
        named = "".join(f"{key}={_escaped(value, _AZURE_PROPERTY)};" for key, value in properties.items())
        yield f"##vso[task.logissue {named}]{_escaped(finding.message, _AZURE_DATA)}"
    yield from _not_checked(report)
    yield summary_line(report)

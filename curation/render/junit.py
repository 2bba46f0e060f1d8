"""JUnit XML, for the test pages of build services: a suite a file, a case a rule, passed ones included."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from curation.model.finding import Severity
from curation.render.inert import inert
from curation.rules import find_rule

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from curation.model.finding import Finding
    from curation.model.report import Report

__all__ = ["junit_text"]

_MOST_PLACES = 50
_NO_PLACE = "settings"


def junit_text(report: Report) -> str:
    """Errors are failures; warnings and notes are printed by a case that passes.

    Every text is made inert first, which also takes out what XML 1.0 does not allow.
    """
    root = ElementTree.Element("testsuites", name="curation check")
    by_file = {file: list(found) for file, found in groupby(report.findings, key=lambda finding: finding.file)}
    skipped = {item.what: item.reason for item in report.not_checked}
    rules = {what.partition(" ")[0]: reason for what, reason in skipped.items()}
    total = failed = 0
    for file in sorted({*report.files, *by_file}):
        unasked = dict.fromkeys(report.asked, skipped[file]) if file in skipped else rules
        suite, count, failures = _suite(file or _NO_PLACE, by_file.get(file, []), report, unasked)
        root.append(suite)
        total, failed = total + count, failed + failures
    root.attrib |= {"tests": str(total), "failures": str(failed), "errors": "0"}
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=False) + "\n"


def _suite(
    file: str, findings: Sequence[Finding], report: Report, unasked: Mapping[str, str]
) -> tuple[ElementTree.Element, int, int]:
    """The suite of a file, its cases and its failures; `unasked` says of rules by code why they were not asked."""
    by_code: dict[str, list[Finding]] = {code: [] for code in report.asked}
    for finding in findings:
        by_code.setdefault(finding.code, []).append(finding)
    suite = ElementTree.Element("testsuite", name=inert(report.path(file)))
    failures = 0
    for code, found in sorted(by_code.items()):
        rule = find_rule(code)
        case = ElementTree.SubElement(suite, "testcase", name=f"{code} {rule.name}", classname=inert(report.path(file)))
        errors = [finding for finding in found if finding.severity is Severity.ERROR]
        if errors:
            failures += 1
            what = f"{len(errors)} times: {rule.summary}" if len(errors) > 1 else inert(errors[0].message)
            ElementTree.SubElement(case, "failure", message=what, type=code).text = _places(errors, report)
        others = [finding for finding in found if finding.severity is not Severity.ERROR]
        if not found and code in unasked:
            ElementTree.SubElement(case, "skipped", message=inert(unasked[code]))
        if others:
            ElementTree.SubElement(case, "system-out").text = _places(others, report)
    suite.attrib |= {"tests": str(len(by_code)), "failures": str(failures), "errors": "0"}
    return suite, len(by_code), failures


def _places(findings: Sequence[Finding], report: Report) -> str:
    lines = [
        inert(f"{report.path(finding.file)}:{finding.line or 1}:{finding.column or 1}: {finding.severity} ")
        + inert(finding.message)
        for finding in findings[:_MOST_PLACES]
    ]
    if len(findings) > _MOST_PLACES:
        lines.append(f"and {len(findings) - _MOST_PLACES:,} more")
    return "\n".join(lines)

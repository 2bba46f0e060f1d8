"""Rules to a report: every rule is asked, then the settings decide what is shown."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from curation.model.finding import Finding
from curation.model.report import NotChecked, Report, Suppressed
from curation.rules._rule import NotJudgedError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from curation.facts import Facts
    from curation.model.settings import Ignore
    from curation.rules._rule import Hit, Rule

__all__ = ["judge"]

_EXCERPT = 60
_NEVER_IGNORED = frozenset({"FIL001", "SCH001"})
"""What hides everything else in a file; to ignore it would turn an unchecked file green."""


def judge(facts: Facts, rules: Iterable[Rule]) -> Report:
    """Ask every rule, then leave out what the settings ignore.

    A rule that cannot be judged is reported as not checked, never passed over; an exception in a rule is a
    bug and is not caught.
    """
    found: list[Finding] = []
    not_checked = [
        NotChecked(document.file, f"only its shape was checked: {_why_shapeless(document.violations, document.why)}")
        for document in facts.workspace.documents
        if not document.has_shape
    ]
    for rule in rules:
        try:
            found += [_finding(rule, hit) for hit in rule.check(facts)]
        except NotJudgedError as reason:
            not_checked.append(NotChecked(f"{rule.code} {rule.name}", str(reason)))
    kept, suppressed = _apply_ignores(found, facts.settings.ignore)
    return Report(
        findings=tuple(sorted(kept, key=lambda finding: finding.order)),
        not_checked=tuple(sorted(set(not_checked))),
        suppressed=suppressed,
        files=(
            *(document.file for document in facts.workspace.documents),
            *(error.file for error in facts.workspace.unreadable),
        ),
        rows=sum(len(project.utterances) for project in facts.projects),
    )


def _why_shapeless(violations: tuple[object, ...], why: str) -> str:
    return "it has not the shape of its kind" if violations else why


def _finding(rule: Rule, hit: Hit) -> Finding:
    return Finding(
        code=rule.code,
        name=rule.name,
        severity=rule.severity,
        message=hit.message,
        file=hit.file,
        pointer=hit.pointer,
        subject=hit.subject,
        excerpt=hit.excerpt[:_EXCERPT],
        evidence=hit.evidence,
        line=hit.line,
        column=hit.column,
    )


def _apply_ignores(
    findings: list[Finding], ignores: tuple[Ignore, ...]
) -> tuple[list[Finding], tuple[Suppressed, ...]]:
    kept: list[Finding] = []
    suppressed: list[Suppressed] = []
    for finding in findings:
        ignore = next((ignore for ignore in ignores if _matches(ignore, finding)), None)
        if ignore is None or finding.code in _NEVER_IGNORED:
            kept.append(finding)
        else:
            suppressed.append(Suppressed(finding, ignore.reason))
    return kept, tuple(suppressed)


def _matches(ignore: Ignore, finding: Finding) -> bool:
    return (
        ignore.code == finding.code
        and (ignore.file is None or fnmatchcase(finding.file, ignore.file))
        and (ignore.intent is None or ignore.intent == finding.subject)
    )

"""Rules to a report: the rules the settings choose are asked, then the settings decide what is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.finding import Finding
from curation.model.report import NotChecked, Report
from curation.rules._policy import chosen, fingerprint_of, settle, severity_in
from curation.rules._rule import NotJudgedError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from curation.facts import Facts
    from curation.rules._rule import Hit, Rule

__all__ = ["judge"]

_EXCERPT = 60
_ABOUT_SETTINGS = "SET"
"""Family of the rules that are asked last, when it is known what the settings did."""


def judge(facts: Facts, rules: Iterable[Rule], known: Iterable[Rule] = ()) -> Report:
    """Ask the rules that the settings choose, then leave out what they ignore.

    `known` are the rules of all stages, for settings that name one of another stage. A rule that cannot be judged
    is reported as not checked, never passed over; an exception in a rule is a bug and is not caught.

    Raises:
        CurationError: the settings name a rule that is not there.
    """
    known = tuple(known) or tuple(rules)
    asked = chosen(rules, known, facts.settings.check)
    found: list[Finding] = []
    not_checked = [
        NotChecked(document.file, f"only its shape was checked: {_why_shapeless(document.violations, document.why)}")
        for document in facts.workspace.documents
        if not document.has_shape
    ]
    for rule in (rule for rule in asked if not rule.code.startswith(_ABOUT_SETTINGS)):
        try:
            found += [_finding(rule, hit, facts) for hit in rule.check(facts)]
        except NotJudgedError as reason:
            not_checked.append(NotChecked(f"{rule.code} {rule.name}", str(reason)))
    outcome = settle(found, facts, asked, known)
    facts.unused_ignores = outcome.unused
    about_settings = [
        _finding(rule, hit, facts)
        for rule in asked
        if rule.code.startswith(_ABOUT_SETTINGS)
        for hit in rule.check(facts)
    ]
    return Report(
        findings=tuple(sorted((*outcome.kept, *about_settings), key=lambda finding: finding.order)),
        not_checked=tuple(sorted(set(not_checked))),
        suppressed=outcome.suppressed,
        files=(
            *(document.file for document in facts.workspace.documents),
            *(error.file for error in facts.workspace.unreadable),
        ),
        rows=sum(len(project.utterances) for project in facts.projects),
        outdated=outcome.outdated,
        asked=tuple(rule.code for rule in asked),
    )


def _why_shapeless(violations: tuple[object, ...], why: str) -> str:
    return "it has not the shape of its kind" if violations else why


def _finding(rule: Rule, hit: Hit, facts: Facts) -> Finding:
    excerpt, mark = _excerpt(hit.excerpt, hit.mark)
    return Finding(
        code=rule.code,
        name=rule.name,
        severity=severity_in(facts.settings.check.profile, rule),
        message=hit.message,
        file=hit.file,
        pointer=hit.pointer,
        subject=hit.subject,
        excerpt=excerpt,
        evidence=hit.evidence,
        fingerprint=fingerprint_of(rule.code, hit),
        fix=hit.fix,
        mark=mark,
        line=hit.line,
        column=hit.column,
    )


def _excerpt(text: str, mark: tuple[int, int] | None) -> tuple[str, tuple[int, int] | None]:
    """The first 60 characters; where the mark lies beyond them, the 60 around it."""
    start = 0 if mark is None or mark[1] <= _EXCERPT else max(0, min(mark[0] - _EXCERPT // 3, len(text) - _EXCERPT))
    shown = text[start : start + _EXCERPT]
    return shown, None if mark is None else (mark[0] - start, min(mark[1] - start, len(shown)))

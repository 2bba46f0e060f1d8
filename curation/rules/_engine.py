"""Rules to a report: the rules the settings choose are asked, then the settings decide what is shown."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from curation.model.finding import Finding
from curation.model.report import NotChecked, Report
from curation.rules._policy import chosen, fingerprint_of, settle, severity_in
from curation.rules._rule import NotJudgedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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
    rules = tuple(rules)
    known = tuple(known) or rules
    asked = chosen(rules, known, facts.settings.check)
    about_data = tuple(rule for rule in asked if not rule.code.startswith(_ABOUT_SETTINGS))
    found, not_judged = _found(about_data, facts)
    outcome = settle(found, facts, asked, known)
    facts.unused_ignores = outcome.unused
    within, beyond = _within_budget(outcome.kept, asked, facts.settings.analysis.most_findings)
    about_settings, _ = _found((rule for rule in asked if rule not in about_data), facts)
    return Report(
        findings=tuple(sorted((*within, *about_settings), key=lambda finding: finding.order)),
        not_checked=tuple(sorted({*_shapeless(facts), *not_judged})),
        suppressed=outcome.suppressed,
        files=(
            *(document.file for document in facts.workspace.documents),
            *(error.file for error in facts.workspace.unreadable),
        ),
        rows=sum(len(project.utterances) for project in facts.projects),
        outdated=outcome.outdated,
        beyond=beyond,
        asked=tuple(rule.code for rule in asked),
    )


def _within_budget(
    found: Iterable[Finding], rules: Iterable[Rule], most: int
) -> tuple[list[Finding], tuple[tuple[str, int], ...]]:
    """Of each budgeted rule the findings of most value, and how many more there are, by code."""
    budgeted = {rule.code for rule in rules if rule.budgeted}
    shown: Counter[str] = Counter()
    kept: list[Finding] = []
    for finding in sorted(found, key=lambda item: (-item.value, item.order)):
        shown[finding.code] += finding.code in budgeted
        if shown[finding.code] <= most:
            kept.append(finding)
    return kept, tuple((code, count - most) for code, count in sorted(shown.items()) if count > most)


def _found(rules: Iterable[Rule], facts: Facts) -> tuple[list[Finding], list[NotChecked]]:
    """What the rules find, and which of them could not be judged."""
    mendable = {document.file for document in facts.workspace.documents if document.patchable}
    found: list[Finding] = []
    not_judged: list[NotChecked] = []
    for rule in rules:
        try:
            # Not `+=` of a list: what a rule yields before it says what it cannot judge is kept.
            found.extend(_finding(rule, hit, facts, mendable) for hit in rule.check(facts))
        except NotJudgedError as reason:
            not_judged.append(NotChecked(f"{rule.code} {rule.name}", str(reason)))
    return found, not_judged


def _shapeless(facts: Facts) -> Iterator[NotChecked]:
    for document in facts.workspace.documents:
        if not document.has_shape:
            why = _why_shapeless(document.violations, document.why)
            yield NotChecked(document.file, f"only its shape was checked: {why}")


def _why_shapeless(violations: tuple[object, ...], why: str) -> str:
    return "it has not the shape of its kind" if violations else why


def _finding(rule: Rule, hit: Hit, facts: Facts, mendable: set[str]) -> Finding:
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
        fix=hit.fix if hit.file in mendable else None,
        mark=mark,
        line=hit.line,
        column=hit.column,
        value=hit.value,
    )


def _excerpt(text: str, mark: tuple[int, int] | None) -> tuple[str, tuple[int, int] | None]:
    """The first 60 characters, or the 60 around a mark that lies beyond them; an ellipsis says where more stands."""
    start = 0 if mark is None or mark[1] <= _EXCERPT else max(0, min(mark[0] - _EXCERPT // 3, len(text) - _EXCERPT))
    shown, before = text[start : start + _EXCERPT], "…" if start else ""
    after = "…" if start + _EXCERPT < len(text) else ""
    shift = len(before) - start
    return before + shown + after, None if mark is None else (
        mark[0] + shift,
        min(mark[1] + shift, len(before + shown)),
    )

"""What is unlinked, said twice, mislabelled, hard to tell apart, or missing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from curation.analysis.blocks import single_threaded
from curation.analysis.labels import FEWEST_GROUPS, FEWEST_TEXTS
from curation.model.report import NotChecked
from curation.rules import all_rules, judge, rules_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from curation.facts import Facts
    from curation.model.report import Report

__all__ = ["inspect"]

_NAMED = 5


def inspect(facts: Facts) -> Report:
    """Findings of the rules that look at all rows together, and the intents that have too few texts to be judged."""
    with single_threaded():
        report = judge(facts, rules_of("inspect"), all_rules())
    found = tuple(replace(finding, fix=None) for finding in report.findings)  # `check` mends, and says so
    kept_out = tuple(replace(item, finding=replace(item.finding, fix=None)) for item in report.suppressed)
    return replace(
        report,
        findings=found,
        suppressed=kept_out,
        not_checked=tuple(sorted({*report.not_checked, *_too_small(facts)})),
    )


def _too_small(facts: Facts) -> Iterator[NotChecked]:
    """What is not judged beside what is: whole scopes, and intents. Where nothing is, the rules say so themselves."""
    if not any(scope.samples for scope in facts.scoped):
        return
    for scope in facts.scoped:
        if scope.keys and not scope.samples:
            yield NotChecked(
                f"intents of {scope.name}",
                f"fewer than two of {FEWEST_GROUPS} texts that are not nearly the same, or than {FEWEST_TEXTS} in all",
            )
        small = [name for name, groups in scope.groups_per_intent.items() if groups < FEWEST_GROUPS]
        if small and scope.samples:
            named = _named(small)
            yield NotChecked(
                f"intents of {scope.name}: {named}",
                f"fewer than {FEWEST_GROUPS} texts that are not nearly the same: not judged",
            )
        cells = {(scope.samples[at].intent, scope.samples[at].language) for at in scope.alone_in_language}
        if cells:
            named = _named([f"{intent} in {language}" for intent, language in sorted(cells)])
            yield NotChecked(
                f"texts of {scope.name}: {named}", "no other text of the intent in that language: not judged"
            )


def _named(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names[:_NAMED]) + (" and more" if len(names) > _NAMED else "")

"""What is unlinked, said twice, mislabelled, hard to tell apart, or missing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from curation.analysis.blocks import single_threaded
from curation.analysis.labels import FEWEST_GROUPS
from curation.model.report import NotChecked
from curation.rules import all_rules, judge, rules_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts
    from curation.model.report import Report

__all__ = ["inspect"]

_NAMED = 5


def inspect(facts: Facts) -> Report:
    """Findings of the rules that look at all rows together, and the intents that have too few texts to be judged."""
    with single_threaded():
        report = judge(facts, rules_of("inspect"), all_rules())
    return replace(report, not_checked=tuple(sorted({*report.not_checked, *_too_small(facts)})))


def _too_small(facts: Facts) -> Iterator[NotChecked]:
    """Of scopes in which others are judged, the intents that are not; in the rest the rules say so themselves."""
    for scope in facts.scoped:
        small = [name for name, groups in scope.groups_per_intent.items() if groups < FEWEST_GROUPS]
        if small and scope.samples:
            named = ", ".join(f'"{name}"' for name in small[:_NAMED]) + (" and more" if len(small) > _NAMED else "")
            yield NotChecked(f"intents of {scope.name}: {named}", "fewer than five distinct texts: not judged")

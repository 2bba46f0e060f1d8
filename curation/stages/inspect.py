"""What is unlinked, said twice, or hard to tell apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.rules import all_rules, judge, rules_of

if TYPE_CHECKING:
    from curation.facts import Facts
    from curation.model.report import Report

__all__ = ["inspect"]


def inspect(facts: Facts) -> Report:
    """Findings of the rules that look at all rows together: links, duplicates across intents, ambiguity."""
    return judge(facts, rules_of("inspect"), all_rules())

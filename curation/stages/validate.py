"""Whether files are what the service accepts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.rules import all_rules, judge, rules_of

if TYPE_CHECKING:
    from curation.facts import Facts
    from curation.model.report import Report

__all__ = ["validate"]


def validate(facts: Facts) -> Report:
    """Findings of every rule that can be judged without statistics; fast, and without heavy libraries."""
    return judge(facts, rules_of("validate"), all_rules())

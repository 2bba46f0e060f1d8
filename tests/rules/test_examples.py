"""Every rule proves itself: its bad examples show it, its good ones keep it silent."""

from __future__ import annotations

import pytest
from workspaces import facts_of

from curation.model.finding import Severity
from curation.rules import all_rules, judge

RULES = all_rules()
ERRORS = [rule for rule in RULES if rule.severity is Severity.ERROR]
BAD = [(rule, example) for rule in RULES for example in rule.bad]
GOOD = [(rule, example) for rule in RULES for example in rule.good]


def codes(example, rules) -> set[str]:
    return {finding.code for finding in judge(facts_of(example), rules, RULES).findings}


@pytest.mark.parametrize(("rule", "example"), BAD, ids=lambda item: getattr(item, "code", ""))
def test_a_bad_example_makes_its_rule_fire(rule, example):
    assert codes(example, [rule]) == {rule.code}


@pytest.mark.parametrize(("rule", "example"), GOOD, ids=lambda item: getattr(item, "code", ""))
def test_a_good_example_keeps_its_rule_silent(rule, example):
    assert codes(example, [rule]) == set()


@pytest.mark.parametrize(("rule", "example"), BAD, ids=lambda item: getattr(item, "code", ""))
def test_a_bad_example_shows_no_error_but_its_own(rule, example):
    assert codes(example, ERRORS) <= {rule.code}


@pytest.mark.parametrize(
    ("rule", "example"), [(r, e) for r, e in GOOD if "validate" in r.stages], ids=lambda item: getattr(item, "code", "")
)
def test_a_good_example_has_no_error_at_all(rule, example):
    assert codes(example, ERRORS) == set()

"""Every rule proves itself: its bad examples show it, its good ones keep it silent."""

from __future__ import annotations

import pytest
from workspaces import facts

from curation.rules import all_rules, judge

RULES = all_rules()
BAD = [(rule, example) for rule in RULES for example in rule.bad]
GOOD = [(rule, example) for rule in RULES for example in rule.good]


def codes(example, rules) -> set[str]:
    made = facts(example.files, example.settings, decisions=example.decisions, together=example.together)
    return {finding.code for finding in judge(made, rules).findings}


@pytest.mark.parametrize(("rule", "example"), BAD, ids=lambda item: getattr(item, "code", ""))
def test_a_bad_example_makes_its_rule_fire(rule, example):
    assert codes(example, [rule]) == {rule.code}


@pytest.mark.parametrize(("rule", "example"), GOOD, ids=lambda item: getattr(item, "code", ""))
def test_a_good_example_keeps_its_rule_silent(rule, example):
    assert codes(example, [rule]) == set()


@pytest.mark.parametrize(("rule", "example"), BAD, ids=lambda item: getattr(item, "code", ""))
def test_a_bad_example_shows_no_other_mistake_of_its_stage(rule, example):
    others = [other for other in RULES if set(other.stages) & set(rule.stages)]
    assert codes(example, others) == {rule.code}


@pytest.mark.parametrize(
    ("rule", "example"), [(r, e) for r, e in GOOD if "validate" in r.stages], ids=lambda item: getattr(item, "code", "")
)
def test_a_good_example_is_good_in_every_way_a_file_can_be(rule, example):
    assert codes(example, [other for other in RULES if "validate" in other.stages]) == set()

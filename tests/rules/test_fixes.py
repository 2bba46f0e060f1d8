"""A rule that mends does what its example says, leaves nothing of its kind, and a second time changes nothing."""

from __future__ import annotations

import json

import pytest
from workspaces import facts_of, to_bytes

from curation.formats.patch import applied, patched
from curation.rules import all_rules, judge

RULES = all_rules()
FIXED = [(rule, example) for rule in RULES for example in rule.bad if example.fixed is not None]
OTHERS = [(rule, example) for rule in RULES for example in (*rule.bad, *rule.good) if example.fixed is None]


def mended(rule, example, files):
    """The files after every fix of one rule, and how many there were."""
    from dataclasses import replace

    found = judge(facts_of(replace(example, content=files)), [rule], RULES).findings
    after = dict(files)
    for file, value in files.items():
        edits = []
        for finding in found:
            if finding.file == file and finding.fix:
                edits += [edit for edit in finding.fix.edits if edit not in edits]
        if edits:
            text = to_bytes(value).decode()
            after[file] = json.loads(patched(text, json.loads(text), edits))
            assert after[file] == applied(json.loads(text), edits)
    return after, found


@pytest.mark.parametrize(("rule", "example"), FIXED, ids=lambda item: getattr(item, "code", ""))
def test_a_rule_mends_its_example_and_is_silent_then(rule, example):
    after, found = mended(rule, example, example.files)
    assert after == json.loads(json.dumps(example.fixed))
    assert mended(rule, example, after) == (after, ())
    assert {finding.fix.safe for finding in found} == {not example.unsafe}


@pytest.mark.parametrize(("rule", "example"), OTHERS, ids=lambda item: getattr(item, "code", ""))
def test_an_example_without_an_outcome_has_no_fix(rule, example):
    assert [f for f in judge(facts_of(example), [rule], RULES).findings if f.fix] == []


def test_no_fix_moves_an_utterance_to_another_intent():
    for rule, example in FIXED:
        for finding in judge(facts_of(example), [rule], RULES).findings:
            for edit in finding.fix.edits:
                assert not edit.pointer.endswith("/intent"), rule.code

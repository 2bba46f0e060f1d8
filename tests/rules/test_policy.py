"""Severity, ignores and excerpts: what decides whether a pipeline turns red."""

from __future__ import annotations

from pathlib import Path

import pytest
from workspaces import facts

from curation.errors import CurationError
from curation.rules import all_rules, find_rule, judge
from curation.rules._samples import sample_row

TABLE = Path(__file__).parent / "severities.txt"


def test_the_severity_of_a_rule_is_changed_on_purpose_only():
    assert "".join(f"{rule.code} {rule.severity}\n" for rule in all_rules()) == TABLE.read_text()


def codes(rows, *ignores, rule="UTT002"):
    made = facts(
        {"a.json": rows, "b.json": [sample_row(" ", "C")]}, {"ignore": [{"reason": "r", **i} for i in ignores]}
    )
    report = judge(made, [find_rule(rule)])
    return [(f.file, f.subject) for f in report.findings], [(s.finding.file, s.reason) for s in report.suppressed]


ROWS = [sample_row(" ", "A"), sample_row("x", "A"), sample_row("", "B")]


def test_an_ignore_is_as_narrow_as_it_says():
    everything = [("a.json", "A"), ("a.json", "B"), ("b.json", "C")]
    assert codes(ROWS) == (everything, [])
    assert codes(ROWS, {"code": "UTT002"})[0] == []
    assert codes(ROWS, {"code": "UTT001"})[0] == everything
    assert codes(ROWS, {"code": "UTT002", "file": "a*"}) == ([("b.json", "C")], [("a.json", "r"), ("a.json", "r")])
    assert codes(ROWS, {"code": "UTT002", "intent": "B"})[0] == [("a.json", "A"), ("b.json", "C")]
    assert codes(ROWS, {"code": "UTT002", "intent": "B", "file": "b*"})[0] == everything


def test_a_file_that_could_not_be_checked_cannot_be_ignored_green():
    assert len(codes([{"text": 5, "intent": "A"}], {"code": "SCH001"}, rule="SCH001")[0]) == 1


def test_an_excerpt_has_60_characters_and_says_that_there_are_more():
    made = facts({"u.json": [sample_row("x" * 600, "A")]})
    (finding,) = judge(made, [find_rule("UTT001")]).findings
    assert finding.excerpt == "x" * 60 + "…"


def test_personal_data_is_not_in_the_finding():
    made = facts({"u.json": [sample_row("write to mira@larkfield.zz", "A")]})
    (finding,) = judge(made, [find_rule("TXT008")]).findings
    assert "mira" not in str(finding)


@pytest.mark.parametrize(
    ("word", "hint"),
    [("LNKS", 'did you mean "LNK"?'), ("TXT0088", 'did you mean "TXT008"?'), ("personal-date", 'did you mean "personal-data"?'),
     ("xyzzy", "`curation rules` lists them all")],
)  # fmt: skip
def test_a_selector_that_names_nothing_is_answered_with_the_nearest_code_family_or_name(word, hint):
    with pytest.raises(CurationError) as refused:
        judge(facts({"u.json": []}, {"check": {"select": [word]}}), all_rules())
    assert str(refused.value) == f'there is no rule or family "{word}"; {hint}'

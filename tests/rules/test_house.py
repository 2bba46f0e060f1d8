"""The house rules of rules."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import curation.rules
from curation.errors import CurationError
from curation.formats.schemas import load_schema, schema_names
from curation.model.finding import Severity
from curation.rules import all_rules, find_rule
from curation.rules._rule import rule

FOLDER = Path(curation.rules.__file__).parent


def test_every_module_of_the_folder_is_a_rule_and_named_like_it():
    modules = {path.stem for path in FOLDER.glob("*.py") if not path.stem.startswith("_")}
    assert {found.name.replace("-", "_") for found in all_rules()} == modules


def test_codes_are_three_letters_and_three_digits_and_unique():
    codes = [found.code for found in all_rules()]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch("[A-Z]{3}[0-9]{3}", code) for code in codes)


def test_the_summary_is_a_sentence_and_there_is_a_why():
    for found in all_rules():
        assert found.summary.endswith("."), found.code
        assert len(found.why) > 40, found.code


def test_there_are_at_least_fifteen_rules_for_the_upload_gate():
    assert sum("validate" in found.stages for found in all_rules()) >= 15


def test_an_error_rests_on_more_than_our_own_statistics():
    assert [
        found.code for found in all_rules() if found.severity is Severity.ERROR and found.evidence == "measured"
    ] == []


def test_a_rule_file_stays_short():
    long = {path.name: len(path.read_text().splitlines()) for path in FOLDER.glob("[a-z]*.py")}
    assert {name: lines for name, lines in long.items() if lines > 100} == {}


def test_a_limit_that_a_schema_leaves_to_a_rule_has_that_rule():
    codes = {found.code for found in all_rules()}
    named = {
        code for name in schema_names() for code in re.findall(r'"x-rule": "(\w+)"', json.dumps(load_schema(name)))
    }
    assert named
    assert named <= codes


def test_a_rule_is_found_by_code_and_by_name_in_any_case():
    assert find_rule("ent003").name == "span-out-of-range"
    assert find_rule("Span-Out-Of-Range").code == "ENT003"


def test_a_wrong_code_names_the_nearest():
    with pytest.raises(CurationError, match=r'there is no rule "spam-out-of-range"; did you mean span-out-of-range\?'):
        find_rule("spam-out-of-range")


def test_a_rule_without_reasons_is_refused():
    with pytest.raises(CurationError, match="rule XXX001: a rule has a summary, a why"):

        @rule("XXX001", "x", severity=Severity.NOTE, good=(), bad=(), evidence="ours", source="")
        def nothing(facts):
            """Only a summary."""

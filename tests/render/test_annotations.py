"""Lines for build services: exact, capped, and with one command each at most."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from workspaces import curation, write_files

from curation.model.finding import Finding, Severity
from curation.model.report import Report
from curation.render.annotations import azure_lines, concise_lines, github_lines, json_lines
from curation.rules._samples import sample_row


def finding(message="it is wrong", *, severity=Severity.ERROR, file="a/u.json", line=3, column=7):
    return Finding("INT001", "invalid-intent-name", severity, message, file, "/0/intent", line=line, column=column)


def test_each_service_gets_its_own_form():
    report = Report((finding("50 % of it: a, b; c]"),), files=("a/u.json",), rows=1)
    assert list(github_lines(report)) == [
        "::error file=a/u.json,line=3,col=7,title=INT001 invalid-intent-name::50 %25 of it: a, b; c]",
        "1 error in 1 file, 1 utterance",
    ]
    assert list(azure_lines(report)) == [
        "##vso[task.logissue type=error;sourcepath=a/u.json;linenumber=3;columnnumber=7;code=INT001;]"
        "50 %AZP25 of it: a, b; c]",
        "1 error in 1 file, 1 utterance",
    ]
    assert next(concise_lines(report)) == "a/u.json:3:7: error INT001 50 % of it: a, b; c]"


def test_properties_are_escaped_more_than_messages():
    report = Report((finding(file="a,b:c;d].json"),))
    assert "file=a%2Cb%3Ac;d].json," in next(github_lines(report))
    assert "sourcepath=a,b:c%3Bd%5D.json;" in next(azure_lines(report))


def test_github_shows_ten_of_each_kind_and_says_how_many_more():
    many = [finding(line=n + 1) for n in range(25)] + [finding(severity=Severity.NOTE, line=n + 1) for n in range(12)]
    lines = list(github_lines(Report(tuple(many))))
    assert sum(line.startswith("::error") for line in lines) == 10
    assert sum(line.startswith("::notice file") for line in lines) == 10
    assert lines[-2] == "::notice title=curation::17 more findings in the log of this step"


hostile = st.lists(
    st.sampled_from(
        ["##vso[task.complete]", "::error::x", "\n", "\r", "%", ";", "]", ",", ":", "a", "\x1b[31m", "\ud800"]
    ),
    max_size=6,
).map("".join)


@settings(max_examples=200)
@given(hostile | st.text(), hostile | st.text())
def test_a_line_holds_its_own_command_and_no_other(message, file):
    report = Report((finding(message, file=file),))
    (azure, _), (github, _) = azure_lines(report), github_lines(report)
    assert azure.lower().count("##vso[") == 1
    assert "##[" not in azure
    assert azure.count("]") >= 1
    assert "\n" not in azure + github
    assert re.fullmatch(r"::error file=[^:,]*,line=3,col=7,title=INT001 invalid-intent-name::.*", github)
    for line in (*concise_lines(report), *json_lines(report)):
        assert "##vso[" not in line.lower()
        assert not line.startswith("::")


def test_several_formats_in_one_run_each_to_its_place(tmp_path):
    folder = write_files(tmp_path / "in", {"u.json": [sample_row("a", "B:C")]})
    found = tmp_path / "found.json"
    result = curation("check", folder / "u.json", "-f", "concise", "-f", f"json={found}", "-f", "azure")
    assert result.code == 1
    assert result.out.count("INT001") == 2
    assert '"code": "INT001"' in found.read_text()


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ("sarff", 'there is no format "sarff"'),
        ("azur", 'there is no format "azur"; did you mean azure?'),
        ("json=", "json=: name a file behind the equals sign, or leave it out"),
    ],
)
def test_a_wrong_format_says_what_there_is(tmp_path, option, words):
    folder = write_files(tmp_path / "in", {"u.json": [sample_row("a", "B")]})
    result = curation("check", folder, "-f", option)
    assert (result.code, words in result.err) == (2, True)
    clash = curation("check", folder, "-f", f"json={tmp_path}/x", "-f", f"jsonl={tmp_path}/x")
    assert clash.err == "error: two formats go to one file; give each a file of its own\n"

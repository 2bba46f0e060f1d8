"""Reports for services: read back by others, capped, and inert."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from junitparser import JUnitXml
from workspaces import curation, write_files

from curation.model.finding import Finding, Severity
from curation.model.report import NotChecked, Report
from curation.render.findings import report_text
from curation.render.findings_markdown import report_markdown
from curation.render.junit import junit_text
from curation.render.sarif import sarif_text
from curation.rules._samples import clu, sample_row, sample_span

PIPELINE = {
    "TF_BUILD": "True", "SYSTEM_COLLECTIONURI": "https://dev.example/contoso/", "SYSTEM_TEAMPROJECT": "Bots", "SYSTEM_DEFINITIONID": "7",
    "SYSTEM_PHASEID": "3a3a2a60-14c7-570b-14a4-fa42ad92f52a", "SYSTEM_PHASENAME": "Check", "BUILD_SOURCEBRANCH": "refs/heads/main", "BUILD_BUILDID": "99",
    "BUILD_DEFINITIONNAME": "gate",
}  # fmt: skip


def finding(
    n=0, *, severity=Severity.ERROR, code="INT001", message="it is wrong", file="a b/u.json", excerpt="a table"
):
    return Finding(
        code, "invalid-intent-name", severity, message, file, f"/{n}/intent", excerpt=excerpt, fingerprint=f"{n:016x}",
        line=n + 1, column=7, end_line=n + 1, end_column=12,
    )  # fmt: skip


def test_a_sarif_result_says_where_what_and_which():
    run = json.loads(sarif_text(Report((finding(3),))))["runs"][0]
    assert run["columnKind"] == "utf16CodeUnits"
    assert run["automationDetails"] == {"id": "curation/check/"}
    assert run["tool"]["driver"]["rules"][0]["id"] == "INT001"
    assert run["results"] == [{
        "ruleId": "INT001", "ruleIndex": 0, "level": "error", "message": {"text": "it is wrong"},
        "locations": [{"physicalLocation": {
            "artifactLocation": {"uri": "a%20b/u.json", "uriBaseId": "SRCROOT"},
            "region": {"startLine": 4, "startColumn": 7, "endLine": 4, "endColumn": 12},
        }}],
        "partialFingerprints": {"primaryLocationLineHash": "0000000000000003:1"},
        "properties": {"pointer": "/3/intent", "subject": ""},
    }]  # fmt: skip


def test_sarif_has_no_more_results_than_github_takes_and_keeps_the_worst():
    notes = tuple(finding(n, severity=Severity.NOTE) for n in range(25_000))
    run = json.loads(sarif_text(Report((*notes, finding(25_000)))))["runs"][0]
    assert len(run["results"]) == 25_000
    assert run["results"][0]["level"] == "error"
    (note,) = run["invocations"][0]["toolExecutionNotifications"]
    assert note["message"]["text"] == "1 more findings are left out; the worst are shown"


def test_in_azure_pipelines_sarif_names_the_build():
    details = json.loads(sarif_text(Report((finding(),)), PIPELINE))["runs"][0]["automationDetails"]
    assert (
        details["id"]
        == "azuredevops/pipeline/build/contoso/Bots/7/3a3a2a60-14c7-570b-14a4-fa42ad92f52a/refs%2Fheads%2Fmain/99"
    )
    assert details["properties"]["azuredevops/pipeline/build/buildDefinitionName"] == "gate"


def test_junit_is_read_back_with_what_failed_and_what_passed(tmp_path):
    report = Report(
        (finding(0), finding(1), finding(2, severity=Severity.WARNING, code="TXT001")),
        files=("a b/u.json", "b.json"),
        asked=("INT001", "TXT001", "UTT001"),
    )
    path = tmp_path / "j.xml"
    path.write_text(junit_text(report), encoding="utf-8")
    suites = list(JUnitXml.fromfile(str(path)))
    assert [(s.name, s.tests, s.failures) for s in suites] == [("a b/u.json", 3, 1), ("b.json", 3, 0)]
    first, second, third = suites[0]
    assert first.result[0].message == "2 times: An intent name has characters or a length the service does not take."
    assert first.result[0].text == "a b/u.json:1:7: error it is wrong\na b/u.json:2:7: error it is wrong"
    assert "a b/u.json:3:7: warning it is wrong" in second.system_out
    assert second.result == third.result == []


def test_markdown_sums_up_and_stops_before_a_service_refuses_it():
    text = report_markdown(
        Report((finding(), finding(1, code="TXT001", severity=Severity.NOTE)), files=("a b/u.json",))
    )
    assert "| error | INT001 | An intent name has characters" in text
    assert "| error | a b/u.json:1:7 | INT001 | it is wrong<br>a table |" in text
    large = report_markdown(Report(tuple(finding(n, message="x" * 500) for n in range(3000))))
    assert len(large.encode()) < 1_000_000
    assert re.search(r"^and 1,[0-9]{3} more$", large, re.MULTILINE)


def test_of_a_rule_that_weighs_its_findings_the_weightiest_are_shown_in_order_of_line():
    many = tuple(replace(finding(n, code="AMB002"), value=(n * 7 % 13) / 13) for n in range(13))
    text = report_text(Report(many, files=("u.json",)))
    weighty = [n for n in range(13) if n * 7 % 13 >= 3]
    assert [int(line.split(":")[0]) for line in text.splitlines() if "AMB002  " in line] == [
        many[n].line for n in weighty
    ]
    assert "... AMB002 3 more times of less weight in this file" in text


def test_ten_thousand_findings_are_still_a_page():
    rules = ("INT001", "UTT002", "TXT001")
    many = tuple(finding(n, code=rules[n % 3], file=f"{n % 40:02}.json") for n in range(10_000))
    text = report_text(
        Report(tuple(sorted(many, key=lambda f: f.order)), files=tuple(f"{n:02}.json" for n in range(40)))
    )
    assert len(text.splitlines()) < 800
    assert "INT001 74 more times in this file" in text or "INT001 73 more times in this file" in text
    assert "more files with findings follow" in text
    assert text.endswith("10,000 errors in 40 files, 0 utterances\n")


def test_a_mark_stands_under_the_words_that_are_meant(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    row = sample_row("🚲 日本 for two\u200b now", "Reserve", entities=[sample_span("Size", 9, 4)])
    write_files(tmp_path, {"p.clu.json": clu(row, entities=("Size",))})
    assert curation("check", "p.clu.json", "--select", "ENT006,TXT003").out == (
        "p.clu.json\n"
        "     1:305  warning  TXT003  the text holds an invisible character (U+200B); remove it, and move the spans [*]\n"
        "                             > 🚲 日本 for two\\u200b now\n"
        "                                              ^^^^^^\n"
        '     1:417  warning  ENT006  the span of "Size" has white space at its edge; move the edge to the word [*]\n'
        "                             > 🚲 日本 for two\\u200b now\n"
        "                                          ^^^^\n"
        "\n"
        "2 warnings in 1 file, 1 utterance; 2 [*] can be mended with --fix\n"
    )


def test_what_was_not_checked_is_in_every_report():
    report = Report(not_checked=(NotChecked("LNK003", "no task files"),))
    for made in (report_text, report_markdown, sarif_text):
        assert "no task files" in made(report)


hostile = st.lists(
    st.sampled_from(["##vso[task.complete]", "::error::x", "\n", "\r", "<script>", "]]>", "&", "|", "\x00", "\x1b[31m", "\ud800", "\ufffe", "`", "a"]),
    max_size=6,
).map("".join)  # fmt: skip


@settings(max_examples=150)
@given(hostile | st.text(), hostile | st.text(), hostile | st.text())
def test_no_report_lets_hostile_text_out(message, file, excerpt):
    report = Report(
        (finding(message=message, file=file or "f", excerpt=excerpt),), files=(file or "f",), asked=("INT001",)
    )
    JUnitXml.fromstring(junit_text(report).encode("utf-8"))
    json.loads(sarif_text(report))
    for made in (junit_text, sarif_text, report_markdown, report_text):
        for line in made(report).splitlines():
            assert "##vso[" not in line.casefold()
            assert not line.lstrip().startswith("::")
            assert "\x1b" not in line
    assert "<script>" not in junit_text(report) + report_markdown(report)


@pytest.mark.slow
def test_sarif_passes_the_validator_of_its_authors(tmp_path, sample_data):
    """`npm install @microsoft/sarif-multitool`, found at $SARIF_MULTITOOL or installed here; its exit code says nothing."""
    tool = os.environ.get("SARIF_MULTITOOL")
    if tool is None:
        if shutil.which("npm") is None:
            pytest.skip("no npm here to install sarif-multitool with")
        subprocess.run(["npm", "install", "--silent", "@microsoft/sarif-multitool"], cwd=tmp_path, check=True)
        tool = str(next(tmp_path.glob("node_modules/@microsoft/sarif-multitool-*/Sarif.Multitool")))
    path = tmp_path / "found.sarif"
    report_path = f"sarif={path}"
    for kinds, environment in (("Sarif;Ghas", {}), ("Sarif;Ado", PIPELINE)):
        command = [shutil.which("curation") or "curation", "check", str(sample_data / "messy"), "-f", report_path]
        subprocess.run(command, env={**os.environ, **environment}, check=False)
        result = subprocess.run(
            [tool, "validate", str(path), "--rule-kind", kinds], capture_output=True, text=True, check=False
        )
        assert "Analysis completed successfully" in result.stdout
        assert [line for line in result.stdout.splitlines() if ": error " in line] == []
    assert Path(path).stat().st_size > 10_000

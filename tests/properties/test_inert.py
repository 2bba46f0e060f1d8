"""Hostile text comes out inert in every output."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from workspaces import curation, write_files

from curation.render.inert import inert, inert_json, inert_markdown

HOSTILE = [
    "##vso[task.setvariable variable=x]y", "##VSO[task.complete]", "##[error]boo", "::error::boo", "  ::warning::x",
    "\x1b[31mred\x1b[0m", "a\nb\r##vso[x]", "\u202eevil", "\u2028::error", "<script>alert(1)</script>", "<img src=x>",
    "[click](javascript:alert(1))", "| a | b |", "`code`", "=cmd|' /C calc'!A0", "\ud800", "\x00", "🚲 ok",
]  # fmt: skip

hostile = st.lists(st.sampled_from([*HOSTILE, "a", " ", "#", "[", ":", "\n", "vso"]), min_size=1, max_size=5).map(
    "".join
)


def live_command(line: str) -> bool:
    return "##vso[" in line.lower() or "##[" in line or line.lstrip().startswith("::")


@given(hostile | st.text())
@example("####vso[x]")
@example("::::")
def test_a_line_of_text_holds_no_command_and_no_control_character(text):
    shown = inert(text)
    assert not live_command(shown)
    assert (
        re.search("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029\ud800-\udfff]", shown) is None
    )


@given(hostile | st.text())
def test_json_keeps_its_value_and_holds_no_command(text):
    shown = inert_json(json.dumps({"text": text}))
    assert json.loads(shown) == {"text": text}
    assert not any(live_command(line) for line in shown.splitlines())


@given(hostile | st.text())
def test_markdown_holds_no_tag_no_link_and_no_cell(text):
    shown = inert_markdown(text)
    assert "<" not in shown
    assert re.search(r"(?<!\\)[|`\[\]*_#]", shown.replace("\\\\", "")) is None


@pytest.mark.parametrize("command", ["run", "check", "inspect", "propose", "split", "decide"])
@settings(max_examples=15)
@given(text=hostile, intent=hostile)
def test_no_command_lets_hostile_text_out(command, tmp_path_factory, text, intent):
    folder = tmp_path_factory.mktemp("hostile")
    rows = [{"text": text, "intent": intent}, {"text": text + "?", "intent": "Other"}, {"text": "x", "intent": ""}]
    task = {"metadata": {"projectName": intent}, "assets": {"qnas": [{"id": 1, "questions": [text, intent]}]}}
    write_files(folder, {"in/u.json": rows, "in/q.json": task})
    formats = ("text", "json")
    if command == "check":
        formats = (*formats, "concise", "jsonl", "sarif", "junit", "markdown")
    for output_format in formats:
        extra = ["-o", folder / "out", "--force"] if command == "run" else []
        result = curation(command, folder / "in", *extra, "-f", output_format)
        assert result.code in (0, 1), result.err
        for line in result.out.splitlines():
            assert not live_command(line), line
            assert "\x1b" not in line
    if (folder / "out/report.md").exists():
        assert "<script>" not in (folder / "out/report.md").read_text()


@settings(max_examples=25)
@given(text=hostile, intent=hostile)
def test_a_diff_and_a_list_of_changes_let_no_hostile_text_out(tmp_path_factory, text, intent):
    folder = tmp_path_factory.mktemp("hostile")
    rows = [{"text": f"{text} ", "intent": intent}, {"text": f" {text}\t", "intent": "Other"}]
    (folder / "u.json").write_text(
        json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8", errors="backslashreplace"
    )
    for options in (["--diff"], ["--fix"]):
        result = curation("check", folder / "u.json", *options, "--unsafe-fixes")
        assert result.code in (0, 1, 2), result.err
        for line in (result.out + result.err).splitlines():
            assert not live_command(line), line
            assert "\x1b" not in line

"""What a person at a terminal sees, and what a pipe, a plain console and a shell that completes words get."""

from __future__ import annotations

import fcntl
import io
import os
import pty
import struct
import subprocess
import sys
import termios

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from workspaces import curation, read_terminal, write_files

from curation import __version__, api
from curation.errors import CurationError
from curation.model.standing import BundleState
from curation.model.versions import RULE_SET, SHAPES
from curation.render.terminal import BLOCKS, encodable, is_terminal, spark, terminal_bar, wrapped
from curation.rules import all_rules
from curation.rules._samples import clu, orchestration, sample_row, to_clu

COLOUR = {**os.environ, "TERM": "xterm-256color", "NO_COLOR": ""}


def at_terminal(*arguments, columns=80, environment=None):
    """What the command writes to a terminal of so many columns."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    command = [sys.executable, "-m", "curation", *map(str, arguments)]
    environment = {k: v for k, v in (environment or COLOUR).items() if k != "COLUMNS"}
    with subprocess.Popen(command, stdout=theirs, stderr=subprocess.DEVNULL, env=environment):
        os.close(theirs)
        shown = read_terminal(ours)
    return shown.decode().replace("\r\n", "\n")


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_lines_are_as_wide_as_the_terminal_and_say_what_a_pipe_gets(sample_data, columns):
    file = sample_data / "messy" / "span-splits-emoji.clu.json"
    plain = at_terminal("check", file, columns=columns, environment={**COLOUR, "NO_COLOR": "1"})
    assert "\x1b" not in plain
    assert max(cell_len(line) for line in plain.splitlines()) <= columns
    said, piped = " ".join(plain.split()), " ".join(curation("check", file).out.split())
    assert said == piped if columns >= 80 else said.replace("best … ", "best friend pls ") == piped


def test_colours_only_repeat_what_words_say(sample_data):
    import re

    file = sample_data / "messy" / "span-splits-emoji.clu.json"
    coloured = at_terminal("check", file)
    assert "\x1b[1;31merror" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == at_terminal(
        "check", file, environment={**COLOUR, "NO_COLOR": "1"}
    )


def test_a_dumb_terminal_has_no_colour(sample_data):
    assert "\x1b" not in at_terminal("rules", environment={**COLOUR, "TERM": "dumb"})


def test_colour_can_be_asked_for_where_no_terminal_is(monkeypatch):
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    assert not is_terminal(io.StringIO())
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert is_terminal(io.StringIO())


def test_a_console_without_blocks_gets_plain_bars(sample_data):
    environment = {**os.environ, "PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}
    command = [sys.executable, "-m", "curation", "coverage", str(sample_data)]
    shown = subprocess.run(command, capture_output=True, env=environment, check=True).stdout.decode("cp1252")
    assert "@@@" in shown
    assert "\\u" not in shown


@given(st.text(alphabet=BLOCKS + "a…", max_size=20))
def test_what_a_stream_can_hold_stays_as_it_is(text):
    assert encodable(text, "utf-8") == text
    assert encodable(text, "ascii").isascii()
    assert len(encodable(text, "cp1252")) == len(text)


words = st.text(alphabet="ab é🚴 ", max_size=200).map(lambda text: " ".join(text.split()))


@given(words, st.integers(40, 100), st.sampled_from(["", "  ", "read      ", "     9:12  warning  ABC001  "]))
def test_wrapping_loses_and_adds_no_word(text, width, lead):
    lines = list(wrapped(lead + text, width))
    assert " ".join(" ".join(lines).split()) == " ".join((lead + text).split())
    longest = max((cell_len(word) for word in (lead + text).split()), default=0)
    indent = cell_len(lead) if cell_len(lead) <= width // 2 else 4
    assert all(cell_len(line) <= max(width, indent + 2 + longest, cell_len(lead) + longest) for line in lines)


def test_commands_stay_whole_and_carets_below_their_words():
    command = "  curation inspect " + "x" * 100
    assert list(wrapped(command, 80)) == [command]
    lines = [" " * 29 + "> " + "word " * 30, " " * 31 + "^^^^"]
    shown = list(wrapped("\n".join(lines), 80))
    assert (len(shown), len(shown[0]), shown[1]) == (2, 80, lines[1])


def test_bars_are_in_proportion():
    assert spark([1, 4, 8]) == "▂▅█"
    assert spark([0, 0]) == "▁▁"
    assert [terminal_bar(n, 10, 10) for n in (0, 1, 10, 20)] == ["", "█", "█" * 10, "█" * 10]
    assert terminal_bar(1, 1000, 8) == "█"
    assert terminal_bar(0, 0, 8) == ""


def test_inspect_counts_by_rule_at_the_end(sample_data):
    out = curation("inspect", sample_data).out
    table = out.rpartition("by rule (curation explain CODE says more)\n")[2].splitlines()
    report = api.inspect(sample_data)
    counted = {line.split()[0]: int(line.split()[-2]) for line in table if line.startswith("  ")}
    assert counted == {code: len([f for f in report.findings if f.code == code]) for code in counted}
    assert sum(counted.values()) == len(report.findings)
    assert table[-1].endswith("in 8 files, 394 utterances; 9 settled by decisions")


def test_versions_are_those_of_rules_and_shapes():
    import hashlib

    rows = sorted(f"{rule.code} {rule.severity} {rule.name}" for rule in all_rules())
    assert f"{len(rows)}, set {hashlib.sha256(chr(10).join(rows).encode()).hexdigest()[:6]}" == RULE_SET
    out = curation("--version").out.splitlines()
    assert out[:2] == [f"curation {__version__}", f"rules {RULE_SET}"]
    assert out[2].startswith("schemas findings 1, manifest 1, ")


def test_shapes_carry_the_versions_that_are_named(sample_data, tmp_path):
    import json

    api.build(sample_data, output=tmp_path / "dist", allow_open=True)
    assert json.loads((tmp_path / "dist/manifest.json").read_text())["schema_version"] == SHAPES["manifest"]
    assert json.loads((tmp_path / "dist/train-config.json").read_text())["schema_version"] == SHAPES["train-config"]
    assert curation("rules", "-f", "json").json["schema_version"] == SHAPES["findings"]
    assert curation("baseline", "write", sample_data, "-o", tmp_path / "b.json").code == 0
    assert json.loads((tmp_path / "b.json").read_text())["schema_version"] == SHAPES["baseline"]


BOOKED = [sample_row(f"book a table for {n}", "Book") for n in ("two", "three", "four", "five", "six")]
TABLES = clu(*[{**row, "intent": "Reserve"} for row in BOOKED], intents=("Reserve", "None"), name="Tables")


def test_without_a_command_the_next_step_is_named(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert next(words for words, _ in api.standing().steps).startswith("convert FILE")
    assert curation().out.startswith("There is nothing here that can be curated")
    desk = orchestration(*BOOKED, intents={"Book": None, "None": None}, name="Desk")
    write_files(tmp_path, {"desk.json": desk, "tables.json": TABLES})
    found = api.standing()
    assert (found.files, found.intents, found.tasks, found.open_intents, found.bundle) == (2, 1, 1, 1, BundleState.NONE)
    assert [words for words, _ in found.steps] == ["init", "review", "report"]
    assert "1 intent that leads to no task" in curation().out
    assert curation("init").code == 0
    linked = orchestration(*BOOKED, intents={"Book": to_clu("Tables"), "None": None}, name="Desk")
    write_files(tmp_path, {"desk.json": linked})
    assert [words for words, _ in api.standing().steps] == ["run", "report"]
    assert curation("run").code == 0
    assert (api.standing().bundle, [words for words, _ in api.standing().steps]) == (BundleState.CURRENT, ["report"])
    assert "the bundle in dist is made from these files" in curation().out
    write_files(tmp_path, {"tables.json": {**TABLES, "stringIndexType": "Nonsense"}})
    assert api.standing().errors > 0
    assert api.standing().bundle is BundleState.OUTDATED
    assert next(words for words, _ in api.standing().steps).startswith("check")
    shown = curation()
    assert (shown.code, "against an upload" in shown.out) == (0, True)


def test_a_folder_of_very_many_files_is_not_searched_without_being_named(tmp_path, monkeypatch):
    monkeypatch.setattr("curation.formats.load._MOST_ENTRIES", 3)
    write_files(tmp_path, {f"{n}.json": {} for n in range(4)})
    with pytest.raises(CurationError, match="more than 3 files"):
        api.standing(tmp_path)


def test_a_bundle_that_is_none_counts_as_none(tmp_path):
    write_files(tmp_path, {"tables.json": TABLES, "dist/manifest.json": {"inputs": 3}})
    assert api.standing(tmp_path).bundle is BundleState.NONE


def completed(line):
    """What zsh is offered for the last word."""
    environment = {**os.environ, "_CURATION_COMPLETE": "complete_bash", "COMP_WORDS": line,
                   "COMP_CWORD": str(len(line.split()) - 1)}  # fmt: skip
    command = [sys.executable, "-c", "import sys; sys.argv = ['curation']; from curation.cli._main import main; main()"]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False).stdout.split()


def test_codes_and_intents_are_completed(sample_data):
    assert completed("curation explain LBL00") == sorted(r.code for r in all_rules() if r.code.startswith("LBL00"))
    assert completed("curation check x --select LBL001,AMB0") == [
        f"LBL001,{r.code}" for r in all_rules() if r.code.startswith("AMB0")
    ]
    offered = completed(f"curation inspect {sample_data} --what-if merge:EndRental,Re")
    assert offered == [f"merge:EndRental,{name}" for name in ("Rentals", "RepairQuote", "RepairStatus", "ReturnBike")]
    assert completed("curation inspect nowhere --what-if drop:") == []
    assert completed("curation comp") == ["compare"]


def test_a_misspelt_command_or_option_is_answered_with_the_right_one():
    assert "compare" in curation("compre").err
    assert "--test-share" in curation("split", "--test-shar", "0.1").err

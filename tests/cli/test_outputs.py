"""What is written, and what is never written over; streams that are closed."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys

import pytest
from workspaces import curation, write_files

from curation import api
from curation.errors import CurationError
from curation.formats.files import write_atomically, written_in_pieces
from curation.render.terminal import wrapped
from curation.rules._samples import clu, sample_row, weather_and_music


@pytest.fixture
def folder(tmp_path):
    return write_files(
        tmp_path / "bot",
        {
            "u.json": weather_and_music()["u.json"],
            "decisions.csv": "intent,decision\nWeather,keep\n",
            "curation.toml": 'utterances = ["u.json"]\n',
        },
    )


@pytest.mark.parametrize("name", ["u.json", "curation.toml", "decisions.csv", "split.csv"])
@pytest.mark.parametrize("verb", ["check", "inspect", "what-if", "report"])
def test_no_output_replaces_what_is_read(folder, name, verb):
    assert curation("split", folder, "--record").code == 0
    before = (folder / name).read_bytes()
    command = {
        "check": ("check", folder, "-f", f"json={folder / name}"),
        "inspect": ("inspect", folder, "-f", f"markdown={folder / name}"),
        "what-if": ("inspect", folder, "--what-if", "merge:Music,Weather", "-f", f"json={folder / name}"),
        "report": ("report", folder, "-o", folder / name, "--force"),
    }[verb]
    result = curation(*command)
    assert (result.code, "is read here" in result.err) == (2, True), result.err
    assert (folder / name).read_bytes() == before


def test_a_record_in_which_somebody_made_notes_is_not_written_anew(folder):
    assert curation("split", folder, "--record").code == 0
    record = folder / "split.csv"
    lines = record.read_text().splitlines()
    noted = "\n".join([f"{lines[0]},note", *(f"{line},keep me" for line in lines[1:])]) + "\n"
    record.write_text(noted)
    result = curation("split", folder, "--record")
    assert (result.code, "split.csv: the column note would be lost" in result.err) == (2, True), result.err
    assert record.read_text() == noted
    assert curation("split", folder).code == 0


def test_what_is_written_is_as_private_as_this_process_makes_files(folder, tmp_path):
    def mode(path):
        return oct(path.stat().st_mode & 0o777)

    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    for mask, expected in ((0o077, "0o600"), (0o022, "0o644")):
        before = os.umask(mask)
        try:
            page = tmp_path / f"r{mask}.html"
            api.report(folder, output=page)
        finally:
            os.umask(before)
        assert mode(page) == expected
    api.report(folder, output=page, force=True)
    assert mode(page) == "0o644"
    task = {"t.json": clu(*weather_and_music()["u.json"], intents=("Music", "Weather", "None"), name="T")}
    api.run(write_files(tmp_path / "task", task), output=private)
    assert mode(private) == "0o700"


@pytest.mark.parametrize("command", [("check", "."), ("route", "will it rain", "."), ("coverage", "."), ("rules",)])
@pytest.mark.parametrize("closed", [1, 2])
def test_a_closed_stream_is_no_bug_and_takes_nothing_else_along(folder, command, closed):
    start = "import os, sys; os.close(int(sys.argv.pop(1)))\n"
    # What Python finds closed when it starts has no stream: so it is a process of its own that starts another.
    start += "os.execv(sys.executable, [sys.executable, '-m', 'curation', *sys.argv[1:]])"
    result = subprocess.run(
        [sys.executable, "-c", start, str(closed), *command], cwd=folder, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    if closed == 2:
        assert result.stdout
    assert "bug" not in result.stderr


def test_json_of_a_redacted_report_holds_no_word_of_an_utterance(folder, tmp_path):
    write_files(folder, {"u.json": [*weather_and_music()["u.json"], sample_row("Weather in Kumbakonam ", "Music")]})
    plain = curation("report", folder, "-o", tmp_path / "a.html", "-f", "json")
    masked = curation("report", folder, "-o", tmp_path / "b.html", "-f", "json", "--redact")
    assert "Kumbakonam" in plain.out
    assert "Kumbakonam" not in masked.out
    assert [f["code"] for f in masked.json["findings"]] == [f["code"] for f in plain.json["findings"]]
    assert not any(f["evidence"] for f in masked.json["findings"])
    assert "coverage" not in masked.json


def test_no_letter_sign_or_emoji_of_a_redacted_text_is_left():
    from curation.render.report_values import masked

    assert masked("मुझे เช่า 🚲🆘 ok?!\t\u202e¡") == "•••• •••• •• ••••\t••"


@pytest.mark.parametrize("width", range(40, 80))
def test_a_break_never_brings_a_command_to_the_front_of_a_line(width):
    for pad in range(20, 75):
        text = f"  12:3  note  INT009  {'w' * pad} ::error::pwned and some more words behind it"
        assert not any(line.lstrip().startswith("::") for line in wrapped(text, width))


def test_what_decisions_settle_is_kept_apart_in_inspect(sample_data):
    report = api.inspect(sample_data)
    settled = {item.finding.subject for item in report.suppressed if item.by == "decision"}
    open_ones = {finding.subject for finding in report.findings if finding.code == "LNK001"}
    decided = {row.split(",")[1] for row in (sample_data / "decisions.csv").read_text().splitlines()[1:]}
    assert settled
    assert settled.isdisjoint(open_ones)
    assert open_ones == set(api.decide(sample_data).open_intents) != decided
    assert (
        f"{len([i for i in report.suppressed if i.by == 'decision'])} settled by decisions"
        in curation("inspect", sample_data).out
    )


def test_a_bundle_is_outdated_when_anything_that_people_chose_changes(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    rows = weather_and_music()["u.json"]
    task = clu(*rows, intents=("Music", "Weather", "None"), name="Home")
    write_files(tmp_path, {"t.json": task, "curation.toml": '[[tasks]]\nfile = "t.json"\ndeployment = "live"\n'})
    steps = (
        lambda: (tmp_path / "curation.toml").write_text(
            '[[tasks]]\nfile = "t.json"\ndeployment = "live"\n[split]\nseed = 4\n'
        ),
        lambda: api.split(".", record=True),
        lambda: write_files(tmp_path, {"t.json": {**task, "projectFileVersion": "2022-10-01-preview"}}),
        lambda: (tmp_path / "decisions.csv").write_text("intent,decision,kind\n"),
    )
    for change in steps[:3]:
        api.run(".", force=True)
        assert str(api.standing().bundle) == "current"
        change()
        assert str(api.standing().bundle) == "outdated"
    api.run(".", force=True)
    steps[3]()  # no decision in it
    assert str(api.standing().bundle) == "current"


def test_what_a_draft_may_be_stands_against_an_upload_all_the_same(tmp_path):
    folder = write_files(
        tmp_path / "bot",
        {"u.json": [sample_row("", "Book")], "curation.toml": 'utterances = ["u.json"]\n[check]\nprofile = "draft"\n'},
    )
    assert api.run(folder, output=tmp_path / "dist").blocked
    assert api.report(folder).blocking == api.standing(folder).errors == 1


def test_an_evaluation_of_which_some_rows_are_odd_or_twofold_is_refused(folder, tmp_path):
    row = {"text": "a", "intentsResult": {"expectedIntent": "Music", "predictedIntent": "Music"}}
    for text, problem in (
        (json.dumps([row, {"bad": 1}]), "row 2 has no expected and predicted intent"),
        (json.dumps([None, row]), "row 1 has no expected and predicted intent"),
        (
            '{"intentsEvaluation": {"confusionMatrix": {"A": {"A": {"rawValue": 1}, "A": {"rawValue": 2}}}}}',
            "stands there twice",
        ),
    ):
        (tmp_path / "s.json").write_text(text)
        with pytest.raises(CurationError, match=problem):
            api.agreement(api.evaluate(folder, growth=False), tmp_path / "s.json")


def test_what_is_no_file_is_written_to_and_not_replaced(tmp_path):
    """As root, a rename onto /dev/null would put a file in its place."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_atomically(pipe, b"said")
    assert os.read(reader, 10) == b"said"
    with written_in_pieces(pipe) as file:
        file.write(b"again")
    assert os.read(reader, 10) == b"again"
    os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert [path.name for path in tmp_path.iterdir()] == ["pipe"]

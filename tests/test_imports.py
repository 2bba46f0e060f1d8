"""Start-up stays light, floors hold, the wheel carries what it needs."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
HEAVY = ("pandas", "sklearn", "numpy", "scipy", "tokenizers", "wordllama")


def loaded(*arguments: str) -> set[str]:
    code = (
        "import sys\n"
        f"sys.argv = ['curation', *{arguments!r}]\n"
        "from curation.cli import main\n"
        "try:\n    main()\nexcept SystemExit as leaving:\n    code = leaving.code\n"
        f"print('LOADED', code, *[name for name in {HEAVY!r} if name in sys.modules])\n"
    )
    output = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=ROOT).stdout
    words = output.splitlines()[-1].split()
    assert words[:2] == ["LOADED", "0"], output
    return set(words[2:])


@pytest.mark.parametrize(
    "arguments",
    [("--help",), ("check", "--help"), ("check", "sample_data/tasks/workshop.clu.json"), ("check", "sample_data"), ("rules",)],
)  # fmt: skip
def test_help_and_check_load_nothing_heavy(arguments):
    assert loaded(*arguments) == set()


def test_the_probe_sees_a_heavy_import():
    assert "numpy" in loaded("split", "sample_data")


def test_the_floors_hold():
    result = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()"],
        capture_output=True, text=True, cwd=ROOT, check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stdout


@pytest.mark.slow
def test_the_wheel_carries_schemas_and_types_and_runs_in_a_clean_environment(tmp_path):
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--outdir", tmp_path, ROOT], check=True, capture_output=True
    )
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert "curation/py.typed" in names
    assert "curation/_schemas/utterances.schema.json" in names
    assert not [name for name in names if name.startswith(("tests/", "sample_data/"))]
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "venv"], check=True)
    subprocess.run([tmp_path / "venv/bin/pip", "install", "-q", wheel], check=True, capture_output=True)
    command = tmp_path / "venv/bin/curation"
    assert subprocess.run([command, "schema"], check=True, capture_output=True, text=True, cwd=tmp_path).stdout.split()
    run = [command, "run", ROOT / "sample_data", "-o", tmp_path / "dist", "--allow-open"]
    assert subprocess.run(run, check=True, capture_output=True, text=True, cwd=tmp_path).stdout.startswith("read ")


@pytest.mark.parametrize("package", ["curation.api", "curation.line"])
def test_every_public_name_is_found_where_it_is_said_to_live(package):
    from importlib import import_module

    module = import_module(package)
    assert set(module.__all__) == set(module._home_of)
    for name in module.__all__:
        assert getattr(module, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        module.nothing  # noqa: B018


def test_a_check_loads_neither_converters_nor_bundles_nor_the_terminal():
    code = (
        "import sys; sys.argv = ['curation', 'check', 'sample_data/tasks/workshop.clu.json']\n"
        "from curation.cli._main import _run\n_run()\n"
        "print([m for m in sys.modules if m.startswith(('curation.formats.lu', 'curation.formats.targets', 'curation.stages.bundle', 'rich.console', 'curation.line._run'))])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    assert shown.splitlines()[-1] == "[]"


def test_help_and_version_load_no_settings_and_no_rule():
    for word in ("--help", "--version"):
        code = (
            f"import sys; sys.argv = ['curation', '{word}']\n"
            "from curation.cli._main import _run\n_run()\n"
            "print([m for m in sys.modules if m.startswith(('curation.rules', 'curation.model.settings', 'curation.formats'))])"
        )
        shown = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
        ).stdout
        assert shown.splitlines()[-1] == "[]"

"""Scripts that import a bundle: for bash and PowerShell by the Azure command line, for Python by the official SDK."""

from __future__ import annotations

import json
import re
import shlex
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from curation.model.importing import ImportPlan, ImportStep

__all__ = ["CLU_VERSION", "CQA_VERSION", "import_scripts"]

CLU_VERSION, CQA_VERSION = "2023-04-01", "2021-10-01"
"""Versions of the service's interface that are there in every region (contract 2.6, 4.1, 10)."""


def import_scripts(plan: ImportPlan) -> dict[str, str]:
    """The scripts by name; each does nothing but show what it would do unless it is told to run."""
    return {
        "import.sh": _filled("import.sh", plan, _shell_quoted, _shell(plan), _shell_exists(plan), _shell_needed(plan)),
        "import.ps1": _filled(
            "import.ps1", plan, _power_quoted, _power(plan), _power_exists(plan), _power_needed(plan)
        ),
        "import_sdk.py": _filled("import_sdk.py.txt", plan, json.dumps, [_steps(plan)], (), [_needed(plan)]),
    }


def _filled(
    name: str,
    plan: ImportPlan,
    quoted: Callable[[str], str],
    steps: Iterable[str],
    exists: Iterable[str],
    needed: Iterable[str],
) -> str:
    text = files("curation.render").joinpath("importing", name).read_text(encoding="utf-8")
    inner = quoted(plan.endpoint)[1:-1] if plan.endpoint else ""
    parts = {
        "ENDPOINT": inner,
        "CLU_VERSION": CLU_VERSION,
        "CQA_VERSION": CQA_VERSION,
        "EXISTS": "\n".join(exists),
        "NEEDED": "\n".join(needed),
        "STEPS": "\n".join(steps),
    }
    # In one pass, so that nothing in a value is taken for a place.
    return re.sub(r"@@([A-Z_]+)@@", lambda found: parts[found[1]], text)


def _bodies(step: ImportStep) -> tuple[str, str]:
    """What is sent to train and to deploy a project; empty where there is nothing to do."""
    training = step.training
    deployed = {} if training is None else {"trainedModelLabel": step.model}
    return (json.dumps(training) if training else "", json.dumps(deployed) if step.deployment else "")


def _shell_quoted(text: str) -> str:
    quoted = shlex.quote(text)
    return quoted if quoted.startswith("'") else f"'{quoted}'"


def _power_quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _calls(plan: ImportPlan, names: tuple[str, str, str, str], quoted: Callable[[str], str]) -> Iterator[str]:
    take, train, deploy, without = names
    for number, step in enumerate(plan.steps, start=1):
        training, deployed = _bodies(step)
        kind, project = quoted(step.kind), quoted(step.project)
        yield f"# {number}. {step.kind}"
        yield f"{take} {kind} {project} {quoted(step.path)}"
        if training:
            yield f"{train} {kind} {project} {quoted(step.model)} {quoted(training)}"
        if deployed:
            yield f"{deploy} {kind} {project} {quoted(step.deployment)} {quoted(deployed)}"
        else:
            yield f"{without} {project}"


def _shell(plan: ImportPlan) -> Iterator[str]:
    return _calls(plan, ("import_project", "train_project", "deploy_project", "no_deployment"), _shell_quoted)


def _power(plan: ImportPlan) -> Iterator[str]:
    return _calls(plan, ("Import-Project", "Invoke-Training", "Publish-Project", "Write-Undeployed"), _power_quoted)


def _shell_exists(plan: ImportPlan) -> Iterator[str]:
    for step in plan.steps:
        kind, project = _shell_quoted(step.kind), _shell_quoted(step.project)
        yield f'  if exists {kind} {project}; then taken="$taken "{project}; fi'


def _power_exists(plan: ImportPlan) -> Iterator[str]:
    for step in plan.steps:
        kind, project = _power_quoted(step.kind), _power_quoted(step.project)
        yield f"  if (Test-Project {kind} {project}) {{ $taken += {project} }}"


def _shell_needed(plan: ImportPlan) -> Iterator[str]:
    for kind, project in plan.needed:
        name = _shell_quoted(project)
        yield f'  if ! exists {_shell_quoted(kind)} {name}; then missing="$missing "{name}; fi'


def _power_needed(plan: ImportPlan) -> Iterator[str]:
    for kind, project in plan.needed:
        name = _power_quoted(project)
        yield f"  if (-not (Test-Project {_power_quoted(kind)} {name})) {{ $missing += {name} }}"


def _steps(plan: ImportPlan) -> str:
    steps = [
        {"kind": s.kind, "project": s.project, "path": s.path, "train": s.training, "deployment": s.deployment}
        for s in plan.steps
    ]
    return json.dumps(steps, indent=2)


def _needed(plan: ImportPlan) -> str:
    return json.dumps([{"kind": kind, "project": project} for kind, project in plan.needed])

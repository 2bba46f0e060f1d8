"""One function a command, with the same name and defaults; the only place where files meet stages.

Every function takes a folder (with or without a `curation.toml`) or a `Workspace` that was loaded before, and
returns a noun of `curation.model`. Problems in the data are findings; mistakes of the user raise
`CurationError`.

>>> from curation import api
>>> api.explain("ENT003").name
'span-out-of-range'
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from curation import __version__
from curation.errors import CurationError
from curation.facts import Facts
from curation.formats import load as _load
from curation.formats.schemas import schema_names, schema_text
from curation.line import placed, run_line
from curation.model.workspace import Workspace
from curation.rules import all_rules, find_rule
from curation.stages.validate import validate as _validate

if TYPE_CHECKING:
    from collections.abc import Callable

    from curation.model.decision import Mapping
    from curation.model.proposal import Proposals
    from curation.model.report import Report
    from curation.model.run import RunResult
    from curation.model.settings import Settings
    from curation.model.split import Split
    from curation.rules import Rule

    Source = str | Path | Workspace
    Say = Callable[[str], None]

__all__ = [
    "answer", "build", "check", "decide", "explain", "init", "inspect", "load", "propose", "review_sheet",
    "rules", "run", "schema", "schemas", "split",
]  # fmt: skip


def load(folder: Source, *, settings: Settings | None = None) -> Workspace:
    """The workspace of a folder; a workspace is handed back as it is.

    Raises:
        CurationError: the folder or a file that the settings name is missing or cannot be used.
    """
    if isinstance(folder, Workspace):
        return folder
    return _load.load_workspace(Path(folder), settings)


def check(*sources: Source) -> Report:
    """Whether files are what the service accepts.

    One folder with settings, or a workspace, is checked as a whole. Anything else (files, globs, folders
    without settings) is checked file by file; a file that is not JSON is a finding like any other.

    Raises:
        CurationError: nothing matches, or nothing is of a kind that can be checked.
    """
    if not sources:
        raise CurationError("name a file, a folder or a glob to check")
    first = sources[0]
    if len(sources) == 1 and (isinstance(first, Workspace) or _load.find_settings(Path(first)) is not None):
        workspace = load(first)
    else:
        workspace = _load.load_loose([str(source) for source in sources], Path.cwd())
    return placed(_validate(Facts(workspace)), workspace)


def inspect(folder: Source) -> Report:
    """What is unlinked, said twice under different intents, or hard to tell apart."""
    from curation.stages.inspect import inspect as stage

    workspace = _usable(folder)
    return placed(stage(Facts(workspace)), workspace)


def propose(folder: Source) -> Proposals:
    """For each unlinked intent that nobody has decided on, the tasks it may lead to, the least certain first."""
    from curation.stages.decide import decide as deciding
    from curation.stages.propose import propose as stage

    facts = Facts(_usable(folder))
    return stage(facts, deciding(facts))


def review_sheet(proposals: Proposals, path: str | Path) -> Path:
    """Write proposals to a CSV sheet, with columns for a person's answers; an existing file is not replaced."""
    from curation.formats.decisions import sheet_bytes
    from curation.formats.files import write_atomically

    target = Path(path)
    if target.exists():
        raise CurationError(f"{target}: is there already, perhaps with answers in it; name another file")
    write_atomically(target, sheet_bytes(proposals))
    return target


def decide(folder: Source) -> Mapping:
    """Where every intent stands, from the files, the settings and `decisions.csv`."""
    from curation.stages.decide import decide as stage

    return stage(Facts(_usable(folder)))


def answer(folder: str | Path, sheet: str | Path, *, reviewer: str, date: str = "") -> Mapping:
    """Append the answers on a review sheet to the decisions of a folder, and return where every intent stands.

    Nothing is written unless every answer can be applied; an answer the same reviewer gave last is not written
    again. `date` is the caller's: the tool has no clock.

    Raises:
        CurationError: the sheet cannot be read, has no answers, or one of them cannot be applied.
    """
    from curation.formats.decisions import decision_bytes, read_decisions, refuse_other_form
    from curation.formats.files import read_bytes, write_atomically

    workspace = _usable(folder)
    given = read_decisions(read_bytes(Path(sheet), str(sheet)), str(sheet))
    if not given:
        raise CurationError(f"{sheet}: no row has a decision; fill the column decision with accept, keep, reject ...")
    named = tuple(replace(d, reviewer=reviewer, date=d.date or date, tool_version=__version__) for d in given)
    latest = {(d.intent, d.reviewer): d for d in workspace.decisions}
    named = tuple(d for d in named if not d.repeats(latest.get((d.intent, reviewer))))
    mapping = decide(replace(workspace, decisions=(*workspace.decisions, *named)))
    if not named:
        return mapping
    target = Path(folder) / workspace.settings.decisions
    before = read_bytes(target, workspace.settings.decisions) if target.exists() else b""
    refuse_other_form(before, workspace.settings.decisions)
    joined = before + (b"" if before.endswith(b"\n") or not before else b"\n")
    write_atomically(target, joined + decision_bytes(named, header=not before.strip()))
    return mapping


def split(folder: Source) -> Split:
    """Which utterances are for Train and which for Test, with every promise kept or the reason why not."""
    from curation.stages.split import split as stage

    return stage(Facts(_usable(folder)))


def build(
    folder: Source, *, output: str | Path | None = None, allow_open: bool = False, force: bool = False
) -> RunResult:
    """Split and bundle without looking for duplicates, ambiguity or proposals; otherwise as `run`."""
    workspace = load(folder)
    target = _target(folder, workspace, output, force=force)
    return run_line(workspace, target, allow_open=allow_open, look=False, folder=_named(folder))


def run(
    folder: Source,
    *,
    output: str | Path | None = None,
    allow_open: bool = False,
    force: bool = False,
    say: Say = lambda _: None,
) -> RunResult:
    """The whole line: check, inspect, propose, decide, split, and the bundle if no error stands against it.

    `output` is `Settings.output` below the folder unless given. Intents that nobody decided on stay unlinked;
    `allow_open` only records that this was meant. A folder that holds anything but an unedited bundle is
    replaced with `force` only. `say` is called with the name of each step.

    Raises:
        CurationError: an input cannot be used, or the output cannot be written. Nothing is written then.
    """
    say("reading")
    workspace = load(folder)
    target = _target(folder, workspace, output, force=force)
    return run_line(workspace, target, allow_open=allow_open, look=True, say=say, folder=_named(folder))


def rules() -> tuple[Rule, ...]:
    """Every rule, in order of code."""
    return all_rules()


def explain(word: str) -> Rule:
    """The rule of a code or a name.

    Raises:
        CurationError: there is none; the message names the nearest.
    """
    return find_rule(word)


def schemas() -> tuple[str, ...]:
    """The names of the published JSON Schemas."""
    return schema_names()


def schema(name: str) -> str:
    """A published JSON Schema, as text.

    Raises:
        CurationError: there is none of that name.
    """
    return schema_text(name)


def init(folder: str | Path, *, deployment: str = "production", force: bool = False) -> Path:
    """Write a `curation.toml` that names what a folder holds; an existing one is replaced with `force` only.

    Raises:
        CurationError: there is a toml already, or nothing in the folder can be used.
    """
    from curation.formats.files import write_atomically
    from curation.formats.toml import settings_text

    target = Path(folder) / _load.SETTINGS_FILE
    if target.exists() and not force:
        raise CurationError(f"{target}: is there already; change it by hand, or give --force to write it anew")
    settings = _load.discover(Path(folder), deployment=deployment)
    write_atomically(target, settings_text(settings).encode("utf-8"))
    return target


def _usable(folder: Source) -> Workspace:
    """A workspace in which every file has its shape, because half a workspace gives wrong answers."""
    workspace = load(folder)
    for document in workspace.documents:
        if document.violations:
            raise CurationError(
                f"{document.file}: has not the shape of a {document.kind.words}; `curation check` says where"
            )
    return workspace


def _named(folder: Source) -> str:
    return "." if isinstance(folder, Workspace) else Path(folder).as_posix()


def _target(folder: Source, workspace: Workspace, output: str | Path | None, *, force: bool) -> Path:
    """Where the bundle goes: never onto the input, the work at hand, or a folder that is not ours."""
    from curation.formats.bundle_files import refuse_foreign_folder, refuse_input

    if output is None and isinstance(folder, Workspace):
        raise CurationError("a loaded workspace has no folder of its own: name the output")
    target = Path(output) if output is not None else Path(str(folder)) / workspace.settings.output
    if not isinstance(folder, Workspace):
        root = Path(folder)
        inputs = [root / document.file for document in workspace.documents]
        refuse_input(target, [root, Path.cwd(), root / workspace.settings.decisions, root / "curation.toml", *inputs])
    if not force:
        refuse_foreign_folder(target)
    return target

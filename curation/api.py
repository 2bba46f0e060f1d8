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
from curation.formats.positions import locate
from curation.formats.schemas import schema_names, schema_text
from curation.model.finding import Severity
from curation.model.run import RunResult
from curation.model.workspace import Workspace
from curation.rules import all_rules, find_rule
from curation.stages.validate import validate as _validate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from curation.model.decision import Mapping
    from curation.model.finding import Finding
    from curation.model.proposal import Proposals
    from curation.model.report import Report
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
    return _placed(_validate(Facts(workspace)), workspace)


def inspect(folder: Source) -> Report:
    """What is unlinked, said twice under different intents, or hard to tell apart."""
    from curation.stages.inspect import inspect as stage

    workspace = _usable(folder)
    return _placed(stage(Facts(workspace)), workspace)


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

    Nothing is written unless every answer can be applied. `date` is the caller's: the tool has no clock.

    Raises:
        CurationError: the sheet cannot be read, has no answers, or one of them cannot be applied.
    """
    from curation.formats.decisions import decision_bytes, read_decisions
    from curation.formats.files import read_bytes, write_atomically

    workspace = _usable(folder)
    given = read_decisions(read_bytes(Path(sheet), str(sheet)), str(sheet))
    if not given:
        raise CurationError(f"{sheet}: no row has a decision; fill the column decision with accept, keep, reject ...")
    named = tuple(replace(d, reviewer=reviewer, date=d.date or date, tool_version=__version__) for d in given)
    mapping = decide(replace(workspace, decisions=(*workspace.decisions, *named)))
    target = Path(folder) / workspace.settings.decisions
    before = read_bytes(target, workspace.settings.decisions) if target.exists() else b""
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
    return _run(folder, output, allow_open=allow_open, force=force, look=False, say=lambda _: None)


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
    return _run(folder, output, allow_open=allow_open, force=force, look=True, say=say)


def _run(
    folder: Source, output: str | Path | None, *, allow_open: bool, force: bool, look: bool, say: Say
) -> RunResult:
    say("reading")
    workspace = load(folder)
    target = _target(folder, workspace, output, force=force)
    facts = Facts(workspace)
    say("checking")
    report = _validate(facts)
    if not all(document.has_shape for document in workspace.documents if document.kind != "unknown"):
        return RunResult(workspace, _placed(report, workspace), blocked=_blocked(report.at_least(Severity.ERROR)))
    result = _judged(facts, report, look=look, say=say)
    errors = result.report.at_least(Severity.ERROR)
    if errors:
        return replace(result, blocked=_blocked(errors))
    say("splitting")
    from curation.stages.split import split as splitting

    result = replace(result, split=splitting(facts), output=_shown(target))
    say("writing")
    return _written(result, target, allow_open=allow_open)


def _judged(facts: Facts, report: Report, *, look: bool, say: Say) -> RunResult:
    """Findings, mapping and proposals; what decisions settle is counted and left out of the findings."""
    from curation.stages.decide import decide as deciding
    from curation.stages.inspect import inspect as inspecting
    from curation.stages.propose import propose as proposing

    mapping = deciding(facts)
    proposals = None
    if look:
        say("looking for duplicates and ambiguity")
        report = report + inspecting(facts)
        say("ranking tasks for unlinked intents")
        proposals = proposing(facts, mapping)
    kept = report.keeping(lambda finding: not _settled(finding, mapping))
    result = RunResult(
        facts.workspace,
        _placed(kept, facts.workspace),
        mapping,
        settled=len(report.findings) - len(kept.findings),
    )
    return replace(result, proposals=proposals) if proposals is not None else result


def _settled(finding: Finding, mapping: Mapping) -> bool:
    """Whether a later step of the run takes care of what was found in the files."""
    match find_rule(finding.code).settled_by:
        case "split":
            return True
        case "decision":
            return finding.subject in mapping.decided
        case _:
            return False


def _written(result: RunResult, target: Path, *, allow_open: bool) -> RunResult:
    from curation.formats.bundle_files import verify_folder
    from curation.formats.files import replace_folder
    from curation.render.markdown import run_markdown
    from curation.stages.bundle import bundle as bundling

    if result.split is None:
        raise RuntimeError("a bundle needs a split")
    made = bundling(result.workspace, result.mapping, result.split, report=run_markdown(result), allow_open=allow_open)
    replace_folder(target, {file.path: file.data for file in made.files}, lambda at: verify_folder(at, made))
    return replace(result, bundle=made)


def _target(folder: Source, workspace: Workspace, output: str | Path | None, *, force: bool) -> Path:
    from curation.formats.bundle_files import refuse_foreign_folder

    if output is None and isinstance(folder, Workspace):
        raise CurationError("a loaded workspace has no folder of its own: name the output")
    target = Path(output) if output is not None else Path(str(folder)) / workspace.settings.output
    if target.resolve() in (Path.cwd(), *Path.cwd().parents) or (
        not isinstance(folder, Workspace)
        and target.resolve() in (Path(folder).resolve(), *Path(folder).resolve().parents)
    ):
        raise CurationError(f"{target}: this folder holds the input or the work at hand; name a folder of its own")
    if not force:
        refuse_foreign_folder(target)
    return target


def _shown(target: Path) -> str:
    return target.as_posix()


def _blocked(errors: Iterable[Finding]) -> str:
    count = len(tuple(errors))
    return f"{count} error{'' if count == 1 else 's'} must be mended first"


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


def _placed(report: Report, workspace: Workspace) -> Report:
    """The report with line and column of every finding; texts are scanned only where something was found."""
    pointers: dict[str, set[str]] = {}
    for finding in report.findings:
        if finding.line is None:
            pointers.setdefault(finding.file, set()).add(finding.pointer)
    texts = {document.file: document.text for document in workspace.documents}
    places = {file: locate(texts[file], wanted) for file, wanted in pointers.items() if file in texts}
    return report.with_findings(
        replace(f, line=place.line, column=place.column)
        if f.line is None and (place := places.get(f.file, {}).get(f.pointer))
        else f
        for f in report.findings
    )

"""The whole line, from a workspace to a bundle on disk; it reads top to bottom like the picture in the docs."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from curation.errors import CurationError
from curation.facts import Facts
from curation.line._place import placed
from curation.line._settled import settled
from curation.line._upload import for_upload
from curation.model.contract import ADVISED_ROWS
from curation.model.document import DocumentKind
from curation.model.finding import Severity
from curation.model.overlay import Overlay
from curation.model.run import RunResult
from curation.model.settings import Settings
from curation.model.words import did_you_mean, plural
from curation.stages.trim import trim as trimmed_rows
from curation.stages.validate import validate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from curation.model.bundle import Bundle, BundleFile
    from curation.model.difference import Difference
    from curation.model.finding import Finding
    from curation.model.project import Project
    from curation.stages.bundle.fitting import Trim

__all__ = ["blocked_by", "plan_files_of", "run_line"]


_KINDS = {
    DocumentKind.CLU: "Conversation",
    DocumentKind.CQA: "QuestionAnswering",
    DocumentKind.ORCHESTRATION: "Orchestration",
}


def run_line(
    facts: Facts,
    target: Path,
    *,
    allow_open: bool,
    look: bool,
    folder: str,
    previous: Sequence[Project] = (),
    overlay: Overlay | None = None,
    trim: bool = False,
    say: Callable[[str], None] = lambda _: None,
) -> RunResult:
    """Check, look (inspect and propose), decide, split, bundle; stop before anything is written at an error.

    Severities are those of the profile `upload`, whatever the settings say: a draft is not for importing. `say` is
    called with the name of each step. `previous` holds exports of what the service has now: the bundle says what an
    import would change in them. `overlay` names projects and deployments as another environment does. With
    `trim` a project that holds more rows than the service takes is cut down, row by row in the ledger.
    """
    facts = for_upload(facts)
    workspace = facts.workspace
    say("checking")
    result = RunResult(workspace, placed(validate(facts), workspace), folder=folder)
    if not all(document.has_shape for document in workspace.documents if document.kind is not DocumentKind.UNKNOWN):
        return replace(result, blocked=blocked_by(result.report.at_least(Severity.ERROR)))
    result = _judged(facts, result, look=look, trim=trim, say=say)
    errors = result.report.at_least(Severity.ERROR)
    if errors:
        return replace(result, blocked=blocked_by(errors))
    say("splitting")
    from curation.stages.split import split

    result = replace(result, split=split(facts, result.mapping), output=target.as_posix())
    if look:
        from curation.line._overview import overview_of

        # The folder is not named: the same files give the same bundle, wherever they lie. Commands are for inside it.
        shown = replace(result, folder=".")
        result = replace(result, overview=overview_of(facts, shown, enough=ADVISED_ROWS, say=say))
    say("writing")
    trimming = partial(trimmed_rows, facts) if trim else None
    return _written(result, target, previous, overlay or Overlay(), trimming, allow_open=allow_open)


def _judged(facts: Facts, result: RunResult, *, look: bool, trim: bool, say: Callable[[str], None]) -> RunResult:
    """Findings, mapping and proposals; what a later step settles is counted and left out of the findings.

    Errors in the files end it early: ranking tasks for rows that will change is time lost.
    """
    from curation.stages.decide import decide
    from curation.stages.inspect import inspect
    from curation.stages.propose import propose

    mapping = decide(facts)
    report = result.report
    result = replace(result, mapping=mapping)
    if look and all(settled(finding, mapping, trim=trim) for finding in report.at_least(Severity.ERROR)):
        say("looking for duplicates and ambiguity")
        report = report + placed(inspect(facts), facts.workspace)
        say("ranking tasks for unlinked intents")
        result = replace(result, proposals=propose(facts, mapping))
    kept = report.keeping(lambda finding: not settled(finding, mapping, trim=trim))
    return replace(result, report=kept, settled=len(report.findings) - len(kept.findings))


def _written(
    result: RunResult,
    target: Path,
    previous: Sequence[Project],
    overlay: Overlay,
    trim: Trim | None,
    *,
    allow_open: bool,
) -> RunResult:
    from curation.formats.bundle_files import verify_folder
    from curation.formats.files import replace_folder
    from curation.render.markdown import run_markdown
    from curation.stages.bundle import bundle as bundling

    if result.split is None:
        raise RuntimeError("a bundle needs a split")
    differences: list[Difference] = []

    def beside(files: Sequence[BundleFile]) -> Iterable[BundleFile]:
        differences.extend(_differences(files, previous))
        return _beside(result, files, overlay, differences)

    made = bundling(
        result.workspace,
        result.mapping,
        result.split,
        report=run_markdown(result),
        allow_open=allow_open,
        beside=beside,
        overlay=overlay,
        trim=trim,
    )
    broken = _errors_of(made, result)
    if broken:
        found = result.report.with_findings((*result.report.findings, *broken))
        return replace(result, report=found, blocked=f"{blocked_by(broken)}, in what would be written", output=None)
    replace_folder(target, {file.path: file.data for file in made.files}, lambda at: verify_folder(at, made))
    return replace(result, bundle=made, differences=tuple(differences))


def _beside(
    result: RunResult, files: Sequence[BundleFile], overlay: Overlay, differences: Sequence[Difference]
) -> Iterable[BundleFile]:
    """What lies beside the projects: how to import them, the page to look at, what they change."""
    from curation.formats.bundle_files import page_file
    from curation.render.report_page import report_html

    upload = bool(result.workspace.utterance_files or result.workspace.orchestrations)
    yield from plan_files_of(files, overlay, open_intents=result.mapping.open_intents, upload=upload)
    if result.overview:
        yield page_file(report_html(result.overview))
    if differences:
        yield _difference_file(differences)


def plan_files_of(
    files: Sequence[BundleFile], overlay: Overlay, *, open_intents: Sequence[str], upload: bool
) -> list[BundleFile]:
    """The guide, the training options and the scripts for the projects among some files."""
    from curation.formats.bundle_files import plan_files
    from curation.model.bundle import FileRole
    from curation.render.import_guide import import_guide
    from curation.render.import_scripts import import_scripts
    from curation.stages.bundle.naming import import_plan

    plan = import_plan(files, overlay.endpoint)
    test_sets = any(file.role is FileRole.TEST_SET for file in files)
    guide = import_guide(plan, open_intents=open_intents, upload=upload, test_sets=test_sets)
    return plan_files(plan, guide, import_scripts(plan) if plan.steps else {})


def _differences(files: Sequence[BundleFile], previous: Sequence[Project]) -> list[Difference]:
    """What importing each file over the export of the project it replaces would change.

    Raises:
        CurationError: an export is of a project that the bundle does not hold.
    """
    from curation.formats.read import read_document, to_project
    from curation.model.bundle import FileRole
    from curation.stages.diff import difference

    roles = (FileRole.CLU, FileRole.CQA, FileRole.ORCHESTRATION)
    made = {file.project: file for file in files if file.role in roles}
    found = []
    for old in previous:
        alike = [file for file in made.values() if file.kind == _KINDS.get(old.kind)]
        file = made.get(old.name) if old.name else (alike[0] if len(alike) == 1 else None)
        if file is None:
            hint = did_you_mean(old.name or "", list(made))
            raise CurationError(f'{old.file}: an export of "{old.name}", which is not in the bundle; {hint}')
        new = to_project(read_document(file.data, file.path))
        if new.kind is not old.kind:
            raise CurationError(f"{old.file}: a {old.kind.words}, but the bundle has a {new.kind.words} of that name")
        found.append(difference(old, new))
    return found


def _difference_file(differences: Iterable[Difference]) -> BundleFile:
    from curation.formats.bundle_files import difference_file
    from curation.render.difference import difference_markdown

    return difference_file("\n".join(difference_markdown(found) for found in differences))


def _errors_of(made: Bundle, result: RunResult) -> tuple[Finding, ...]:
    """Errors that good inputs make together: too many rows for one project, an intent tagged Test only.

    Every file is judged by the rules of `check`, as a person would who gets only the bundle; what the settings ignore
    in the input is known by its fingerprint here, where files and places have changed.
    """
    from curation.formats.assemble import loose
    from curation.formats.read import read_document
    from curation.model.bundle import FileRole

    roles = (FileRole.UPLOAD, FileRole.CLU, FileRole.CQA, FileRole.ORCHESTRATION)
    written = [read_document(file.data, file.path) for role in roles for file in made.get(role)]
    workspace = loose(written, Settings(check=result.workspace.settings.check))
    ignored = {item.finding.fingerprint for item in result.report.suppressed}
    found = placed(validate(Facts(workspace)), workspace).at_least(Severity.ERROR)
    return tuple(finding for finding in found if finding.fingerprint not in ignored)


def blocked_by(errors: Iterable[Finding]) -> str:
    """Why nothing is written."""
    count = len(tuple(errors))
    return f"{plural(count, 'error')} must be mended first"

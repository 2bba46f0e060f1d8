"""From downloaded exports to a bundle that imports in order."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from curation.errors import CurationError
from curation.facts import Facts
from curation.formats.assemble import loose
from curation.formats.bundle_files import verify_folder
from curation.formats.files import replace_folder
from curation.formats.read import read_document
from curation.line._place import placed
from curation.line._run import blocked_by, plan_files_of
from curation.model.finding import Severity
from curation.model.migration import MigratedProject, Migration
from curation.model.words import plural
from curation.render.migration import migration_markdown
from curation.stages.bundle.exports import EXPORTED, exported_bundle, exported_files, missing_links
from curation.stages.validate import validate

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from curation.model.bundle import BundleFile
    from curation.model.conversion import Imported
    from curation.model.overlay import Overlay

__all__ = ["migrate_line"]

_DANGLING = "LNK003"


def migrate_line(
    imported: Sequence[Imported],
    passed_over: Iterable[tuple[str, str]],
    unread: Iterable[tuple[str, str]],
    target: Path,
    overlay: Overlay,
    *,
    allow_missing: bool = False,
    allow_unread: bool = False,
) -> Migration:
    """Put the projects in order, check them and the links between them, and write the bundle if no error is left.

    Raises:
        CurationError: there is no project, or two different exports of one.
    """
    exports = [item for item in imported if item.project.kind in EXPORTED]
    others = [(item.file, "utterances without a project; `curation run` makes one") for item in imported
              if item.project.kind not in EXPORTED]  # fmt: skip
    lost = tuple(sorted(unread))
    if not exports:
        reasons = "; ".join(f"{file}: {reason}" for file, reason in (*lost, *passed_over)[:3])
        problem = "no project among the files: a CLU, question answering or orchestration export is needed"
        raise CurationError(f"{problem} ({reasons})" if reasons else problem)
    pairs = exported_files(exports)
    workspace = loose([read_document(file.data, export.file) for export, file in pairs])
    # What a link leads to is judged here, over all exports and under their new names.
    report = placed(validate(Facts(workspace)), workspace).keeping(lambda finding: finding.code != _DANGLING)
    left = tuple(sorted([*passed_over, *others]))
    missing = tuple(missing_links(pairs, overlay))
    result = Migration(tuple(_described(export, file) for export, file in pairs), left, report, missing, lost)
    errors = report.at_least(Severity.ERROR)
    if errors:
        return replace(result, blocked=blocked_by(errors))
    if lost and not allow_unread:
        return replace(result, blocked=f"{plural(len(lost), 'file')} could not be read, and may be a project")
    if missing and not allow_missing:
        return replace(result, blocked=f"{plural(len(missing), 'link')} would be lost by an import")

    def beside(files: Sequence[BundleFile]) -> Iterable[BundleFile]:
        return plan_files_of(files, overlay, open_intents=(), upload=False)

    made = exported_bundle(pairs, report=migration_markdown(result), beside=beside, overlay=overlay)
    replace_folder(target, {file.path: file.data for file in made.files}, lambda at: verify_folder(at, made))
    return replace(result, bundle=made, output=target.as_posix())


def _described(export: Imported, file: BundleFile) -> MigratedProject:
    return MigratedProject(
        file=export.file,
        format=export.format,
        project=file.project,
        kind=file.kind,
        path=file.path,
        rows=file.rows or 0,
        unchanged=file.data == export.project.original,
        notes=export.notes,
    )

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


def migrate_line(
    imported: Sequence[Imported],
    passed_over: Iterable[tuple[str, str]],
    target: Path,
    overlay: Overlay,
    *,
    allow_missing: bool = False,
) -> Migration:
    """Put the projects in order, check them and the links between them, and write the bundle if no error is left.

    Raises:
        CurationError: there is no project, or two different exports of one.
    """
    exports = [item for item in imported if item.project.kind in EXPORTED]
    others = [(item.file, "utterances without a project; `curation run` makes one") for item in imported
              if item.project.kind not in EXPORTED]  # fmt: skip
    if not exports:
        raise CurationError("no project among the files: a CLU, question answering or orchestration export is needed")
    pairs = exported_files(exports)
    workspace = loose([read_document(file.data, export.file) for export, file in pairs])
    report = placed(validate(Facts(workspace)), workspace)
    left = tuple(sorted([*passed_over, *others]))
    missing = tuple(missing_links(pairs))
    result = Migration(tuple(_described(export, file) for export, file in pairs), left, report, missing)
    errors = report.at_least(Severity.ERROR)
    if errors:
        return replace(result, blocked=blocked_by(errors))
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

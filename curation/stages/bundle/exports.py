"""Exported projects as the files of a bundle, in import order, as they came."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from curation import __version__
from curation.errors import CurationError
from curation.formats.assemble import name_from
from curation.formats.bundle_files import ledger_file, manifest_file, project_file, report_file
from curation.model.bundle import Balance, Bundle, FileRole
from curation.model.document import DocumentKind
from curation.model.migration import MissingLink
from curation.model.project import TaskKind
from curation.stages.bundle.naming import import_plan, renamed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from curation.model.bundle import BundleFile
    from curation.model.conversion import Imported
    from curation.model.overlay import Overlay

__all__ = ["EXPORTED", "exported_bundle", "exported_files", "missing_links"]

EXPORTED = {
    DocumentKind.CLU: (FileRole.CLU, "Conversation"),
    DocumentKind.CQA: (FileRole.CQA, "QuestionAnswering"),
    DocumentKind.ORCHESTRATION: (FileRole.ORCHESTRATION, "Orchestration"),
}
"""The kinds of projects that can be imported, with their part in a bundle and the service's word for them."""


def exported_files(exports: Sequence[Imported]) -> list[tuple[Imported, BundleFile]]:
    """Each export with its file; a project that was exported twice, the same both times, stands there once.

    A task takes the deployment that the links to it name, of several the first by file.

    Raises:
        CurationError: different exports under one name (case aside, since a file system may not tell them apart).
    """
    ordered = sorted(exports, key=lambda export: export.file)
    deployments: dict[str, str] = {}
    for link in (intent.link for export in ordered for intent in export.project.intents):
        if link and link.project and link.deployment:
            deployments.setdefault(link.project, link.deployment)
    found: dict[str, tuple[Imported, BundleFile]] = {}
    clashes: list[str] = []
    for export in ordered:
        role, kind = EXPORTED[export.project.kind]
        name = export.project.name or _name_from(export.file)
        file = project_file(role, kind, replace(export.project, name=name), deployments.get(name))
        there = found.setdefault(name.casefold(), (export, file))
        if there[1].data != file.data:
            clashes.append(f'"{name}" ({there[0].file} and {export.file})')
    if clashes:
        problem = f"different exports under one name: {'; '.join(clashes)}"
        raise CurationError(f"{problem}; leave one of each out, since a resource has a name once")
    return [found[name] for name in sorted(found, key=lambda name: found[name][1].path)]


def _name_from(file: str) -> str:
    """A name from the file; a download is often called `config.json`, which says less than what it lies in."""
    path = PurePosixPath(file)
    return name_from(path.parent.name if path.stem.casefold() == "config" and path.parent.name else path.name)


def missing_links(pairs: Sequence[tuple[Imported, BundleFile]], overlay: Overlay) -> Iterator[MissingLink]:
    """The links to projects that are not among the exports under their new names, or are there as another kind."""
    known = {(overlay.project(file.project), file.kind) for _, file in pairs}
    for export, file in pairs:
        for intent in export.project.intents:
            link = intent.link
            if link and link.kind != TaskKind.LUIS and link.project:
                target = (overlay.project(link.project), str(link.kind))
                if target not in known:
                    yield MissingLink(file.project, intent.name, *target)


def exported_bundle(
    pairs: Sequence[tuple[Imported, BundleFile]],
    *,
    report: str,
    beside: Callable[[Sequence[BundleFile]], Iterable[BundleFile]],
    overlay: Overlay,
) -> Bundle:
    """The bundle of the files of exports; its rows are those of the exports, every one.

    Raises:
        CurationError: the overlay names a project that is not there.
    """
    projects = renamed([file for _, file in pairs], overlay)
    files = sorted([*projects, ledger_file(()), report_file(report), *beside(projects)], key=lambda file: file.path)
    balances = tuple(Balance(file.path, file.rows or 0, 0, 0, file.rows or 0) for file in projects)
    manifest = _manifest(pairs, files, balances)
    return Bundle((*files, manifest_file(manifest)), (), balances, manifest)


def _manifest(
    pairs: Sequence[tuple[Imported, BundleFile]], files: Sequence[BundleFile], balances: Sequence[Balance]
) -> dict[str, Any]:
    """What `schemas/manifest.schema.json` describes: nothing was split, linked or decided on the way."""
    steps = import_plan(files).steps
    deployments = sorted({(s.project, s.deployment) for s in steps if s.deployment and s.kind == "Conversation"})
    return {
        "schema_version": "1",
        "tool": {"name": "curation", "version": __version__},
        "inputs": [
            {"file": export.file, "kind": str(export.project.kind), "sha256": file.sha256, "rows": file.rows or 0}
            for export, file in pairs
        ],
        "files": [file.described() for file in files],
        "import_order": [
            {"step": number, "path": step.path, "project": step.project, "kind": step.kind}
            for number, step in enumerate(steps, start=1)
        ],
        "required_deployments": [{"project": name, "deployment": deployment} for name, deployment in deployments],
        "intents": {},
        "open_intents": [],
        "allow_open": True,
        "split": {},
        "links": {"mode": "link", "train_rows": "keep"},
        "balances": [balance.to_dict() for balance in balances],
        "ledger": {},
    }

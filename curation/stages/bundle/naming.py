"""A bundle under the names of another environment, and the plan by which it is imported there."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from curation.errors import CurationError
from curation.formats.bundle_files import project_path
from curation.formats.overlay import overlaid_value
from curation.formats.write import project_bytes
from curation.model.bundle import BundleFile, FileRole
from curation.model.importing import ImportPlan, ImportStep
from curation.model.project import Dataset

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from curation.model.mapping import Mapping
    from curation.model.overlay import Overlay

__all__ = ["import_plan", "named_mapping", "renamed"]

_ORDER = (FileRole.CLU, FileRole.CQA, FileRole.ORCHESTRATION)
_PRODUCTION = "production"
_STANDARD = ("en-us", "en-gb")
"""Languages that the standard mode trains (contract 7)."""


def renamed(files: Sequence[BundleFile], overlay: Overlay) -> list[BundleFile]:
    """The projects under other names; a file whose names stay is left as it is, byte for byte.

    Raises:
        CurationError: a name of a project that is not there, or one name for two.
    """
    overlay.refuse_strangers(file.project for file in files if file.role in _ORDER)
    for file in files:
        if file.role is FileRole.CQA and overlay.deployment(file.project, _PRODUCTION) != _PRODUCTION:
            raise CurationError(f"deployments.{file.project}: question answering has one deployment, {_PRODUCTION}")
    return [_renamed(file, overlay) if file.role in _ORDER else file for file in files]


def _renamed(file: BundleFile, overlay: Overlay) -> BundleFile:
    value = json.loads(file.data)
    new = overlaid_value(value, overlay)
    name = overlay.project(file.project)
    return replace(
        file,
        path=project_path(file.role, name),
        data=file.data if new == value else project_bytes(new),
        project=name,
        deployment=overlay.deployment(file.project, file.deployment),
    )


def named_mapping(mapping: Mapping, overlay: Overlay) -> Mapping:
    """The mapping with the names that tasks and deployments have there."""
    return replace(
        mapping,
        entries=tuple(
            replace(e, task=overlay.project(e.task), deployment=overlay.deployment(e.task, e.deployment))
            if e.task
            else e
            for e in mapping.entries
        ),
    )


def import_plan(files: Iterable[BundleFile], endpoint: str = "") -> ImportPlan:
    """The steps for the projects of a bundle, in import order (contract 3.3)."""
    ordered = sorted((f for f in files if f.role in _ORDER), key=lambda f: (_ORDER.index(f.role), f.path))
    return ImportPlan(tuple(_step(file) for file in ordered), endpoint)


def _step(file: BundleFile) -> ImportStep:
    value = json.loads(file.data)
    metadata, assets = value.get("metadata") or {}, value.get("assets") or {}
    rows = assets.get("utterances") or ()
    language = str(metadata.get("language") or "").casefold()
    test = sum(str(row.get("dataset") or "").title() == Dataset.TEST for row in rows)
    trained = file.role is not FileRole.CQA
    simple = file.role is FileRole.ORCHESTRATION or (language in _STANDARD and not metadata.get("multilingual"))
    links = [intent.get("orchestration") or {} for intent in assets.get("intents") or ()]
    targets = ((link.get("targetProjectKind"), p) for link in links for p in link.values() if isinstance(p, dict))
    return ImportStep(
        path=file.path,
        project=file.project,
        kind=file.kind,
        train=len(rows) - test,
        test=test,
        deployment=file.deployment or (_PRODUCTION if file.role is FileRole.CQA else ""),
        model=f"data-{file.sha256[:8]}" if trained else "",
        mode=("standard" if simple else "advanced") if trained else "",
        targets=tuple(sorted({(str(kind), str(p["projectName"])) for kind, p in targets if p.get("projectName")})),
    )

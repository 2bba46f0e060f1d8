"""PRJ003: project kind mismatch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import clu

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


@rule(
    "PRJ003",
    "project-kind-mismatch",
    severity=Severity.ERROR,
    good=(Example({"p.json": clu()}),),
    bad=(Example({"p.json": {**clu(), "assets": {"projectKind": "Orchestration", "intents": []}}}),),
    evidence="wire",
    source="contract 2.1, 2.3",
)
def project_kind_mismatch(facts: Facts) -> Iterator[Hit]:
    """Metadata and assets name different kinds of project.

    `assets.projectKind` is the discriminator by which the service reads everything else.
    """
    for project in facts.projects:
        metadata, assets = (
            (project.raw.get(part) or {} for part in ("metadata", "assets")) if project.name else ({}, {})
        )
        first, second = metadata.get("projectKind"), assets.get("projectKind")
        if first and second and first != second:
            message = f"metadata says {first}, assets say {second}; write the same kind in both"
            yield Hit(project.file, "/assets/projectKind", message, subject=project.name or "")

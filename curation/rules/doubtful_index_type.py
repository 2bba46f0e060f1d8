"""PRJ008: doubtful index type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import clu

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


@rule(
    "PRJ008",
    "doubtful-index-type",
    severity=Severity.WARNING,
    good=(Example({"p.json": clu()}),),
    bad=(Example({"p.json": {**clu(), "stringIndexType": "Utf32CodeUnit"}}),),
    evidence="documented",
    source="contract 2.1: Utf16CodeUnit is the only one documented in files",
)
def doubtful_index_type(facts: Facts) -> Iterator[Hit]:
    """A project counts offsets in another unit than UTF-16.

    The specification knows three, the pages about files one. The rules here count in UTF-16 units.
    """
    for project in facts.projects:
        unit = project.raw.get("stringIndexType") if project.name else None
        if unit and unit != "Utf16CodeUnit":
            message = (
                f"stringIndexType is {unit}; export the project in Utf16CodeUnit, the only one documented for files"
            )
            yield Hit(project.file, "/stringIndexType", message, subject=project.name or "")

"""ENT022: entity name collision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.contract import same_name
from curation.model.finding import Severity
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import clu

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


@rule(
    "ENT022",
    "entity-name-collision",
    severity=Severity.WARNING,
    good=(Example({"p.json": clu(entities=("Size", "Time"))}),),
    bad=(Example({"p.json": clu(entities=("TableSize", "table_size"))}),),
    evidence="inferred",
    source="contract 11: case-only name clash",
)
def entity_name_collision(facts: Facts) -> Iterator[Hit]:
    """Two entities have the same name but for case, underscores or hyphens.

    One kind of detail is split in two, usually by a slip. Whether the service tells such names apart is not
    documented.
    """
    for project in facts.projects:
        spellings: dict[str, str] = {}
        for entity in project.entities:
            known = spellings.setdefault(same_name(entity.name), entity.name)
            if known != entity.name:
                message = f'"{entity.name}" and "{known}" differ in spelling only; write one of them'
                yield Hit(project.file, f"{entity.pointer}/category", message, subject=entity.name)

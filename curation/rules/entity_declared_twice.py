"""ENT010: entity declared twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.rules._fixes import same_declaration
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import clu

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts
    from curation.model.project import Entity


@rule(
    "ENT010",
    "entity-declared-twice",
    severity=Severity.ERROR,
    good=(Example({"p.json": clu(entities=("Size", "Time"))}),),
    bad=(Example({"p.json": clu(entities=("Size", "Size"))}, fixed={"p.json": clu(entities=("Size",))}),),
    evidence="inferred",
    source="contract 11; names identify entities on the wire",
)
def entity_declared_twice(facts: Facts) -> Iterator[Hit]:
    """An entity is declared twice.

    A name stands for one entity; which of the two declarations counts is not documented.
    """
    for project in facts.projects:
        seen: dict[str, Entity] = {}
        for entity in project.entities:
            first = seen.setdefault(entity.name, entity)
            if first is not entity:
                message = f'"{entity.name}" is declared twice; keep one'
                fix = same_declaration(first.raw, entity.raw, entity.pointer)
                yield Hit(project.file, entity.pointer, message, subject=entity.name, fix=fix)

"""ENT010: entity declared twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import clu

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


@rule(
    "ENT010",
    "entity-declared-twice",
    severity=Severity.ERROR,
    good=(Example({"p.json": clu(entities=("Size", "Time"))}),),
    bad=(Example({"p.json": clu(entities=("Size", "Size"))}),),
    evidence="inferred",
    source="contract 11; names identify entities on the wire",
)
def entity_declared_twice(facts: Facts) -> Iterator[Hit]:
    """An entity is declared twice.

    A name stands for one entity; which of the two declarations counts is not documented.
    """
    for project in facts.projects:
        seen: set[str] = set()
        for entity in project.entities:
            if entity.name in seen:
                yield Hit(
                    project.file, entity.pointer, f'"{entity.name}" is declared twice; keep one', subject=entity.name
                )
            seen.add(entity.name)

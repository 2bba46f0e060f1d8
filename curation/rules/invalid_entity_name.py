"""ENT001: invalid entity name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.contract import name_problem
from curation.model.finding import Severity
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import clu

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


@rule(
    "ENT001",
    "invalid-entity-name",
    severity=Severity.ERROR,
    good=(Example({"p.json": clu(entities=("Table Size",))}),),
    bad=(Example({"p.json": clu(entities=("Table/Size",))}),),
    evidence="documented",
    source="contract 6.4",
)
def invalid_entity_name(facts: Facts) -> Iterator[Hit]:
    """An entity name has characters or a length the service does not take.

    Names have up to 50 characters and none of : $ & % * ( ) + ~ # / ? Spaces and dots are used in Azure's samples.
    """
    for project in facts.projects:
        for entity in project.entities:
            problem = name_problem(entity.name)
            if problem:
                message = f'"{entity.name}" is not an entity name: {problem}'
                yield Hit(project.file, f"{entity.pointer}/category", message, subject=entity.name)

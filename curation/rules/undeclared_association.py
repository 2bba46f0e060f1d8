"""INT013: undeclared association."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.model.words import did_you_mean
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import clu

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


def _associated(entity: str) -> dict[str, object]:
    project = clu(entities=("Size",))
    intents = [{"category": "Reserve", "associatedEntities": [{"category": entity}]}]
    return {**project, "assets": {**project["assets"], "intents": intents}}


@rule(
    "INT013",
    "undeclared-association",
    severity=Severity.WARNING,
    good=(Example({"p.json": _associated("Size")}),),
    bad=(Example({"p.json": _associated("Sise")}),),
    evidence="wire",
    source="contract 2.3: associatedEntities of the preview versions",
)
def undeclared_association(facts: Facts) -> Iterator[Hit]:
    """An intent is associated with an entity that its project does not declare.

    Routing over several turns asks for the entities of an intent; one that is not there is never filled.
    """
    for project in facts.projects:
        declared = {entity.name for entity in project.entities}
        for intent in project.intents:
            for index, item in enumerate((intent.raw or {}).get("associatedEntities") or ()):
                name = item.get("category")
                if name not in declared:
                    message = f'"{intent.name}" goes with entity "{name}", which is not declared; '
                    pointer = f"{intent.pointer}/associatedEntities/{index}/category"
                    yield Hit(project.file, pointer, message + did_you_mean(str(name), declared), subject=intent.name)

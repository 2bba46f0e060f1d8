"""ENT019: required component missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import clu

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


def _with(**components: object) -> dict[str, object]:
    project = clu()
    return {**project, "assets": {**project["assets"], "entities": [{"category": "Size", **components}]}}


@rule(
    "ENT019",
    "required-component-missing",
    severity=Severity.WARNING,
    good=(Example({"p.json": _with(requiredComponents=["list"], list={"sublists": []})}),),
    bad=(Example({"p.json": _with(requiredComponents=["regex"])}),),
    evidence="inferred",
    source="contract 2.3",
)
def required_component_missing(facts: Facts) -> Iterator[Hit]:
    """An entity requires a component that it does not have.

    Nothing can then be found by it. A learned component exists where a row labels the entity.
    """
    for project in facts.projects:
        labelled = {span.category for row in project.utterances for span in row.spans}
        for entity in project.entities:
            has = {*entity.components, *(["learned"] if entity.name in labelled else [])}
            for name in (entity.raw or {}).get("requiredComponents") or ():
                if name not in has:
                    message = f'"{entity.name}" requires a {name} component and has none; add one, or do not require it'
                    yield Hit(project.file, f"{entity.pointer}/requiredComponents", message, subject=entity.name)

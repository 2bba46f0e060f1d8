"""ENT011: deprecated composition."""

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


DEPRECATED = ("returnLongestOverlap", "requireExactOverlap")


@rule(
    "ENT011",
    "deprecated-composition",
    severity=Severity.WARNING,
    good=(Example({"p.json": _with(compositionSetting="combineComponents")}),),
    bad=(Example({"p.json": _with(compositionSetting="returnLongestOverlap")}),),
    evidence="documented",
    source="contract 2.3",
)
def deprecated_composition(facts: Facts) -> Iterator[Hit]:
    """An entity combines its components in a way that is deprecated.

    `returnLongestOverlap` and `requireExactOverlap` are kept for projects that had them; new ones have
    combineComponents and separateComponents.
    """
    for project in facts.projects:
        for entity in project.entities:
            value = (entity.raw or {}).get("compositionSetting")
            if value in DEPRECATED:
                message = (
                    f'"{entity.name}" says {value}, which is deprecated; write combineComponents or separateComponents'
                )
                yield Hit(project.file, f"{entity.pointer}/compositionSetting", message, subject=entity.name)

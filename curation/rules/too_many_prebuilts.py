"""ENT013: too many prebuilts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.contract import MOST_PREBUILTS
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
    "ENT013",
    "too-many-prebuilts",
    severity=Severity.ERROR,
    good=(Example({"p.json": _with(prebuilts=[{"category": "DateTime"}] * 7)}),),
    bad=(Example({"p.json": _with(prebuilts=[{"category": "DateTime"}] * 8)}),),
    evidence="documented",
    source="contract 0.10 and 6.1: 7 on the limits page, 5 on another",
)
def too_many_prebuilts(facts: Facts) -> Iterator[Hit]:
    """An entity has more than seven prebuilt components.

    The limits page says seven, the page on components five; seven is what is refused for certain.
    """
    for project in facts.projects:
        for entity in project.entities:
            count = len((entity.raw or {}).get("prebuilts") or ())
            if count > MOST_PREBUILTS:
                message = f'"{entity.name}" has {count} prebuilts, more than {MOST_PREBUILTS}; divide the entity'
                yield Hit(project.file, f"{entity.pointer}/prebuilts", message, subject=entity.name)

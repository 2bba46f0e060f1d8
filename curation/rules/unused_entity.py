"""ENT009: unused entity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.document import DocumentKind
from curation.model.finding import Severity
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import clu

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


@rule(
    "ENT009",
    "unused-entity",
    severity=Severity.WARNING,
    good=(
        Example(
            {
                "p.json": {
                    **clu(),
                    "assets": {
                        **clu()["assets"],
                        "entities": [{"category": "Size", "prebuilts": [{"category": "Quantity.Number"}]}],
                    },
                }
            }
        ),
    ),
    bad=(Example({"p.json": clu(entities=("Size",))}),),
    evidence="inferred",
    source="contract 2.3: a learned component exists only where a row labels the entity",
)
def unused_entity(facts: Facts) -> Iterator[Hit]:
    """An entity has no component and no label.

    Nothing can be found by it: it has no list, pattern or prebuilt, and no row to learn from.
    """
    for project in facts.projects:
        if project.kind is not DocumentKind.CLU:
            continue
        labelled = {span.category for row in project.utterances for span in row.spans}
        for entity in project.entities:
            if not entity.components and entity.name not in labelled:
                message = (
                    f'the entity "{entity.name}" has no label and no component; label it in some rows, or remove it'
                )
                yield Hit(project.file, entity.pointer, message, subject=entity.name)

"""ENT024: label on fixed entity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.model.words import plural
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import clu, sample_row, sample_span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts
    from curation.model.project import Utterance


def _labelled(**components: object) -> dict[str, object]:
    project = clu(sample_row("a table for two", "Reserve", entities=[sample_span("Size", 12, 3)]))
    return {**project, "assets": {**project["assets"], "entities": [{"category": "Size", **components}]}}


_MEANT = 5
"""Labels for training from which a learned component is taken for meant."""


@rule(
    "ENT024",
    "label-on-fixed-entity",
    severity=Severity.NOTE,
    good=(
        Example({"p.json": _labelled()}),
        Example({"p.json": _labelled(prebuilts=[{"category": "Quantity.Number"}], requiredComponents=["learned"])}),
    ),
    bad=(Example({"p.json": _labelled(prebuilts=[{"category": "Quantity.Number"}])}),),
    evidence="documented",
    source="contract 2.3 and 2.4: a learned component exists as soon as a row labels the entity",
)
def label_on_fixed_entity(facts: Facts) -> Iterator[Hit]:
    """A few rows for training label an entity that is otherwise a list, a pattern or a prebuilt.

    The labels make a learned component, which then finds words that the list does not have. That may be meant, and
    then it takes more than a handful; labels in Test measure the entity without it.
    """
    for project in facts.projects:
        fixed = {
            entity.name
            for entity in project.entities
            if entity.components and "learned" not in ((entity.raw or {}).get("requiredComponents") or ())
        }
        labelled: dict[str, list[tuple[Utterance, str]]] = {}
        for row in project.utterances if fixed else ():
            for span in row.spans if not row.is_test else ():
                if span.category in fixed:
                    labelled.setdefault(span.category, []).append((row, span.pointer))
        for name, found in labelled.items():
            if len(found) >= _MEANT:
                continue
            row, pointer = found[0]
            message = (
                f'{plural(len(found), "label")} of "{name}" for training, which is a list, a pattern or a prebuilt: '
                "they make it a learned entity too; keep them in Test only if that is not meant"
            )
            yield Hit(project.file, pointer, message, subject=name, excerpt=row.text)

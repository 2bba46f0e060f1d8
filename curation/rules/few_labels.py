"""ENT020: few labels."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from curation.model.contract import ADVISED_ROWS
from curation.model.finding import Severity
from curation.model.words import plural
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import clu, sample_row, sample_span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


def _rows(count: int) -> list[dict[str, object]]:
    return [sample_row(f"two, number {n}", "Reserve", entities=[sample_span("Size", 0, 3)]) for n in range(count)]


@rule(
    "ENT020",
    "few-labels",
    severity=Severity.NOTE,
    good=(Example({"p.json": clu(*_rows(15), entities=("Size",))}),),
    bad=(Example({"p.json": clu(*_rows(14), entities=("Size",))}),),
    evidence="documented",
    source="contract 9: fewer than 15 labels of a learned entity; not for entities with other components",
)
def few_labels(facts: Facts) -> Iterator[Hit]:
    """A learned entity has fewer than 15 labels to train on.

    The service's evaluation page advises 15. Entities with a list, pattern or prebuilt are not judged.
    """
    for project in facts.projects:
        counts = Counter(span.category for row in project.utterances if row.dataset != "Test" for span in row.spans)
        for entity in project.entities:
            if not entity.components and 0 < counts[entity.name] < ADVISED_ROWS:
                many = plural(counts[entity.name], "label")
                message = (
                    f'"{entity.name}" has {many} to train on, fewer than the advised {ADVISED_ROWS}; label some more'
                )
                yield Hit(project.file, entity.pointer, message, subject=entity.name)

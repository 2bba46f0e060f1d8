"""ENT008: label twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.rules._fixes import without
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import clu, sample_row, sample_span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


@rule(
    "ENT008",
    "label-twice",
    severity=Severity.ERROR,
    good=(
        Example(
            {
                "p.json": clu(
                    sample_row(
                        "two by two", "Reserve", entities=[sample_span("Size", 0, 3), sample_span("Size", 7, 3)]
                    ),
                    entities=("Size",),
                )
            }
        ),
    ),
    bad=(
        Example(
            {
                "p.json": clu(
                    sample_row(
                        "two by two", "Reserve", entities=[sample_span("Size", 0, 3), sample_span("Size", 0, 3)]
                    ),
                    entities=("Size",),
                )
            },
            fixed={
                "p.json": clu(
                    sample_row("two by two", "Reserve", entities=[sample_span("Size", 0, 3)]), entities=("Size",)
                )
            },
        ),
    ),
    evidence="documented",
    source="contract 2.4 and 10, pain 14",
    reach="row",
)
def label_twice(facts: Facts) -> Iterator[Hit]:
    """The same span is labelled twice with the same entity.

    A row that was merged or converted twice; an import that refuses overlapping labels refuses this one too.
    """
    for project in facts.projects:
        for row in project.utterances:
            seen: set[tuple[str, int, int]] = set()
            for span in row.spans:
                label = (span.category, span.offset, span.length)
                if label in seen:
                    fix = without(span.pointer, "remove the second of two equal labels", safe=True)
                    message = f'"{span.category}" is labelled twice at the same place; keep one label'
                    yield Hit(project.file, span.pointer, message, span.category, row.text, fix=fix)
                seen.add(label)

"""ENT005: overlapping spans."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import clu, sample_row, sample_span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


@rule(
    "ENT005",
    "overlapping-spans",
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
                        "two by two", "Reserve", entities=[sample_span("Size", 0, 6), sample_span("Size", 4, 6)]
                    ),
                    entities=("Size",),
                )
            }
        ),
    ),
    evidence="documented",
    source="contract 2.4",
)
def overlapping_spans(facts: Facts) -> Iterator[Hit]:
    """Two spans of one text overlap.

    The same words cannot be labelled as two entities; an import keeps the longest label and drops the other.
    """
    for project in facts.projects:
        for row in project.utterances:
            if len(row.spans) < 2:
                continue
            ordered = sorted(row.spans, key=lambda span: (span.offset, span.end))
            for first, second in pairwise(ordered):
                if second.offset < first.end and second != replace(first, pointer=second.pointer):
                    message = f'the spans of "{first.category}" and "{second.category}" overlap; keep one'
                    yield Hit(
                        project.file, f"{second.pointer}/offset", message, subject=second.category, excerpt=row.text
                    )

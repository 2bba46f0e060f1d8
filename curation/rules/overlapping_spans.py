"""ENT005: overlapping spans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.rules._fixes import mark_of
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import clu, sample_row, sample_span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts
    from curation.model.project import Span


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
    for project, row in facts.labelled_rows:
        furthest: Span | None = None
        for span in sorted(row.spans, key=lambda span: (span.offset, span.end)):
            if furthest and span.offset < furthest.end and not _same_label(span, furthest):
                message = f'the spans of "{furthest.category}" and "{span.category}" overlap; keep one'
                mark = mark_of(row, span)
                yield Hit(project.file, f"{span.pointer}/offset", message, span.category, row.text, mark=mark)
            if furthest is None or span.end > furthest.end:
                furthest = span


def _same_label(first: Span, second: Span) -> bool:
    """Whether one label is the other written twice, which is another rule's."""
    return (first.category, first.offset, first.length) == (second.category, second.offset, second.length)

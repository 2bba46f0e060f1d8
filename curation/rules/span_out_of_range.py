"""ENT003: span out of range."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.formats.offsets import utf16_length
from curation.model.finding import Severity
from curation.rules._fixes import mark_of
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import clu, sample_row, sample_span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


@rule(
    "ENT003",
    "span-out-of-range",
    severity=Severity.ERROR,
    good=(
        Example(
            {
                "p.json": clu(
                    sample_row("a table for two", "Reserve", entities=[sample_span("Size", 12, 3)]), entities=("Size",)
                )
            }
        ),
    ),
    bad=(
        Example(
            {
                "p.json": clu(
                    sample_row("a table for two", "Reserve", entities=[sample_span("Size", 12, 4)]), entities=("Size",)
                )
            }
        ),
        Example(
            {"p.json": clu(sample_row("a table", "Reserve", entities=[sample_span("Size", 0, 0)]), entities=("Size",))}
        ),
    ),
    evidence="documented",
    source="contract 2.4",
)
def span_out_of_range(facts: Facts) -> Iterator[Hit]:
    """A span begins before its text, ends after it, or is empty.

    Offset and length count UTF-16 code units. A text that was shortened, or an end that was written where a
    length belongs, moves the span off the text.
    """
    for project, row, span in facts.doubtful_spans:
        size = utf16_length(row.text)
        if span.offset < 0 or span.length < 1 or span.end > size:
            message = (
                f'the span of "{span.category}" covers {span.offset} to {span.end} of a text of {size} '
                "UTF-16 units; correct offset and length"
            )
            mark = mark_of(row, span)
            yield Hit(project.file, f"{span.pointer}/offset", message, span.category, row.text, mark=mark)

"""ENT004: span splits character."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.formats.offsets import slice_units, utf16_length
from curation.model.finding import Severity
from curation.rules._fixes import mark_of
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import clu, sample_row, sample_span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


@rule(
    "ENT004",
    "span-splits-character",
    severity=Severity.ERROR,
    good=(
        Example(
            {
                "p.json": clu(
                    sample_row("\U0001f355 for two", "Reserve", entities=[sample_span("Size", 7, 3)]),
                    entities=("Size",),
                )
            }
        ),
    ),
    bad=(
        Example(
            {
                "p.json": clu(
                    sample_row("\U0001f355 for two", "Reserve", entities=[sample_span("Size", 1, 3)]),
                    entities=("Size",),
                )
            }
        ),
    ),
    evidence="inferred",
    source="contract 2.4",
)
def span_splits_character(facts: Facts) -> Iterator[Hit]:
    """A span begins or ends inside a character.

    An emoji is two UTF-16 units; a span that begins between them was counted in another unit (code points, as
    Python counts) and is off by one in every text with an emoji before it.
    """
    for project, row, span in facts.doubtful_spans:
        size = utf16_length(row.text)
        inside = span.offset >= 0 and span.end <= size
        if inside and slice_units(row.text, span.offset, span.length) is None:
            message = (
                f'the span of "{span.category}" cuts a character in two; '
                "count offset and length in UTF-16 units (an emoji counts two)"
            )
            mark = mark_of(row, span)
            yield Hit(project.file, f"{span.pointer}/offset", message, span.category, row.text, mark=mark)

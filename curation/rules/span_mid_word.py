"""ENT007: span mid word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.formats.counting import inside_word
from curation.formats.offsets import index_of_unit
from curation.model.finding import Severity
from curation.rules._fixes import mark_of, respanned
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import clu, sample_row, sample_span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


@rule(
    "ENT007",
    "span-mid-word",
    severity=Severity.WARNING,
    good=(
        Example(
            {
                "p.json": clu(
                    sample_row("a table for two", "Reserve", entities=[sample_span("Size", 2, 5)]), entities=("Size",)
                )
            }
        ),
    ),
    bad=(
        Example(
            {
                "p.json": clu(
                    sample_row("a table for two", "Reserve", entities=[sample_span("Size", 2, 4)]), entities=("Size",)
                )
            },
            fixed={
                "p.json": clu(
                    sample_row("a table for two", "Reserve", entities=[sample_span("Size", 2, 5)]), entities=("Size",)
                )
            },
            unsafe=True,
        ),
    ),
    evidence="third-party",
    source="contract 2.4: LUIS refused such a span, CLU does not say; docs/methods.md: 22 % of public CLU files",
)
def span_mid_word(facts: Facts) -> Iterator[Hit]:
    """A span begins or ends inside a word.

    Entities are learned word by word; half a word is a slip of one or two, most often from a text that was changed
    after it was labelled. Scripts that write without spaces are not judged.
    """
    for project, row, span in facts.doubtful_spans:
        start, end = index_of_unit(row.text, span.offset), index_of_unit(row.text, span.end)
        if start is None or end is None or start >= end:
            continue
        if inside_word(row.text, start) or inside_word(row.text, end):
            message = f'the span of "{span.category}" cuts a word; move its edge to the edge of the word'
            while inside_word(row.text, start):
                start -= 1
            while inside_word(row.text, end):
                end += 1
            fix = respanned(row, span, start, end, "take in the whole word", safe=False)
            mark = mark_of(row, span)
            yield Hit(project.file, f"{span.pointer}/offset", message, span.category, row.text, mark=mark, fix=fix)

"""ENT006: span edge space."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.formats.offsets import index_of_unit
from curation.model.finding import Severity
from curation.rules._fixes import mark_of, respanned
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import clu, sample_row, sample_span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


@rule(
    "ENT006",
    "span-edge-space",
    severity=Severity.WARNING,
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
                    sample_row("a table for two", "Reserve", entities=[sample_span("Size", 11, 4)]), entities=("Size",)
                )
            },
            fixed={
                "p.json": clu(
                    sample_row("a table for two", "Reserve", entities=[sample_span("Size", 12, 3)]), entities=("Size",)
                )
            },
        ),
    ),
    evidence="sample",
    source="contract 2.4; docs/methods.md: 20 % of public CLU files",
)
def span_edge_space(facts: Facts) -> Iterator[Hit]:
    """A span begins or ends with white space.

    The entity is learned with the space, and what is found later has it too; usually the words were marked with a
    mouse.
    """
    for project, row, span in facts.doubtful_spans:
        start, end = index_of_unit(row.text, span.offset), index_of_unit(row.text, span.end)
        words = row.text[start:end] if start is not None and end is not None else ""
        if start is not None and words != words.strip():
            message = f'the span of "{span.category}" has white space at its edge; move the edge to the word'
            start += len(words) - len(words.lstrip())
            fix = respanned(row, span, start, start + len(words.strip()), "move the edge of the span to the word")
            yield Hit(
                project.file,
                f"{span.pointer}/offset",
                message,
                span.category,
                row.text,
                mark=mark_of(row, span),
                fix=fix,
            )

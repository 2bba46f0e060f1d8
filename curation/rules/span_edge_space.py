"""ENT006: span edge space."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.formats.offsets import slice_units
from curation.model.finding import Severity
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
            }
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
    for project in facts.projects:
        for row in project.utterances:
            for span in row.spans:
                words = slice_units(row.text, span.offset, span.length)
                if words and words != words.strip():
                    message = f'the span of "{span.category}" has white space at its edge; move the edge to the word'
                    yield Hit(project.file, f"{span.pointer}/offset", message, subject=span.category, excerpt=row.text)

"""TXT001: text edge space."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.rules._fixes import rewritten
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import clu, sample_row, sample_span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


@rule(
    "TXT001",
    "text-edge-space",
    severity=Severity.WARNING,
    good=(Example({"u.json": [sample_row("book a table", "Reserve")]}),),
    bad=(
        Example(
            {"u.json": [sample_row("book a table ", "Reserve")]},
            fixed={"u.json": [sample_row("book a table", "Reserve")]},
        ),
        Example(
            {
                "p.json": clu(
                    sample_row(" for two", "Reserve", entities=[sample_span("Size", 5, 3)]), entities=("Size",)
                )
            },
            fixed={
                "p.json": clu(
                    sample_row("for two", "Reserve", entities=[sample_span("Size", 4, 3)]), entities=("Size",)
                )
            },
        ),
    ),
    evidence="inferred",
    source="contract 11",
    reach="row",
)
def text_edge_space(facts: Facts) -> Iterator[Hit]:
    """A text begins or ends with white space.

    A person does not say it; it comes from a cell or a log. It makes two texts of one, and it hides duplicates.
    """
    for project in facts.written_projects:
        for row in project.utterances:
            if row.text != row.text.strip() and row.text.strip():
                where = "start" if row.text[0].isspace() else "end"
                fix = rewritten(row, row.text.strip(), "remove the white space at the edges")
                message = f"the text has white space at its {where}; remove it, and move the spans"
                yield Hit(project.file, row.text_pointer, message, subject=row.intent, excerpt=row.text, fix=fix)

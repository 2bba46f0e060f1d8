"""UTT004: entities in orchestration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.rules._fixes import without
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import orchestration, sample_row, sample_span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


@rule(
    "UTT004",
    "entities-in-orchestration",
    severity=Severity.ERROR,
    good=(Example({"p.json": orchestration(sample_row("a table", "Help", entities=[]), intents={"Help": None})}),),
    bad=(
        Example(
            {
                "p.json": orchestration(
                    sample_row("a table", "Help", entities=[sample_span("Thing", 2, 5)]), intents={"Help": None}
                )
            },
            fixed={"p.json": orchestration(sample_row("a table", "Help"), intents={"Help": None})},
            unsafe=True,
        ),
    ),
    evidence="documented",
    source="contract 1.2, 3.1",
)
def entities_in_orchestration(facts: Facts) -> Iterator[Hit]:
    """A row of an orchestration project carries entity labels.

    Orchestration projects have no entities; labels belong into the CLU project the intent is linked to. An empty
    list is fine.
    """
    for project in facts.workspace.orchestrations:
        for row in project.utterances:
            if row.spans:
                fix = without(f"{row.pointer}/entities", "remove the labels")
                message = "orchestration has no entities; remove the labels, or move the row to the CLU task"
                yield Hit(
                    project.file, f"{row.pointer}/entities", message, subject=row.intent, excerpt=row.text, fix=fix
                )

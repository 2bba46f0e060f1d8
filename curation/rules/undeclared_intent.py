"""INT002: undeclared intent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.model.words import did_you_mean
from curation.rules._fixes import declared_anew
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import clu, sample_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


@rule(
    "INT002",
    "undeclared-intent",
    severity=Severity.ERROR,
    good=(Example({"p.json": clu(sample_row("book a table", "Reserve"))}),),
    bad=(
        Example({"p.json": clu(sample_row("book a table", "Resreve"))}),
        Example(
            {"p.json": clu(sample_row("the bill please", "Pay"), sample_row("pay now", "Pay"))},
            fixed={
                "p.json": clu(
                    sample_row("the bill please", "Pay"), sample_row("pay now", "Pay"), intents=("Reserve", "Pay")
                )
            },
            unsafe=True,
        ),
    ),
    evidence="inferred",
    source="contract 2.3: none of Azure's samples has one",
)
def undeclared_intent(facts: Facts) -> Iterator[Hit]:
    """A row is filed under an intent that its project does not declare.

    A slip in one row makes a class of its own, or the import is refused. Not stated on any page, but no project
    that Azure publishes does it.
    """
    for project in facts.projects:
        if not project.declares_intents:
            continue
        declared = {intent.name for intent in project.intents}
        for row in project.utterances:
            if row.intent not in declared:
                remedy = did_you_mean(row.intent, declared)
                fix = declared_anew(declared, row.intent, "/assets/intents")
                message = f'intent "{row.intent}" is not declared; {remedy}'
                yield Hit(project.file, f"{row.pointer}/intent", message, subject=row.intent, excerpt=row.text, fix=fix)

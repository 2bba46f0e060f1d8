"""ENT002: undeclared entity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.document import DocumentKind
from curation.model.finding import Severity
from curation.model.words import did_you_mean
from curation.rules._fixes import declared_anew
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import clu, sample_row, sample_span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


@rule(
    "ENT002",
    "undeclared-entity",
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
                    sample_row("a table for two", "Reserve", entities=[sample_span("Sise", 12, 3)]), entities=("Size",)
                )
            }
        ),
    ),
    evidence="inferred",
    source="contract 2.3: none of Azure's samples has one",
)
def undeclared_entity(facts: Facts) -> Iterator[Hit]:
    """A span is of an entity that its project does not declare.

    The label is lost or the import refused. Not stated on any page, but no project that Azure publishes does it.
    """
    for project in facts.projects:
        if project.kind is not DocumentKind.CLU:
            continue
        declared = {entity.name for entity in project.entities}
        for row in project.utterances:
            for span in row.spans:
                if span.category not in declared:
                    message = f'entity "{span.category}" is not declared; {did_you_mean(span.category, declared)}'
                    fix = declared_anew(declared, span.category, "/assets/entities")
                    yield Hit(project.file, f"{span.pointer}/category", message, span.category, row.text, fix=fix)

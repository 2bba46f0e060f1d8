"""INT010: name not ascii."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import sample_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


@rule(
    "INT010",
    "name-not-ascii",
    severity=Severity.NOTE,
    good=(Example({"u.json": [sample_row("ein Tisch", "Tisch_buchen")]}),),
    bad=(Example({"u.json": [sample_row("ein Tisch", "Tisch_für_zwei")]}),),
    evidence="documented",
    source="contract 6.4: the rule's text names the letters a to z only",
    reach="names",
)
def name_not_ascii(facts: Facts) -> Iterator[Hit]:
    """A name of an intent or entity has letters beyond A to Z.

    The page that gives the rule names a to z, A to Z; whether other letters pass is not documented, and tools
    around the service have broken on them.
    """
    for project in facts.projects:
        pointers = {row.intent: f"{row.pointer}/intent" for row in reversed(project.utterances)}
        pointers |= {entity.name: f"{entity.pointer}/category" for entity in project.entities}
        pointers |= {intent.name: f"{intent.pointer}/category" for intent in project.intents}
        for name, pointer in pointers.items():
            if not name.isascii():
                yield Hit(
                    project.file, pointer, f'"{name}" has letters beyond A to Z; rename it to be safe', subject=name
                )

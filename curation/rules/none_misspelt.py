"""INT006: none misspelt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.model.project import NONE_INTENT
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import sample_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


@rule(
    "INT006",
    "none-misspelt",
    severity=Severity.WARNING,
    good=(Example({"u.json": [sample_row("what a day", "None")]}),),
    bad=(Example({"u.json": [sample_row("what a day", "none")]}),),
    evidence="inferred",
    source="contract 3.5: name variants of None",
    reach="names",
)
def none_misspelt(facts: Facts) -> Iterator[Hit]:
    """An intent is named like None, but in other letters.

    None is required and cannot be renamed; `none` or `NONE` is another intent beside it, and its rows teach the
    wrong one.
    """
    for project in facts.projects:
        pointers = {row.intent: f"{row.pointer}/intent" for row in reversed(project.utterances)}
        pointers |= {intent.name: f"{intent.pointer}/category" for intent in project.intents}
        for name, pointer in pointers.items():
            if name != NONE_INTENT and name.strip().casefold() == NONE_INTENT.casefold():
                yield Hit(project.file, pointer, f'the intent "{name}" is not None; write None', subject=name)

"""INT001: invalid intent name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.contract import name_problem
from curation.model.finding import Severity
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import sample_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


@rule(
    "INT001",
    "invalid-intent-name",
    severity=Severity.ERROR,
    good=(Example({"u.json": [sample_row("book a table", "Reserve")]}),),
    bad=(
        Example({"u.json": [sample_row("book a table", "Table:Book")]}),
        Example({"u.json": [sample_row("book a table", "")]}),
    ),
    evidence="documented",
    source="contract 6.4",
    reach="names",
)
def invalid_intent_name(facts: Facts) -> Iterator[Hit]:
    """An intent name has characters or a length the service does not take.

    Names have up to 50 characters and none of : $ & % * ( ) + ~ # / ?
    """
    for project in facts.projects:
        declared = {intent.name: f"{intent.pointer}/category" for intent in project.intents}
        used = {row.intent: f"{row.pointer}/intent" for row in reversed(project.utterances)}
        for name, pointer in {**used, **declared}.items():
            problem = name_problem(name)
            if problem:
                yield Hit(project.file, pointer, f'"{name}" is not an intent name: {problem}', subject=name)

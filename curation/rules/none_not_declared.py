"""INT007: none not declared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.model.project import NONE_INTENT
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import clu

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


@rule(
    "INT007",
    "none-not-declared",
    severity=Severity.NOTE,
    good=(Example({"p.json": clu(intents=("Reserve", "None"))}),),
    bad=(Example({"p.json": clu(intents=("Reserve",))}),),
    evidence="documented",
    source="contract 3.5: required, and yet absent from files that Azure publishes",
    stages=("validate", "inspect"),
)
def none_not_declared(facts: Facts) -> Iterator[Hit]:
    """A project does not declare None.

    Every project has it; the service adds it where the file does not. Declaring it is where its utterances come
    from.
    """
    for project in facts.projects:
        declared = {intent.name.casefold() for intent in project.intents}
        if project.declares_intents and NONE_INTENT.casefold() not in declared:
            message = "None is not declared; declare it, with utterances of what the project does not serve"
            yield Hit(project.file, "/assets/intents", message, subject=NONE_INTENT)

"""PRJ004: orchestration language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.contract import ORCHESTRATION_LANGUAGES
from curation.model.finding import Severity
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import orchestration

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


@rule(
    "PRJ004",
    "orchestration-language",
    severity=Severity.ERROR,
    good=(Example({"p.json": orchestration(intents={"Help": None}, language="de")}),),
    bad=(Example({"p.json": orchestration(intents={"Help": None}, language="nl")}),),
    evidence="documented",
    source="contract 7",
)
def orchestration_language(facts: Facts) -> Iterator[Hit]:
    """An orchestration project is multilingual, or in a language that orchestration does not have.

    Orchestration workflow has six languages (de en-us es fr it pt-br) and no multilingual option; its CLU tasks
    may be in any other.
    """
    for project in facts.workspace.orchestrations:
        if project.multilingual:
            message = "an orchestration project cannot be multilingual; set multilingual to false"
            yield Hit(project.file, "/metadata/multilingual", message, subject=project.name or "")
        if (project.language or "").casefold() not in ORCHESTRATION_LANGUAGES:
            allowed = ", ".join(sorted(ORCHESTRATION_LANGUAGES))
            message = f'"{project.language}" is not a language of orchestration; it has {allowed}'
            yield Hit(project.file, "/metadata/language", message, subject=project.name or "")

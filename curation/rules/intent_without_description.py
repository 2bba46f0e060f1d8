"""INT012: intent without description."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.model.project import NONE_INTENT
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import clu

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


def _described(*descriptions: str) -> dict[str, object]:
    project = clu()
    intents = [{"category": f"Intent{i}", "description": words} for i, words in enumerate(descriptions)]
    return {**project, "assets": {**project["assets"], "intents": [*intents, {"category": "None"}]}}


@rule(
    "INT012",
    "intent-without-description",
    severity=Severity.NOTE,
    good=(
        Example({"p.json": _described("to book", "to cancel")}),
        Example({"p.json": _described("", "")}),
    ),
    bad=(Example({"p.json": _described("to book", "")}),),
    evidence="documented",
    source="contract 2.3: needed for Quick Deploy only",
)
def intent_without_description(facts: Facts) -> Iterator[Hit]:
    """Some intents of a project have a description, and this one has none.

    Routing by a language model (Quick Deploy) needs one for every intent. A project without any is trained in the
    usual way, and nothing is said about it.
    """
    for project in facts.projects:
        described = {intent.name for intent in project.intents if (intent.raw or {}).get("description")}
        for intent in project.intents if described else ():
            if intent.name not in described and intent.name != NONE_INTENT:
                message = f'"{intent.name}" has no description, while others have; Quick Deploy needs one for each'
                yield Hit(project.file, intent.pointer, message, subject=intent.name)

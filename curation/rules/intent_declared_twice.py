"""INT005: intent declared twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import clu

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


@rule(
    "INT005",
    "intent-declared-twice",
    severity=Severity.ERROR,
    good=(Example({"p.json": clu(intents=("Reserve", "Cancel"))}),),
    bad=(Example({"p.json": clu(intents=("Reserve", "Reserve"))}),),
    evidence="inferred",
    source="contract 11; names identify intents on the wire",
)
def intent_declared_twice(facts: Facts) -> Iterator[Hit]:
    """An intent is declared twice.

    A name stands for one intent; which of the two declarations counts is not documented, and a link may be on
    either.
    """
    for project in facts.projects:
        seen: set[str] = set()
        for intent in project.intents:
            if intent.name in seen:
                yield Hit(
                    project.file, intent.pointer, f'"{intent.name}" is declared twice; keep one', subject=intent.name
                )
            seen.add(intent.name)

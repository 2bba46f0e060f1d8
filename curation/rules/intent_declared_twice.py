"""INT005: intent declared twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.rules._fixes import same_declaration
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import clu

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts
    from curation.model.project import Intent


@rule(
    "INT005",
    "intent-declared-twice",
    severity=Severity.ERROR,
    good=(Example({"p.json": clu(intents=("Reserve", "Cancel"))}),),
    bad=(Example({"p.json": clu(intents=("Reserve", "Reserve"))}, fixed={"p.json": clu(intents=("Reserve",))}),),
    evidence="inferred",
    source="contract 11; names identify intents on the wire",
)
def intent_declared_twice(facts: Facts) -> Iterator[Hit]:
    """An intent is declared twice.

    A name stands for one intent; which of the two declarations counts is not documented, and a link may be on
    either.
    """
    for project in facts.projects:
        seen: dict[str, Intent] = {}
        for intent in project.intents:
            first = seen.setdefault(intent.name, intent)
            if first is not intent:
                message = f'"{intent.name}" is declared twice; keep one'
                fix = same_declaration(first.raw, intent.raw, intent.pointer)
                yield Hit(project.file, intent.pointer, message, subject=intent.name, fix=fix)

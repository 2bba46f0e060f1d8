"""INT011: many intents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.contract import LARGE_PROJECT
from curation.model.finding import Severity
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import clu

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


@rule(
    "INT011",
    "many-intents",
    severity=Severity.NOTE,
    good=(Example({"p.json": clu(intents=("Reserve",))}),),
    bad=(Example({"p.json": clu(intents=tuple(f"Intent{n}" for n in range(51)))}),),
    evidence="documented",
    source="contract 9: too big for a flat app above 50 intents or entities",
)
def many_intents(facts: Facts) -> Iterator[Hit]:
    """A project has more than 50 intents.

    Azure's architecture page advises to divide such a project by domain and to route between the parts.
    """
    for project in facts.projects:
        if len(project.intents) > LARGE_PROJECT:
            message = (
                f"{len(project.intents)} intents are many for one project; divide it by "
                "domain, and route between the parts"
            )
            yield Hit(project.file, "/assets/intents", message, subject=project.name or "")

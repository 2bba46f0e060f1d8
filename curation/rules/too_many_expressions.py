"""ENT015: too many expressions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.contract import MOST_EXPRESSIONS
from curation.model.finding import Severity
from curation.rules._components import expressions
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import clu

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


def _with(**components: object) -> dict[str, object]:
    project = clu()
    return {**project, "assets": {**project["assets"], "entities": [{"category": "Size", **components}]}}


@rule(
    "ENT015",
    "too-many-expressions",
    severity=Severity.ERROR,
    good=(Example({"p.json": _with(regex={"expressions": [{"regexPattern": "a"}] * 20})}),),
    bad=(Example({"p.json": _with(regex={"expressions": [{"regexPattern": "a"}] * 21})}),),
    evidence="documented",
    source="contract 6.1: 20 expressions in a project",
)
def too_many_expressions(facts: Facts) -> Iterator[Hit]:
    """A project has more than 20 regular expressions.

    The limit is for the whole project, not for each entity.
    """
    for project in facts.projects:
        found = list(expressions(project))
        if len(found) > MOST_EXPRESSIONS:
            message = (
                f"{len(found)} regular expressions are more than the {MOST_EXPRESSIONS} of a "
                "project; join or remove some"
            )
            yield Hit(project.file, found[MOST_EXPRESSIONS][1], message, subject=found[MOST_EXPRESSIONS][0].name)

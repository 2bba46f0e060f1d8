"""ENT014: slashed regex."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.model.fix import Edit, Fix
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
    "ENT014",
    "slashed-regex",
    severity=Severity.WARNING,
    good=(Example({"p.json": _with(regex={"expressions": [{"regexPattern": "T[0-9]+"}]})}),),
    bad=(
        Example(
            {"p.json": _with(regex={"expressions": [{"regexPattern": "/T[0-9]+/"}]})},
            fixed={"p.json": _with(regex={"expressions": [{"regexPattern": "T[0-9]+"}]})},
            unsafe=True,
        ),
    ),
    evidence="wire",
    source="contract 2.3: .NET syntax; the specification's example has slashes",
)
def slashed_regex(facts: Facts) -> Iterator[Hit]:
    """A regular expression stands between slashes.

    Expressions are in .NET syntax, where a slash is a slash: the pattern then finds only texts that hold both.
    """
    for project in facts.projects:
        for entity, pointer, pattern in expressions(project):
            if len(pattern) > 2 and pattern.startswith("/") and pattern.endswith("/"):
                message = (
                    f'the pattern of "{entity.name}" stands between slashes, which it would have to find; remove them'
                )
                fix = Fix("remove the slashes", (Edit("replace", pointer, pattern[1:-1]),), safe=False)
                yield Hit(project.file, pointer, message, subject=entity.name, fix=fix)

"""ENT018: synonym of two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.rules._components import list_values
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import clu

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


def _with(**components: object) -> dict[str, object]:
    project = clu()
    return {**project, "assets": {**project["assets"], "entities": [{"category": "Size", **components}]}}


@rule(
    "ENT018",
    "synonym-of-two",
    severity=Severity.WARNING,
    good=(
        Example(
            {
                "p.json": _with(
                    list={
                        "sublists": [
                            {"listKey": "Large", "synonyms": [{"language": "en-us", "values": ["large", "big"]}]},
                            {"listKey": "Small", "synonyms": [{"language": "en-us", "values": ["small"]}]},
                        ]
                    }
                )
            }
        ),
    ),
    bad=(
        Example(
            {
                "p.json": _with(
                    list={
                        "sublists": [
                            {"listKey": "Large", "synonyms": [{"language": "en-us", "values": ["large", "grand"]}]},
                            {"listKey": "Small", "synonyms": [{"language": "en-us", "values": ["small", "Grand"]}]},
                        ]
                    }
                )
            }
        ),
    ),
    evidence="inferred",
    source="asked for by users of such tools",
)
def synonym_of_two(facts: Facts) -> Iterator[Hit]:
    """A synonym belongs to two values of one list.

    Which of them comes back is chance to the one who reads the answer.
    """
    for project in facts.projects:
        first: dict[tuple[str, str], str] = {}
        for entity, pointer, key, values in list_values(project):
            for value in values:
                other = first.setdefault((entity.name, value.casefold()), key)
                if other != key:
                    message = f'"{value}" of "{entity.name}" stands for "{other}" and for "{key}"; keep one'
                    yield Hit(project.file, pointer, message, subject=entity.name)

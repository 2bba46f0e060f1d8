"""ENT017: list key twice."""

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
    "ENT017",
    "list-key-twice",
    severity=Severity.WARNING,
    good=(
        Example(
            {
                "p.json": _with(
                    list={
                        "sublists": [
                            {"listKey": "Large", "synonyms": [{"language": "en-us", "values": ["large"]}]},
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
                            {"listKey": "Large", "synonyms": [{"language": "en-us", "values": ["large"]}]},
                            {"listKey": "Large", "synonyms": [{"language": "en-us", "values": ["Large", "big"]}]},
                        ]
                    }
                )
            }
        ),
    ),
    evidence="third-party",
    source="contract 10, pain 22: LUIS refused duplicate canonical forms",
)
def list_key_twice(facts: Facts) -> Iterator[Hit]:
    """A list has the same key twice.

    Which of the two sets of synonyms counts is not documented; put them into one.
    """
    for project in facts.projects:
        seen: set[tuple[str, str]] = set()
        for entity, pointer, key, _ in list_values(project):
            if (entity.name, key) in seen:
                message = f'"{key}" stands twice in the list of "{entity.name}"; put the synonyms into one'
                yield Hit(project.file, pointer, message, subject=entity.name)
            seen.add((entity.name, key))

"""ENT016: list key not matched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.model.fix import Edit, Fix
from curation.rules._components import list_values, synonyms_pointer
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import clu

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


def _with(**components: object) -> dict[str, object]:
    project = clu()
    return {**project, "assets": {**project["assets"], "entities": [{"category": "Size", **components}]}}


@rule(
    "ENT016",
    "list-key-not-matched",
    severity=Severity.WARNING,
    good=(
        Example(
            {
                "p.json": _with(
                    list={
                        "sublists": [
                            {"listKey": "Large", "synonyms": [{"language": "en-us", "values": ["large", "big"]}]}
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
                            {"listKey": "Large", "synonyms": [{"language": "en-us", "values": ["big", "huge"]}]}
                        ]
                    }
                )
            },
            fixed={
                "p.json": _with(
                    list={
                        "sublists": [
                            {
                                "listKey": "Large",
                                "synonyms": [{"language": "en-us", "values": ["big", "huge", "Large"]}],
                            }
                        ]
                    }
                )
            },
            unsafe=True,
        ),
    ),
    evidence="documented",
    source="contract 2.3 and 10, pain 7: only synonyms are matched",
)
def list_key_not_matched(facts: Facts) -> Iterator[Hit]:
    """The name of a list value is not among its own synonyms.

    The key is what comes back, not what is looked for: a person who says it is not understood. Put it among the
    values.
    """
    for project in facts.projects:
        for entity, pointer, key, values in list_values(project):
            if values and key.casefold() not in {value.casefold() for value in values}:
                message = f'"{key}" of "{entity.name}" is not among its own synonyms, so it is not found; add it'
                where = synonyms_pointer(entity, pointer)
                fix = Fix(f'add "{key}" to its synonyms', (Edit("add", f"{where}/-", key),), safe=False)
                yield Hit(project.file, pointer, message, subject=entity.name, fix=fix)

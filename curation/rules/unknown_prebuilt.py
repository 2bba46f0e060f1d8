"""ENT012: unknown prebuilt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.contract import PREBUILTS
from curation.model.finding import Severity
from curation.model.words import did_you_mean
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import clu

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


def _with(**components: object) -> dict[str, object]:
    project = clu()
    return {**project, "assets": {**project["assets"], "entities": [{"category": "Size", **components}]}}


@rule(
    "ENT012",
    "unknown-prebuilt",
    severity=Severity.WARNING,
    good=(Example({"p.json": _with(prebuilts=[{"category": "DateTime"}])}),),
    bad=(Example({"p.json": _with(prebuilts=[{"category": "Date"}])}),),
    evidence="documented",
    source="contract 2.5: 16 on the page, two more in the API's example",
)
def unknown_prebuilt(facts: Facts) -> Iterator[Hit]:
    """A prebuilt component is not one that is documented.

    The component finds nothing, or the import is refused; mostly it is a matter of spelling.
    """
    for project in facts.projects:
        for entity in project.entities:
            for index, prebuilt in enumerate((entity.raw or {}).get("prebuilts") or ()):
                if prebuilt["category"] not in PREBUILTS:
                    message = (
                        f'"{prebuilt["category"]}" is not a documented prebuilt; '
                        f"{did_you_mean(prebuilt['category'], PREBUILTS)}"
                    )
                    yield Hit(
                        project.file, f"{entity.pointer}/prebuilts/{index}/category", message, subject=entity.name
                    )

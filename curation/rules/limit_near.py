"""PRJ009: limit near."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.contract import LIMITS, MOST_PREBUILTS
from curation.model.finding import Severity
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import clu

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts

NEAR = 0.8


@rule(
    "PRJ009",
    "limit-near",
    severity=Severity.NOTE,
    good=(Example({"p.json": clu(intents=tuple(f"Intent{i}" for i in range(399)))}),),
    bad=(Example({"p.json": clu(intents=tuple(f"Intent{i}" for i in range(400)))}),),
    evidence="documented",
    source="contract 6.1, 6.2",
)
def limit_near(facts: Facts) -> Iterator[Hit]:
    """A project has used 80 % of what the service takes.

    There is time to divide it before an import is refused.
    """
    for project in facts.projects:
        counts = {"utterances": project.utterances, "intents": project.intents, "entities": project.entities}
        for what, limit in LIMITS.get(project.kind, {}).items():
            count = len(counts[what])
            if NEAR * limit <= count <= limit:
                message = f"{count:,} of {limit:,} {what} are used; divide the project before it is full"
                yield Hit(project.file, f"/assets/{what}", message, subject=what)
        for entity in project.entities:
            count = len((entity.raw or {}).get("prebuilts") or ())
            if NEAR * MOST_PREBUILTS <= count <= MOST_PREBUILTS:
                message = f'"{entity.name}" has {count} of {MOST_PREBUILTS} prebuilts; divide it before it is full'
                yield Hit(project.file, f"{entity.pointer}/prebuilts", message, subject=entity.name)

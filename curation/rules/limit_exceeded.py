"""PRJ002: limit exceeded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.contract import LIMITS
from curation.model.finding import Severity
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import clu, sample_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


@rule(
    "PRJ002",
    "limit-exceeded",
    severity=Severity.ERROR,
    good=(Example({"p.json": clu(sample_row("a table", "Reserve"), intents=("Reserve", "None"))}),),
    bad=(Example({"p.json": clu(intents=tuple(f"Intent{i}" for i in range(501)))}),),
    evidence="documented",
    settled_by="trim",
    source="contract 6.1, 6.2",
)
def limit_exceeded(facts: Facts) -> Iterator[Hit]:
    """A project holds more than the service takes.

    Limits differ by kind: 50,000 utterances in CLU, 15,000 in orchestration; 500 intents; 350 entities. A file
    over a limit is refused, or rows are dropped.
    """
    for project in facts.projects:
        counts = {"utterances": project.utterances, "intents": project.intents, "entities": project.entities}
        for what, limit in LIMITS.get(project.kind, {}).items():
            count = len(counts[what])
            if count > limit:
                beyond = f"{count:,} {what} are more than the {limit:,} of a {project.kind.words}"
                instead = ", or `curation run --trim`" if what == "utterances" else ""
                message = f"{beyond}; split the project{instead}"
                yield Hit(project.file, f"/assets/{what}", message, subject=what)

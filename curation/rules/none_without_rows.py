"""INT008: none without rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.model.project import NONE_INTENT
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import clu, sample_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


@rule(
    "INT008",
    "none-without-rows",
    severity=Severity.WARNING,
    good=(Example({"p.json": clu(sample_row("what a day", "None"), intents=("None",))}),),
    bad=(Example({"p.json": clu(sample_row("a table", "Reserve"), intents=("Reserve", "None"))}),),
    evidence="documented",
    source="contract 9 and 10, pain 6; docs/methods.md: 27 % of public CLU files",
    stages=("validate", "inspect"),
)
def none_without_rows(facts: Facts) -> Iterator[Hit]:
    """None is declared and has no row.

    Without examples of what it does not serve, a project answers anything with one of its intents, and with
    confidence.
    """
    for project in facts.projects:
        declared = next((intent for intent in project.intents if intent.name == NONE_INTENT), None)
        if declared and project.utterances and all(row.intent != NONE_INTENT for row in project.utterances):
            message = "None has no utterance; add some that the project should not answer, near misses first"
            yield Hit(project.file, declared.pointer, message, subject=NONE_INTENT)

"""INT003: unused intent."""

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
    "INT003",
    "unused-intent",
    severity=Severity.WARNING,
    good=(Example({"p.json": clu(sample_row("a table", "Reserve"), intents=("Reserve", "None"))}),),
    bad=(Example({"p.json": clu(sample_row("a table", "Reserve"), intents=("Reserve", "Cancel"))}),),
    evidence="inferred",
    source="docs/methods.md",
)
def unused_intent(facts: Facts) -> Iterator[Hit]:
    """A declared intent has no row.

    It is trained to nothing and stands in every evaluation with a score of zero. An orchestration intent that is
    linked learns from its task and needs none; None is looked at by another rule.
    """
    for project in facts.projects:
        routed = facts.workspace.rows if facts.workspace.together and project in facts.workspace.orchestrations else ()
        used = {row.intent for row in (*project.utterances, *routed)}
        for intent in project.intents:
            if intent.name not in used and intent.link is None and intent.name.casefold() != NONE_INTENT.casefold():
                message = f'"{intent.name}" has no utterance; add some, or remove the intent'
                yield Hit(project.file, intent.pointer, message, subject=intent.name)

"""LNK005: link on none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.model.project import NONE_INTENT
from curation.rules._fixes import without
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import orchestration, to_cqa

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


@rule(
    "LNK005",
    "link-on-none",
    severity=Severity.WARNING,
    good=(Example({"o.json": orchestration(intents={"None": None, "Book": to_cqa("Answers")})}),),
    bad=(
        Example(
            {"o.json": orchestration(intents={"None": to_cqa("Answers")})},
            fixed={"o.json": orchestration(intents={"None": None})},
            unsafe=True,
        ),
    ),
    evidence="inferred",
    source="contract 3.5",
)
def link_on_none(facts: Facts) -> Iterator[Hit]:
    """None is linked to a task.

    None is what no task serves; a link sends everything that is not understood there.
    """
    for project in facts.workspace.orchestrations:
        for intent in project.intents:
            if intent.link and intent.name == NONE_INTENT:
                message = "None is linked; give the task an intent of its own"
                fix = without(intent.link.pointer, "remove the link")
                yield Hit(project.file, intent.link.pointer, message, subject=intent.name, fix=fix)

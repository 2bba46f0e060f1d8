"""PRJ007: a task is known by its file name only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import cqa

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


@rule(
    "PRJ007",
    "unnamed-task",
    severity=Severity.WARNING,
    good=(Example({"a.json": cqa("when do you open", name="ShopFAQ")}),),
    bad=(Example({"a.json": {"assets": cqa("when do you open")["assets"]}}),),
    evidence="sample",
    source="contract 4.1: Azure's accelerator ships a question answering import without metadata",
)
def unnamed_task(facts: Facts) -> Iterator[Hit]:
    """A task's file does not say its project name, so the file name stands in.

    The name is what links hold and what the service looks for. A question answering import may lack it, because
    the request's address carries it; then only the settings can say it.
    """
    if not facts.workspace.together:
        return
    for task in facts.workspace.tasks:
        if task.named_by == "the file name":
            message = (
                f'the file names no project; links would say "{task.name}", set name under [[tasks]] if it is another'
            )
            yield Hit(task.project.file, "", message, subject=task.name)

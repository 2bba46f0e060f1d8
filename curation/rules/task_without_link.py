"""LNK008: task without link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import clu, orchestration, to_clu

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


@rule(
    "LNK008",
    "task-without-link",
    severity=Severity.NOTE,
    good=(Example({"o.json": orchestration(intents={"Book": to_clu("Tables")}), "t.json": clu(name="Tables")}),),
    bad=(Example({"o.json": orchestration(intents={"Help": None}), "t.json": clu(name="Tables")}),),
    evidence="inferred",
    source="contract 3.3",
)
def task_without_link(facts: Facts) -> Iterator[Hit]:
    """A task is linked by no intent.

    Nobody is ever sent there by this orchestration project. Until its intents are decided on, that is only to be
    known.
    """
    if not facts.workspace.together or not facts.workspace.orchestrations:
        return
    linked = {i.link.project for p in facts.workspace.orchestrations for i in p.intents if i.link}
    for task in facts.workspace.tasks:
        if task.name not in linked:
            message = (
                f'no intent of the orchestration project is linked to "{task.name}"; link one, or leave the task out'
            )
            yield Hit(task.project.file, "", message, subject=task.name)

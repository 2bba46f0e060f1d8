"""LBL004: text of two tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.analysis.normalise import text_key
from curation.model.finding import Severity
from curation.rules._judged import place_of
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import clu, cqa, orchestration, sample_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts
    from curation.model.project import Utterance


@rule(
    "LBL004",
    "text-of-two-tasks",
    severity=Severity.WARNING,
    good=(
        Example(
            {
                "a.json": clu(sample_row("a table", "Reserve"), name="Tables"),
                "b.json": clu(sample_row("a chair", "Reserve"), name="Chairs"),
                "o.json": orchestration(intents={"None": None}),
            }
        ),
    ),
    bad=(
        Example(
            {
                "a.json": clu(sample_row("a table", "Reserve"), name="Tables"),
                "b.json": cqa("A table?"),
                "o.json": orchestration(intents={"None": None}),
            }
        ),
    ),
    evidence="documented",
    source="contract 9: move intents that several domains share into one; docs/methods.md",
    stages=("validate", "inspect"),
)
def text_of_two_tasks(facts: Facts) -> Iterator[Hit]:
    """Two tasks claim the same text.

    The orchestrator has to send it to one of them; the other's row teaches the opposite. Questions of question
    answering count as well.
    """
    if not facts.workspace.together:
        return
    claimed: dict[str, tuple[str, Utterance]] = {}
    for task in facts.workspace.tasks if facts.workspace.tasks_compete else ():
        for row in task.serving():
            key = text_key(row.text)
            name, other = claimed.setdefault(key, (task.name, row))
            if key and name != task.name:
                message = f'this text of "{task.name}" stands in "{name}" too, at {place_of(other)}; keep one'
                evidence = {"tasks": sorted((name, task.name))}
                yield Hit(row.file, row.pointer, message, task.name, row.text, evidence)

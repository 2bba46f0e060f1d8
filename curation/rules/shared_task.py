"""LNK011: shared task."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.contract import PLACEHOLDER
from curation.model.finding import Severity
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import clu, orchestration, to_clu

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


@rule(
    "LNK011",
    "shared-task",
    severity=Severity.NOTE,
    good=(Example({"o.json": orchestration(intents={"Book": to_clu("Tables")}), "t.json": clu(name="Tables")}),),
    bad=(
        Example(
            {
                "o.json": orchestration(intents={"Book": to_clu("Tables"), "Reserve": to_clu("Tables")}),
                "t.json": clu(name="Tables"),
            }
        ),
    ),
    evidence="ours",
    source="contract 3.2; whether two intents may lead to one project is not documented",
)
def shared_task(facts: Facts) -> Iterator[Hit]:
    """Several intents lead to one task.

    A linked intent learns from the project it leads to. Two that lead to the same one have the same to learn from, so
    that which of them is answered is left to chance; the task is reached either way. Keep one of them, or set
    `links.mode` to relabel, which gives the rows of both to one intent named after the task.
    """
    for project in facts.workspace.orchestrations:
        led: dict[str, list[str]] = {}
        for intent in project.intents:
            if intent.link and intent.link.project and not PLACEHOLDER.fullmatch(intent.link.project):
                led.setdefault(intent.link.project, []).append(intent.name)
        for intent in project.intents:
            others = led.get(intent.link.project, []) if intent.link and intent.link.project else []
            if intent.link and len(others) > 1:
                named = ", ".join(f'"{name}"' for name in others if name != intent.name)
                message = f'"{intent.name}" leads to "{intent.link.project}", as {named} does; keep one, or relabel'
                yield Hit(project.file, intent.link.target_pointer, message, intent.name, evidence={"intents": others})

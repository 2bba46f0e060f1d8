"""LNK001: unlinked intent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.model.words import plural
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import clu, orchestration, sample_row, to_clu

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


@rule(
    "LNK001",
    "unlinked-intent",
    severity=Severity.WARNING,
    good=(
        Example(
            {
                "o.json": orchestration(
                    sample_row("book it", "Book"), intents={"Book": to_clu("Tables"), "None": None}
                ),
                "t.json": clu(name="Tables"),
            }
        ),
        Example({"u.json": [sample_row("hello", "Greet")]}),
    ),
    bad=(
        Example(
            {
                "o.json": orchestration(intents={"Book": to_clu("Tables")}),
                "t.json": clu(name="Tables"),
                "u.json": [sample_row("hello", "Greet")],
            }
        ),
    ),
    evidence="documented",
    source="contract 3.2, 3.5; the portal's own list of unlinked intents",
    stages=("validate", "inspect"),
    settled_by="decision",
)
def unlinked_intent(facts: Facts) -> Iterator[Hit]:
    """An intent leads to no task.

    The orchestrator recognises it and then has nobody to hand over to. Link it, or declare it in
    `links.routing_only` if the orchestrator answers it itself. None is exempt.
    """
    workspace = facts.workspace
    if not workspace.routes or not workspace.together:
        return
    declared = {intent.name: intent for project in workspace.orchestrations for intent in project.intents}
    for name in workspace.linkable_intents:
        intent = declared.get(name)
        if (intent and intent.link) or name in facts.settings.links.routing_only:
            continue
        rows = workspace.rows_of(name)
        file, pointer = (rows[0].file, rows[0].pointer) if rows else (workspace.orchestrations[0].file, "")
        if intent and workspace.orchestration:
            file, pointer = workspace.orchestration.file, intent.pointer
        message = f'"{name}" ({plural(len(rows), "row")}) leads to no task; link it, or keep it as a routing intent'
        yield Hit(file, pointer, message, subject=name, evidence={"rows": len(rows)})

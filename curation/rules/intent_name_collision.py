"""INT004: intent name collision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.contract import same_name
from curation.model.finding import Severity
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import sample_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts
    from curation.model.project import Utterance


@rule(
    "INT004",
    "intent-name-collision",
    severity=Severity.WARNING,
    good=(Example({"u.json": [sample_row("a table", "Reserve"), sample_row("the bill", "PayBill")]}),),
    bad=(Example({"u.json": [sample_row("a table", "BookTable"), sample_row("one table", "book_table")]}),),
    evidence="inferred",
    source="contract 11: case-only name clash; docs/methods.md",
)
def intent_name_collision(facts: Facts) -> Iterator[Hit]:
    """Two intents have the same name but for case, underscores or hyphens.

    One class is split in two, usually by a slip. Whether the service tells such names apart is not documented.
    """
    for scope in facts.workspace.scopes:
        first: dict[str, Utterance] = {}
        for row in scope.rows:
            known = first.setdefault(same_name(row.intent), row)
            if known.intent != row.intent and row.intent not in first:
                first[row.intent] = row
                message = f'"{row.intent}" and "{known.intent}" differ in spelling only; write one of them'
                yield Hit(row.file, f"{row.pointer}/intent", message, subject=row.intent, excerpt=row.text)

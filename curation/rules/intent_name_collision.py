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
    from curation.model.workspace import Scope


@rule(
    "INT004",
    "intent-name-collision",
    severity=Severity.WARNING,
    good=(Example({"u.json": [sample_row("a table", "Reserve"), sample_row("the bill", "PayBill")]}),),
    bad=(Example({"u.json": [sample_row("a table", "BookTable"), sample_row("one table", "book_table")]}),),
    evidence="inferred",
    source="contract 11: case-only name clash; docs/methods.md",
    reach="names",
)
def intent_name_collision(facts: Facts) -> Iterator[Hit]:
    """Two intents have the same name but for case, underscores or hyphens.

    One class is split in two, usually by a slip. Whether the service tells such names apart is not documented.
    """
    for scope in facts.workspace.scopes:
        spellings: dict[str, str] = {}
        for name, file, pointer, text in _names(scope):
            known = spellings.setdefault(same_name(name), name)
            if known != name:
                message = f'"{name}" and "{known}" differ in spelling only; write one of them'
                yield Hit(file, pointer, message, subject=name, excerpt=text)


def _names(scope: Scope) -> Iterator[tuple[str, str, str, str]]:
    """Every intent name of a scope once, with the place where it first stands: declared, else in a row."""
    seen: set[str] = set()
    for project in scope.projects:
        for intent in project.intents:
            if intent.name not in seen:
                seen.add(intent.name)
                yield intent.name, project.file, f"{intent.pointer}/category", ""
    for row in scope.rows:
        if row.intent not in seen:
            seen.add(row.intent)
            yield row.intent, row.file, f"{row.pointer}/intent", row.text

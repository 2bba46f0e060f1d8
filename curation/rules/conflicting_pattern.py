"""LBL005: conflicting pattern."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from curation.analysis.normalise import normalised
from curation.formats.offsets import index_of_unit
from curation.model.finding import Severity
from curation.rules._judged import place_of
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import clu, sample_row, sample_span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts
    from curation.model.project import Utterance


_DECLARED: dict[str, Any] = {"intents": ("Reserve", "Hire"), "entities": ("Size",)}


def _row(text: str, intent: str) -> dict[str, Any]:
    at = max(text.find("two"), text.find("ten"))
    return sample_row(text, intent, entities=[sample_span("Size", at, 3)])


@rule(
    "LBL005",
    "conflicting-pattern",
    severity=Severity.NOTE,
    good=(
        Example({"p.json": clu(_row("a table for two", "Reserve"), _row("a room for two", "Hire"), **_DECLARED)}),
        Example({"p.json": clu(_row("two", "Reserve"), _row("ten", "Hire"), **_DECLARED)}),
    ),
    bad=(Example({"p.json": clu(_row("a table for two", "Reserve"), _row("A table for ten!", "Hire"), **_DECLARED)}),),
    evidence="ours",
    source="docs/methods.md: duplicates in three tiers",
    stages=("validate", "inspect"),
)
def conflicting_pattern(facts: Facts) -> Iterator[Hit]:
    """Two texts are the same but for their labelled entities, and are filed under different intents.

    The model is told that the words around the entity mean both. "a table for two" and "a table for ten" should not
    lead to different places unless the entity decides, and then it should be another entity. Texts that are nothing
    but an entity are left alone.
    """
    for scope in facts.workspace.scopes:
        first: dict[str, Utterance] = {}
        for row in scope.rows:
            pattern = _pattern(row) if row.spans else ""
            other = first.setdefault(pattern, row) if pattern else row
            if other.intent != row.intent and facts.key_of[row.text] != facts.key_of[other.text]:
                message = (
                    f'but for its entities this text is filed under "{other.intent}" too, at '
                    f"{place_of(other)}; check which is right"
                )
                evidence = {"intents": sorted((other.intent, row.intent))}
                yield Hit(row.file, row.pointer, message, row.intent, row.text, evidence)


def _pattern(row: Utterance) -> str:
    """The text with the name of its entity for each span; empty where nothing else is left, or spans are not sound."""
    parts, at = [], 0
    for span in sorted(row.spans, key=lambda span: span.offset):
        start, end = index_of_unit(row.text, span.offset), index_of_unit(row.text, span.end)
        if start is None or end is None or start < at:
            return ""
        parts.append(row.text[at:start])
        at = end
    parts.append(row.text[at:])
    if not any(map(str.isalnum, "".join(parts))):
        return ""
    names = [f" \x1f{span.category}\x1f " for span in sorted(row.spans, key=lambda span: span.offset)] + [""]
    return normalised("".join(part + name for part, name in zip(parts, names, strict=True)))

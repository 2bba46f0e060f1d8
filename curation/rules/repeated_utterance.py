"""LBL003: repeated utterance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import sample_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts
    from curation.model.project import Utterance


@rule(
    "LBL003",
    "repeated-utterance",
    severity=Severity.NOTE,
    good=(Example({"u.json": [sample_row("book a table", "Reserve"), sample_row("a table please", "Reserve")]}),),
    bad=(Example({"u.json": [sample_row("book a table", "Reserve"), sample_row("Book a table.", "Reserve")]}),),
    evidence="measured",
    source="docs/methods.md: 12 % of public CLU files",
)
def repeated_utterance(facts: Facts) -> Iterator[Hit]:
    """A text stands twice under the same intent.

    It teaches nothing new, gives the text more weight than the others, and can fall on both sides of a split.
    """
    for _, rows_of_text in facts.same_text:
        for rows in rows_of_text.values():
            if len(rows) < 2:
                continue
            first: dict[tuple[str, str | None], Utterance] = {}
            for row in rows:
                other = first.setdefault((row.intent, row.language), row)
                if other is not row:
                    message = (
                        f"this text already stands under the same intent at {other.file}#{other.pointer}; keep one"
                    )
                    yield Hit(row.file, row.pointer, message, subject=row.intent, excerpt=row.text)

"""LBL003: repeated utterance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.rules._fixes import without
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
    bad=(
        Example({"u.json": [sample_row("book a table", "Reserve"), sample_row("Book a table.", "Reserve")]}),
        Example(
            {"u.json": [sample_row("book a table", "Reserve"), sample_row("book a table", "Reserve")]},
            fixed={"u.json": [sample_row("book a table", "Reserve")]},
            unsafe=True,
        ),
    ),
    evidence="measured",
    source="docs/methods.md: 12 % of public CLU files",
    reach="text",
    stages=("validate", "inspect"),
)
def repeated_utterance(facts: Facts) -> Iterator[Hit]:
    """A text stands twice under the same intent.

    It teaches nothing new, gives the text more weight than the others, and can fall on both sides of a split.
    """
    for rows in facts.same_text:
        first: dict[tuple[str, str | None], Utterance] = {}
        for row in rows:
            other = first.setdefault((row.intent, row.language), row)
            if other is not row:
                message = f"this text already stands under the same intent at {other.file}#{other.pointer}; keep one"
                fix = without(row.pointer, "remove the second of two equal rows") if _equal(other, row) else None
                yield Hit(row.file, row.pointer, message, subject=row.intent, excerpt=row.text, fix=fix)


def _equal(first: Utterance, second: Utterance) -> bool:
    """Whether two rows say the same in everything; then nothing is lost with one of them."""
    return _content(first) == _content(second)


def _content(row: Utterance) -> tuple[object, ...]:
    spans = tuple((span.category, span.offset, span.length, span.extra) for span in row.spans)
    return row.text, row.dataset, row.extra, spans

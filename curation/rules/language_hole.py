"""LNG006: language hole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.model.project import NONE_INTENT
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import sample_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts

_MOST_KIN = 0.5
_FEWEST_KIN = 2


@rule(
    "LNG006",
    "language-hole",
    severity=Severity.NOTE,
    good=(
        Example(
            {
                "u.json": [
                    sample_row("book a table", "Book", language="en-us"),
                    sample_row("einen Tisch bitte", "Book", language="de"),
                    sample_row("cancel it", "Cancel", language="en-us"),
                    sample_row("bitte absagen", "Cancel", language="de"),
                ]
            }
        ),
    ),
    bad=(
        Example(
            {
                "u.json": [
                    sample_row("book a table", "Book", language="en-us"),
                    sample_row("einen Tisch bitte", "Book", language="de"),
                    sample_row("cancel it", "Cancel", language="en-us"),
                    sample_row("move it", "Move", language="en-us"),
                    sample_row("bitte verschieben", "Move", language="de"),
                ]
            }
        ),
    ),
    evidence="documented",
    source="contract 7: a multilingual project answers in languages it was not trained in, with less quality",
    stages=("inspect",),
)
def language_hole(facts: Facts) -> Iterator[Hit]:
    """An intent has no text in a language in which most other intents of its languages have some.

    A multilingual project carries over what it learned, but worse than where it has examples. Intents that are kept in
    one language together, such as those of one country's task, are left alone.
    """
    for scope in facts.scoped:
        spoken: dict[str, set[str]] = {}
        for row in scope.scope.rows:
            if row.intent != NONE_INTENT:
                spoken.setdefault(row.intent, set()).add(scope.language_of_row(row))
        for intent, own in sorted(spoken.items()):
            kin = [name for name in spoken if name != intent and own & spoken[name]]
            for language in sorted(set().union(*(spoken[name] for name in kin)) - own - {""}):
                with_it = [name for name in kin if language in spoken[name]]
                if len(with_it) < _FEWEST_KIN or len(with_it) <= _MOST_KIN * len(kin):
                    continue
                row = next(row for row in scope.scope.rows if row.intent == intent)
                message = (
                    f'"{intent}" has no text in "{language}", in which {len(with_it)} of the {len(kin)} other intents '
                    "of its language have some; add some, or leave it if nobody asks for it in that language"
                )
                yield Hit(row.file, row.pointer, message, intent, "", {"language": language})

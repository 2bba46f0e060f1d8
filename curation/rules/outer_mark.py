"""UTT007: outer mark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.model.project import NONE_INTENT
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import sample_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts
    from curation.model.project import Utterance

_FEWEST = 10
_MOSTLY = 0.9
_RARELY = 0.3

_WISHES = ("Book a table", "Reserve a room", "Get me a seat", "I need a desk", "Find a court", "A van for us",
           "Hold the hall", "One boat please", "Rent a bike", "We want a tent")  # fmt: skip


@rule(
    "UTT007",
    "outer-mark",
    severity=Severity.NOTE,
    good=(
        Example(
            {
                "u.json": [
                    *(sample_row(text, "Book") for text in _WISHES),
                    *(sample_row(f"{text}: no, stop it", "Cancel") for text in _WISHES),
                ]
            }
        ),
    ),
    bad=(
        Example(
            {
                "u.json": [
                    *(sample_row(text, "Book") for text in _WISHES),
                    *(sample_row(f"{text}: still on?", "Ask") for text in _WISHES),
                ]
            }
        ),
    ),
    evidence="documented",
    source="contract 9: look for artefacts such as all lower case; vary length, casing and punctuation",
    stages=("inspect",),
    budgeted=True,
)
def outer_mark(facts: Facts) -> Iterator[Hit]:
    """The texts of an intent can be told from all others without reading them.

    Nine in ten end with a question mark, say, or are all lower case, and fewer than three in ten of the others do.
    A trained model takes the mark for the intent, and real texts do not keep to it. Vary the texts of this intent, or
    of the others. Asked of intents with ten or more texts.
    """
    from curation.analysis.structure import marks_of

    for scope in facts.scoped:
        by_intent: dict[str, list[Utterance]] = {}
        for row in scope.scope.rows:
            by_intent.setdefault(row.intent, []).append(row)
        count = len(scope.scope.rows)
        of_all = {mark: share * count for mark, share in marks_of([row.text for row in scope.scope.rows]).items()}
        for intent, own in sorted(by_intent.items()):
            others = count - len(own)
            if len(own) < _FEWEST or others < _FEWEST or intent == NONE_INTENT:
                continue
            for mark, share in marks_of([row.text for row in own]).items():
                elsewhere = max(of_all[mark] - share * len(own), 0.0) / others
                if share >= _MOSTLY and elsewhere <= _RARELY:
                    message = (
                        f'{share:.0%} of the texts of "{intent}" {mark}, and {elsewhere:.0%} of all others do; vary '
                        "them, or a model learns that instead of the words"
                    )
                    evidence = {"mark": mark, "share": round(share, 3), "elsewhere": round(elsewhere, 3)}
                    yield Hit(own[0].file, own[0].pointer, message, intent, "", evidence, value=share - elsewhere)

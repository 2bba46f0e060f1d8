"""UTT007: outer mark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.model.project import NONE_INTENT
from curation.rules._judged import none_too_small
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import sample_row

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

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
                    *(sample_row(f"{text} no more", "Cancel") for text in _WISHES),
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
    """The texts of an intent can be told from all others of their language without reading them.

    Nine in ten end with a question mark, say, or are all lower case, and fewer than three in ten of the others do; or
    their lengths are such as one in ten of the others has at most. A trained model takes the mark for the intent, and
    real texts do not keep to it. Vary the texts of this intent, or of the others. Asked of intents with ten or more.
    """
    from curation.analysis.marks import telling_marks

    small: list[tuple[str, str]] = []
    for scope in facts.scoped:
        by_language: dict[str, dict[str, list[Utterance]]] = {}
        for row in scope.scope.rows:
            by_language.setdefault(scope.language_of_row(row), {}).setdefault(row.intent, []).append(row)
        for language, rows in sorted(by_language.items()):
            among = f" in {language}" if len(by_language) > 1 else ""
            texts = {intent: list(dict.fromkeys(row.text for row in own)) for intent, own in rows.items()}
            small += [(scope.name, name) for name in _too_small(texts, among)]
            for found in telling_marks(texts, fewest=_FEWEST, mostly=_MOSTLY, rarely=_RARELY):
                if found.label == NONE_INTENT:
                    continue
                message = (
                    f'{found.share:.0%} of the texts of "{found.label}"{among} {found.words}, and '
                    f"{found.elsewhere:.0%} of all others do; vary them, or a model learns that instead of the words"
                )
                evidence = {
                    "mark": found.words,
                    "share": round(found.share, 3),
                    "elsewhere": round(found.elsewhere, 3),
                    "language": language if among else "",
                }
                first, value = rows[found.label][0], found.share - found.elsewhere
                yield Hit(first.file, first.pointer, message, found.label, "", evidence, value=value)
    none_too_small(small, _FEWEST, facts)


def _too_small(texts: Mapping[str, Sequence[str]], among: str) -> Iterator[str]:
    """The intents that have too few texts, or too few others beside them."""
    count = sum(map(len, texts.values()))
    for intent, own in texts.items():
        if intent != NONE_INTENT and len(own) < _FEWEST:
            yield f'"{intent}"{among}'
        elif intent != NONE_INTENT and count - len(own) < _FEWEST:
            yield f'all but "{intent}"{among}'

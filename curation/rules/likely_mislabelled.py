"""AMB002: likely mislabelled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.model.project import NONE_INTENT
from curation.rules._judged import doubted_rows
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import sample_row, weather_and_music

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from curation.facts import Facts


def _one_astray() -> Mapping[str, Any]:
    rows = weather_and_music()["u.json"]
    return {"u.json": [*rows, sample_row("will it rain or snow on sunday", "Music")]}


@rule(
    "AMB002",
    "likely-mislabelled",
    severity=Severity.WARNING,
    good=(Example(weather_and_music),),
    bad=(Example(_one_astray),),
    evidence="measured",
    source="docs/methods.md: average precision of 0.96 (random) and 0.89 (confusable) with one label in twenty wrong",
    stages=("inspect",),
    budgeted=True,
)
def likely_mislabelled(facts: Facts) -> Iterator[Hit]:
    """A text is probably filed under the wrong intent.

    Six simple models that have not seen the text or its near-twins say which intent it is of; where they raise doubt,
    its intent and the likeliest others are held against each other once more, two by two. How the answers look when a
    label is wrong was learned on public corpora. The stated chance holds for a project in which one label in twenty
    is wrong. It is a proposal: a person reads the text, and its neighbours on both sides, and decides.
    Shown from `thresholds.mislabelled`, where a text of the other intent is like it too, and its near-twins are not
    filed as it is.

    Known limits. Intents with fewer than five distinct texts are not judged. Nearest texts are of the language of the
    text, models are not: where an intent is mostly of one language, a text in another is doubted a little more. Where
    two intents mean the same, texts of both are doubtful: look at ambiguous-intents first.
    """
    for found in doubted_rows(facts):
        row = found.row
        if NONE_INTENT not in (row.intent, found.other):
            message = (
                f'filed under "{row.intent}", and with a chance of {found.percent} that is wrong; it reads like '
                f'"{found.other}"; move it, or keep it if it is meant'
            )
            yield Hit(row.file, row.pointer, message, row.intent, row.text, found.evidence, value=found.chance)

"""AMB004: none of an intent."""

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

_NOTHING = ("what a day", "buy bread and milk", "one two three", "my shoe is too small", "the cat sleeps on the sofa",
            "blue is a colour")  # fmt: skip


def _with_none(*more: str) -> Mapping[str, Any]:
    rows = weather_and_music()["u.json"]
    return {"u.json": [*rows, *(sample_row(text, NONE_INTENT) for text in (*_NOTHING, *more))]}


@rule(
    "AMB004",
    "none-of-an-intent",
    severity=Severity.WARNING,
    good=(Example(_with_none),),
    bad=(Example(lambda: _with_none("will it rain or snow on sunday")),),
    evidence="measured",
    source="contract 9: None is for what the project does not serve; docs/methods.md",
    stages=("inspect",),
    budgeted=True,
)
def none_of_an_intent(facts: Facts) -> Iterator[Hit]:
    """A row of None reads like one of an intent, or a row of an intent like None.

    What stands in None teaches the project to turn such texts away. A row there that is like those of an intent costs
    that intent answers; a row of an intent that belongs in None lets chatter through. Judged as likely-mislabelled is.
    """
    for found in doubted_rows(facts):
        row = found.row
        if NONE_INTENT in (row.intent, found.other):
            what = f'stands in None and reads like "{found.other}"' if row.intent == NONE_INTENT else "reads like None"
            message = f"{what} (chance that its intent is wrong: {found.percent}); move it, or keep it if it is meant"
            yield Hit(row.file, row.pointer, message, row.intent, row.text, found.evidence, value=found.chance)

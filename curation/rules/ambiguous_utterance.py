"""AMB003: ambiguous utterance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.rules._judged import judged_scopes, nearest_likeness, neighbours_filed, place_of, settled_by_person
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import sample_row, weather_and_music

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from curation.facts import Facts

_TOGETHER = 0.8
"""What both intents must have of the probability; a text that is like nothing is another matter."""
_MARGIN = 0.2
_LEAST = 0.01
"""Share of two intents' texts that goes to the other, below which they have nothing to do with each other."""
_LIKE = 0.4
"""Cosine from which a text of an intent is like another. Of 55 findings in twelve real projects a reader called 14
right, 12 arguable and 29 wrong; this leaves 14, 7 and 10."""


def _between() -> Mapping[str, Any]:
    rows = weather_and_music()["u.json"]
    wet = (("will the rain song play tomorrow", "Music"), ("rain on the radio tomorrow", "Weather"))
    return {"u.json": [*rows, *(sample_row(text, intent) for text, intent in wet)]}


def _like_nothing() -> Mapping[str, Any]:
    return {"u.json": [*weather_and_music()["u.json"], sample_row("a song about the wind", "Music")]}


@rule(
    "AMB003",
    "ambiguous-utterance",
    severity=Severity.NOTE,
    good=(Example(weather_and_music), Example(_like_nothing)),
    bad=(Example(_between),),
    evidence="measured",
    source="docs/methods.md: peers 3.1 take a relative margin of 20 %; on cross-validated models that flags 2 to 4 %",
    stages=("inspect",),
    budgeted=True,
)
def ambiguous_utterance(facts: Facts) -> Iterator[Hit]:
    """A text could be of two intents.

    The two share most of the calibrated probability and are less than 0.2 apart, so that a trained model may answer
    either, with little confidence. Reword it, or add texts like it to the intent it belongs to. Only texts between two
    intents that overlap more than most pairs do are named, and only if texts of both are like it: elsewhere it is the
    models that are unsure, not the text.
    Texts that are likely mislabelled are not named again.
    """
    from curation.analysis.overlap import overlap_shares

    for scope, judged in judged_scopes(facts):
        own, rival, overlap = judged.own, judged.rival, overlap_shares(judged)
        for at in judged.torn(_MARGIN, _TOGETHER):
            shared = float(overlap.shares[judged.given[at], judged.other[at]])
            if judged.doubt[at] >= facts.settings.thresholds.mislabelled or shared < max(_LEAST, overlap.unusual):
                continue
            if at in scope.alone_in_language or settled_by_person(facts, scope, at):
                continue
            both = int(judged.given[at]), int(judged.other[at])
            if min(nearest_likeness(judged, at, label) for label in both) < _LIKE:
                continue
            margin = float(own[at] - rival[at])
            row, other = scope.row_of(at), judged.labels[judged.other[at]]
            beside = neighbours_filed(scope, judged, at, int(judged.other[at]), 1)
            example = f', which has "{beside[0]["text"]}" at {beside[0]["place"]}' if beside else ""
            message = (
                f'filed under "{row.intent}" ({own[at]:.0%}), and could as well be of "{other}" ({rival[at]:.0%})'
                f"{example}; reword it, or add more like it where it belongs"
            )
            evidence = {
                "intents": [row.intent, other],
                "margin": round(margin, 4),
                "rival": other,
                "like_rival": beside,
                "like_given": neighbours_filed(scope, judged, at, int(judged.given[at]), 1),
                "pair_share": round(shared, 4),
                "place": place_of(row),
            }
            value = shared * (1.0 - abs(margin)) + 1e-9
            yield Hit(row.file, row.pointer, message, row.intent, row.text, evidence, value=value)

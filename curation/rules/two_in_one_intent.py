"""INT014: two in one intent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.model.project import NONE_INTENT
from curation.rules._judged import judged_scopes, shown_row
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import sample_row, weather_and_music

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from curation.facts import Facts

_MOST_CROSSING = 0.04
_SHOWN = 3


def _one_bag() -> Mapping[str, Any]:
    weather = [
        f"will it {what} {when}" for what in ("rain", "snow", "hail", "storm") for when in ("today", "soon", "here")
    ]
    music = [
        f"play {what} {how}" for what in ("a song", "some jazz", "the album", "my list") for how in ("", "loud", "now")
    ]
    rows = [sample_row(text.strip(), "Everything") for text in (*weather, *music)]
    others = ("open the door", "lock the front door", "close the gate", "is the door locked", "unlock the back door")
    return {"u.json": [*rows, *(sample_row(text, "Door") for text in others)]}


@rule(
    "INT014",
    "two-in-one-intent",
    severity=Severity.NOTE,
    good=(Example(weather_and_music),),
    bad=(Example(_one_bag),),
    evidence="measured",
    source="docs/methods.md: normalised cut of the neighbour graph, at most 0.04 of a cut at random",
    stages=("inspect",),
    budgeted=True,
)
def two_in_one_intent(facts: Facts) -> Iterator[Hit]:
    """The texts of one intent fall into two clusters that have little to do with each other.

    If they lead to different answers, they are two intents, and each will be learned better for itself. If not, an
    entity may say which of the two is meant. None is exempt. Intents of fewer than 24 texts are not judged, and each
    part is a quarter at least.
    """
    from curation.analysis.structure import halves_of, telling_words

    for scope, judged in judged_scopes(facts):
        for label, intent in enumerate(judged.labels):
            halves = None if intent == NONE_INTENT else halves_of(judged, judged.filed_under(label))
            if halves is None or halves.crossing > _MOST_CROSSING:
                continue
            parts = [[scope.samples[at].key for at in part] for part in halves[:2]]
            words = [
                ", ".join(found) or "no word of their own"
                for found in telling_words(parts[0], parts[1], scope.usual_words)
            ]
            row = scope.row_of(halves.first[0])
            message = (
                f'"{intent}" falls into two clusters, {len(parts[0])} texts ({words[0]}) and {len(parts[1])} '
                f"({words[1]}); split it if they lead to different answers, else an entity may hold it"
            )
            evidence = {
                "cut": halves.crossing,
                "first": [shown_row(scope, at) for at in halves.first[:_SHOWN]],
                "second": [shown_row(scope, at) for at in halves.second[:_SHOWN]],
            }
            yield Hit(row.file, row.pointer, message, intent, "", evidence, value=1.0 - halves.crossing)

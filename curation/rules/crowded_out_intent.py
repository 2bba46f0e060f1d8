"""INT016: crowded out intent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.rules._judged import judged_scopes, shown_row
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import sample_row, weather_and_music

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from curation.facts import Facts

_RATIO = 5
_SHARE = 0.25
_FEWEST_LOST = 3
_SHOWN = 5


def _crowd() -> Mapping[str, Any]:
    places = ("north", "south", "east", "west", "valley", "city", "village", "harbour", "park", "hills")
    many = [f"will it {what} in the {place} today" for place in places for what in ("rain", "snow", "hail")]
    few = ("will it rain in the town today", "will it snow in the yard today", "will it hail on the lake today",
           "warn me of rain", "will it rain at my house today", "snow warning")  # fmt: skip
    return {"u.json": [*(sample_row(t, "Weather") for t in many), *(sample_row(t, "Warning") for t in few)]}


@rule(
    "INT016",
    "crowded-out-intent",
    severity=Severity.NOTE,
    good=(Example(weather_and_music),),
    bad=(Example(_crowd),),
    evidence="measured",
    source="contract 9: balance; docs/methods.md: a ratio alone says nothing, so the lost texts are counted",
    stages=("inspect",),
    budgeted=True,
)
def crowded_out_intent(facts: Facts) -> Iterator[Hit]:
    """A small intent loses its texts to one five times its size.

    A quarter or more of its texts, and three at least, are taken for the large one by models that have not seen them.
    Imbalance without such a loss is not reported. Thin the large intent out, or feed the small one.
    """
    from curation.analysis.quality import scores_by_label

    for scope, judged in judged_scopes(facts):
        sizes = [len(judged.filed_under(label)) for label in range(len(judged.labels))]
        for label, found in enumerate(scores_by_label(judged)):
            if found.lost < max(_FEWEST_LOST, _SHARE * sizes[label]) or sizes[found.rival] < _RATIO * sizes[label]:
                continue
            intent, rival = judged.labels[label], judged.labels[found.rival]
            astray = [at for at in judged.filed_under(label) if judged.probabilities[at].argmax() == found.rival]
            row = scope.row_of(astray[0])
            message = (
                f'{found.lost} of {sizes[label]} texts of "{intent}" are taken for "{rival}", which has '
                f"{sizes[found.rival]}; thin the large intent out, or add to the small one"
            )
            lost = [shown_row(scope, at) for at in astray[:_SHOWN]]
            evidence = {"intents": [intent, rival], **found.to_dict(), "texts": sizes[label], "lost_texts": lost}
            yield Hit(row.file, row.pointer, message, intent, "", evidence, value=found.lost / sizes[label])

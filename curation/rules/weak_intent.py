"""INT015: weak intent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.contract import ADVISED_ROWS
from curation.model.finding import Severity
from curation.model.project import NONE_INTENT
from curation.rules._judged import judged_scopes
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import sample_row, weather_and_music

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from curation.facts import Facts

_LOW = 0.6


def _weak() -> Mapping[str, Any]:
    rows = weather_and_music()["u.json"]
    odd = (
        "will it rain on the choir",
        "skip to the weather",
        "stop the snow",
        "a song for sunday",
        "how cold is the music",
    )
    return {"u.json": [*rows, *(sample_row(text, "Mixture") for text in odd)]}


@rule(
    "INT015",
    "weak-intent",
    severity=Severity.WARNING,
    good=(Example(weather_and_music),),
    bad=(Example(_weak),),
    evidence="measured",
    source="docs/methods.md: few rows alone say nothing of quality (rank correlation -0.24 to 0.10), so both are asked",
    stages=("inspect",),
    budgeted=True,
)
def weak_intent(facts: Facts) -> Iterator[Hit]:
    """An intent has few texts and is recognised badly.

    It has fewer distinct texts than the advised 15, and models that have not seen them reach an F1 below 0.6 for it.
    More, and more different, examples are likely to help; the message says which intent it is taken for.
    """
    from curation.analysis.quality import scores_by_label

    for scope, judged in judged_scopes(facts):
        for label, found in enumerate(scores_by_label(judged)):
            own = judged.filed_under(label)
            intent = judged.labels[label]
            if len(own) >= ADVISED_ROWS or found.f1 >= _LOW or intent == NONE_INTENT:
                continue
            row = scope.row_of(own[0])
            rival = judged.labels[found.rival] if found.lost else ""
            taken = f', mostly taken for "{rival}"' if rival else ""
            message = (
                f'"{intent}" has {len(own)} distinct texts and an F1 of {found.f1:.2f} by models that have not seen '
                f"them{taken}; add {ADVISED_ROWS - len(own)} or more, in other words"
            )
            evidence = {"texts": len(own), **found.to_dict(), "rival": rival}
            yield Hit(row.file, row.pointer, message, intent, "", evidence, value=_LOW - found.f1)

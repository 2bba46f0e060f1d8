"""AMB005: stands alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.model.project import NONE_INTENT
from curation.rules._judged import judged_scopes
from curation.rules._rule import Example, Hit, NotJudgedError, rule
from curation.rules._samples import sample_row

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from curation.facts import Facts

_FEWEST = 50
_RECOGNISED = 0.4
_LONG = 20
"""Words; longer texts are less like any other by their length alone."""


def _many(*more: str) -> Mapping[str, Any]:
    things = ("table", "room", "car", "boat", "bike", "seat", "court", "desk", "hall", "tent", "van", "sauna", "locker")
    rows = [
        sample_row(f"please book the {thing} for {when}", "Reserve") for thing in things for when in ("me", "today")
    ]
    rows += [sample_row(f"cancel my {thing} booking {when}", "Cancel") for thing in things for when in ("now", "again")]
    return {"u.json": [*rows, *(sample_row(text, "Cancel") for text in more)]}


@rule(
    "AMB005",
    "stands-alone",
    severity=Severity.NOTE,
    good=(Example(_many),),
    bad=(Example(lambda: _many("qwx zzt 99 flurb")),),
    evidence="measured",
    source="docs/methods.md: Tukey's fence on the likeness to the nearest five texts, 1.5 quartile distances",
    stages=("inspect",),
    budgeted=True,
)
def stands_alone(facts: Facts) -> Iterator[Hit]:
    """A text is less like the texts nearest to it than nearly all others are, and the nearest is of another intent.

    It may be a slip of the hand, another language, two requests in one, or a real need of which there are no other
    examples. It has no near-twin, models that have not seen it do not recognise its intent, and it is not just long.
    None is exempt: it is meant to be of everything. Projects of fewer than 50 distinct texts are not judged, nor is a
    text that is the only one in its language.
    """
    from curation.analysis.structure import far_off

    found = list(judged_scopes(facts))
    if all(len(scope.samples) < _FEWEST for scope, _ in found):
        raise NotJudgedError(f"fewer than {_FEWEST} distinct texts: what is unusual cannot be said")
    for scope, judged in found:
        if len(scope.samples) < _FEWEST:
            continue
        beyond = far_off(judged)
        for at, far in enumerate(beyond.tolist()):
            if far <= 0 or at in scope.twins or judged.own[at] >= _RECOGNISED:
                continue
            row = scope.row_of(at)
            near = [other for other in judged.nearest[at].tolist()[:5] if other >= 0]
            kin = sum(judged.given[other] == judged.given[at] for other in near)
            if row.intent == NONE_INTENT or not near or len(row.text.split()) > _LONG:
                continue
            if kin * 2 > len(near) or judged.given[near[0]] == judged.given[at]:
                continue
            likeness, nearest = float(judged.likeness[at][0]), scope.row_of(near[0])
            message = (
                f'unlike the texts of "{row.intent}", and not much like any: the nearest is "{nearest.text}" of '
                f'"{nearest.intent}" (cosine {likeness:.2f}); mend it if it is a slip, or add others like it'
            )
            evidence = {"nearest": nearest.text, "similarity": round(likeness, 3), "beyond": round(far, 3)}
            yield Hit(row.file, row.pointer, message, row.intent, row.text, evidence, value=far)

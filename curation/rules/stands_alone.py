"""AMB005: stands alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.analysis.scripts import word_count
from curation.model.finding import Severity
from curation.model.project import NONE_INTENT
from curation.rules._judged import doubted_at, judged_scopes, settled_by_person
from curation.rules._rule import Example, Hit, NotJudgedError, rule
from curation.rules._samples import sample_row

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from curation.facts import Facts

_FEWEST = 50
_LONG = 20
"""Words; longer texts are less like any other by their length alone."""


def _many(*more: str) -> Mapping[str, Any]:
    things = ("table", "room", "car", "boat", "bike", "seat", "court", "desk", "hall", "tent", "van", "sauna", "locker")
    rows = [
        sample_row(f"please book the {thing} for {when}", "Reserve") for thing in things for when in ("me", "today")
    ]
    rows += [sample_row(f"cancel my {thing} booking {when}", "Cancel") for thing in things for when in ("now", "again")]
    return {"u.json": [*(sample_row(text, "Cancel") for text in more), *rows]}


@rule(
    "AMB005",
    "stands-alone",
    severity=Severity.NOTE,
    good=(Example(_many),),
    bad=(Example(lambda: _many("qwx zzt 99 flurb")),),
    evidence="measured",
    source="docs/methods.md: logistic regression on three signs, learned from texts put into other corpora",
    stages=("inspect",),
    budgeted=True,
)
def stands_alone(facts: Facts) -> Iterator[Hit]:
    """A text is like no other: models that have not seen it do not recognise its intent, and what is nearest is far.

    It may be a slip of the hand, another language, a wrong intent, or a real need of which there are no other examples.
    It has no near-twin, it is not just long, and it does not read like another intent (that is AMB002). None is exempt:
    it is meant to be of everything. Projects of fewer than 50 distinct texts are not judged, nor is a text that is the
    only one of its intent in its language. Of what was put into projects of public corpora a third is named where there
    are eight intents or fewer, half with twenty or more: silence says little. Several in one intent hide each other.
    """
    from curation.analysis.outliers import ALONE, standing_alone

    found = list(judged_scopes(facts))
    if all(len(scope.samples) < _FEWEST for scope, _ in found):
        raise NotJudgedError(f"fewer than {_FEWEST} different texts: what is unusual cannot be said")
    for scope, judged in found:
        if len(scope.samples) < _FEWEST:
            continue
        left = {*scope.twins, *scope.alone_in_language, *doubted_at(facts, scope, judged)}
        for at, alone in enumerate(standing_alone(judged).tolist()):
            if alone < ALONE or at in left or judged.nearest[at][0] < 0 or settled_by_person(facts, scope, at):
                continue
            row, beside = scope.row_of(at), scope.row_of(int(judged.nearest[at][0]))
            if row.intent in (NONE_INTENT, beside.intent) or word_count(row.text) > _LONG:
                continue
            likeness = float(judged.likeness[at][0])
            message = (
                f'unlike the texts of "{row.intent}", and not much like any: the nearest is "{beside.text}" of '
                f'"{beside.intent}" (cosine {likeness:.2f}); mend it if it is a slip, or add others like it'
            )
            evidence = {
                "nearest": beside.text,
                "similarity": round(likeness, 3),
                "alone": round(alone, 3),
                "probability_of_given": round(float(judged.own[at]), 4),
            }
            yield Hit(row.file, row.pointer, message, row.intent, row.text, evidence, value=alone)
    small = sorted(scope.name for scope, _ in found if len(scope.samples) < _FEWEST)
    if small:
        raise NotJudgedError(f"fewer than {_FEWEST} different texts: {', '.join(small)}")

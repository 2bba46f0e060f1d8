"""AMB001: ambiguous intents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.model.words import plural
from curation.rules._rule import Example, Hit, NotJudgedError, rule
from curation.rules._samples import sample_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


_UNLIKE = [
    *(
        sample_row(text, "Weather")
        for text in ("will it rain", "is it sunny today", "how cold is it", "any snow", "wind speed")
    ),
    *(
        sample_row(text, "Music")
        for text in ("play a song", "next track", "turn up the volume", "stop the music", "some jazz")
    ),
]
_ALIKE = [
    *(
        sample_row(text, "Stop")
        for text in ("stop it", "end the call", "please finish", "close this now", "hang up on her", "quit")
    ),
    *(
        sample_row(text, "End")
        for text in ("end it", "stop the call", "please end", "finish the thing", "put the phone down", "leave it")
    ),
]


@rule(
    "AMB001",
    "ambiguous-intents",
    severity=Severity.WARNING,
    good=(Example({"u.json": _UNLIKE}),),
    bad=(Example({"u.json": _ALIKE}),),
    evidence="measured",
    source="docs/methods.md: soft confusion predicts real confusions with P@20 of 0.7, 0.7 and 0.4",
    stages=("inspect",),
)
def ambiguous_intents(facts: Facts) -> Iterator[Hit]:
    """Two intents that a simple model cannot tell apart.

    Cross-validated, with near-duplicates held out together: of the probability the two intents get, the stated
    share goes to the other one. A pair is flagged where that is `thresholds.ambiguous` more than in a typical pair
    of the same workspace and three or more texts land on the other side. Merge the two, move the texts that cross
    over, or add what sets them apart.

    Known limits. Intents with fewer than five distinct groups of texts are not judged. The model is an offline
    stand-in for the service's own; a pair near the threshold (`thresholds.ambiguous`) may be fine there.
    """
    from curation.analysis.overlap import confusions, shared_terms

    result = facts.out_of_fold
    if result is None:
        raise NotJudgedError("fewer than two intents have five or more distinct texts")
    keys, labels, _ = zip(*facts.judged_rows, strict=True)
    for pair in confusions(result, labels, threshold=facts.settings.thresholds.ambiguous):
        first = facts.workspace.rows_of(pair.first)[0]
        texts = {name: [key for key, label in zip(keys, labels, strict=True) if label == name] for name in pair[:2]}
        crossing = [_crossing(facts, keys[at], labels[at], share) for at, share in pair.crossing[:5]]
        message = (
            f'"{pair.first}" and "{pair.second}" are hard to tell apart: {pair.share:.0%} of their probability goes to '
            f"each other ({pair.typical:.0%} in a typical pair here) and {plural(len(pair.crossing), 'text')} "
            "cross over; move what is misfiled, merge the intents, or add what sets them apart"
        )
        evidence = {
            "intents": [pair.first, pair.second],
            "share": pair.share,
            "typical": pair.typical,
            "crossing": crossing,
            "terms": list(shared_terms(texts[pair.first], texts[pair.second])),
        }
        yield Hit(first.file, first.pointer, message, pair.first, "", evidence)


def _crossing(facts: Facts, key: str, intent: str, share: float) -> dict[str, object]:
    """One text that the model would rather file under the other intent, and where it stands."""
    row = next(row for row in facts.rows_of_key[key] if row.intent == intent)
    place = f"{row.file}#{row.pointer}"
    return {"text": row.text, "intent": intent, "place": place, "share_of_other": round(share, 3)}

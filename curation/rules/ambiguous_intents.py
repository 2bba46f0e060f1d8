"""AMB001: ambiguous intents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.model.words import plural
from curation.rules._judged import judged_scopes, shown_row, words_of_others
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import sample_row, weather_and_music

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts

_SHOWN = 25
"""Rows of evidence; a terminal shows five of them."""
_ADVICE = {
    "move": "most of these are likely mislabelled: look at them first",
    "merge": "merge the two if they lead to the same answer",
    "entity": "most of these differ in labelled words alone: merge the two and let the entity tell them apart",
    "split": 'most of these are in one cluster of "{intent}" ({size} texts): move that over, or make an intent of it',
    "sharpen": "add texts that set them apart, or move the border between them",
}

_STOP = ("stop it", "end the call", "please finish", "close this now", "hang up on her", "quit", "no more",
         "enough of it", "stop now", "finish this")  # fmt: skip
_END = ("end it", "stop the call", "please end", "finish the thing", "put the phone down", "leave it", "end now",
        "that is enough", "no more of this", "finish it")  # fmt: skip
_ALIKE = [sample_row(text, intent) for intent, texts in (("Stop", _STOP), ("End", _END)) for text in texts]


@rule(
    "AMB001",
    "ambiguous-intents",
    severity=Severity.WARNING,
    good=(Example(weather_and_music),),
    bad=(Example({"u.json": _ALIKE}),),
    evidence="measured",
    source="docs/methods.md: soft confusion foretells which intents are confused on test sets, P@20 of 0.9 and 0.7",
    stages=("inspect",),
    budgeted=True,
)
def ambiguous_intents(facts: Facts) -> Iterator[Hit]:
    """Two intents that models which have not seen the texts cannot tell apart.

    The share is the chance that a text of either is given to the other, near-duplicates held out together. A pair is
    shown from `thresholds.ambiguous` above one and a half times the median pair's, or where a tenth of the texts is
    likely filed under the wrong one of the two, if four texts cross over. The advice follows from those texts: move
    what is likely mislabelled, merge what means the same, let an entity hold the word that decides, split off a
    cluster, or add what sets the two apart. `curation inspect --what-if merge:A,B` says what a merge would bring.

    Known limits. Intents with fewer than five distinct groups of texts are not judged. The models are an offline
    stand-in for the service's own; a pair near the threshold may be fine there.
    """
    from curation.analysis.overlap import advice_for, neighbour_share, overlapping, shared_terms

    thresholds = facts.settings.thresholds
    for scope, judged in judged_scopes(facts):
        for pair in overlapping(judged, threshold=thresholds.ambiguous):
            first, second = judged.labels[pair.first], judged.labels[pair.second]
            advice = advice_for(pair, judged, scope.told_by_entity, mislabelled=thresholds.mislabelled)
            cluster, row = [shown_row(scope, at) for at in advice.cluster], scope.row_of(pair.crossing[0][0])
            texts = [[scope.samples[at].key for at in judged.filed_under(label)] for label in pair[:2]]
            terms = shared_terms(texts[0], texts[1], *words_of_others(facts, scope, texts))
            both = f" (both say {', '.join(terms)})" if terms else ""
            message = (
                f'"{first}" and "{second}" are hard to tell apart{both}: models that have not seen them would give '
                f"{pair.share:.0%} of their texts to the other, and {plural(len(pair.crossing), 'text')} cross over; "
                f"{_ADVICE[advice.kind].format(intent=cluster[0]['intent'] if cluster else '', size=len(cluster))}"
            )
            evidence = {
                "intents": [first, second],
                "share": pair.share,
                "confused": round(pair.confused, 1),
                "leak": pair.leak,
                "neighbours": round(neighbour_share(judged, pair.first, pair.second), 4),
                "advice": advice.kind,
                "cluster": cluster[:_SHOWN],
                "crossing": [shown_row(scope, at, share_of_other=chance) for at, chance in pair.crossing[:_SHOWN]],
                "terms": list(terms),
            }
            yield Hit(row.file, row.pointer, message, first, "", evidence, value=pair.confused)

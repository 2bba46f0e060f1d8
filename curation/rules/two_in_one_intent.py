"""INT014: two in one intent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.analysis.scripts import term_list
from curation.model.finding import Severity
from curation.model.project import NONE_INTENT
from curation.rules._judged import judged_scopes, none_too_small, shown_row
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import sample_row, weather_and_music

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from curation.analysis.judgement import Judgement
    from curation.facts import Facts
    from curation.facts.scoped import ScopeFacts

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
    from curation.analysis.structure import FEWEST_CUT, halves_of, telling_words

    small: list[tuple[str, str]] = []
    for scope, judged in judged_scopes(facts):
        for intent, language, members in _by_intent_and_language(scope, judged):
            among = f" in {language}" if language else ""
            halves = halves_of(judged, members)
            if len(members) < FEWEST_CUT:
                small.append((scope.name, f'"{intent}"{among}'))
            if halves is None or halves.crossing > _MOST_CROSSING:
                continue
            parts = [[scope.samples[at].key for at in part] for part in halves[:2]]
            telling = telling_words(parts[0], parts[1], scope.usual_words)
            words = [", ".join(found) or "no word of their own" for found in telling]
            row = scope.row_of(halves.first[0])
            message = (
                f'of the {len(members)} texts of "{intent}"{among} {len(parts[0])} ({words[0]}) and {len(parts[1])} '
                f"({words[1]}) are two clusters; split it if they lead to different answers, else an entity may hold it"
            )
            shown = [_most_telling(part, found, scope) for part, found in zip(halves[:2], telling, strict=True)]
            evidence = {
                "cut": halves.crossing,
                "language": language,
                "first": [shown_row(scope, at) for at in shown[0]],
                "second": [shown_row(scope, at) for at in shown[1]],
            }
            yield Hit(row.file, row.pointer, message, intent, "", evidence, value=1.0 - halves.crossing)
    none_too_small(small, FEWEST_CUT, facts)


def _by_intent_and_language(scope: ScopeFacts, judged: Judgement) -> Iterator[tuple[str, str, list[int]]]:
    """The samples of each intent but None, language by language (named, if there are several): two are two clusters."""
    for label, intent in enumerate(judged.labels):
        members = [] if intent == NONE_INTENT else judged.filed_under(label)
        languages = sorted({scope.samples[at].language for at in members})
        for language in languages:
            named = language if len(languages) > 1 else ""
            yield intent, named, [at for at in members if scope.samples[at].language == language]


def _most_telling(part: Sequence[int], words: Sequence[str], scope: ScopeFacts) -> list[int]:
    """The samples of a part that hold most of some words, so that what is shown has what is named."""
    held = {at: sum(word in term_list(scope.samples[at].key) for word in words) for at in part}
    return sorted(part, key=lambda at: (-held[at], at))[:_SHOWN]

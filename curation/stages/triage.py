"""Texts of a log, each with its likeliest route and intent, and what no intent covers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from curation.errors import CurationError
from curation.facts.stored import encoder_named, stored_pairs
from curation.model.project import NONE_INTENT
from curation.model.triage import TriagedLine, TriageTheme

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from curation.analysis.triage import Guess, Known
    from curation.facts import Facts
    from curation.facts.filed import Filed
    from curation.model.triage import Heard

__all__ = ["MOST_THEMED", "Learned", "asked", "collapsed", "learned", "themed"]

MOST_THEMED = 5_000
"""Texts that are grouped into themes, the most frequent: each is compared with each."""
_ASKED_AT_ONCE = 2048
_NEAR = 0.9
_EXAMPLES = 5


class Learned(NamedTuple):
    """What a workspace knows, ready to be asked: the model, what its labels are (route, intent), its texts."""

    model: Known
    labels: Sequence[tuple[str, str]]
    texts: Sequence[str]


def learned(facts: Facts, known: Filed, *, quick: bool) -> Learned:
    """Learn what a workspace routes where, from all that is filed in it; `quick` leaves the sentence encoder out.

    Raises:
        CurationError: the workspace has fewer than two labels to tell apart.
    """
    from curation.analysis.neighbours import groups_of
    from curation.analysis.triage import Known
    from curation.facts.encoded import KeptEncoder

    if len(known.labels) < 2:
        raise CurationError("there are fewer than two intents with utterances here; nothing can be told apart")
    pairs = stored_pairs(facts.store, known.keys, facts.settings.split.similarity)
    groups, _ = groups_of(len(known.keys), pairs)
    encoder = None if quick else KeptEncoder(encoder_named(facts.settings.analysis.encoder), facts.store)
    texts = [known.texts[key] for key in known.keys]
    return Learned(Known(texts, known.given, known.routes, groups, encoder), known.labels, texts)


def collapsed(heard: Mapping[str, Heard]) -> tuple[set[str], dict[str, Heard]]:
    """Near-duplicates counted to the most frequent of them: the keys that go, and what becomes of those that stay."""
    from curation.analysis.grams import hashed_tfidf
    from curation.analysis.neighbours import alike, stars_of

    keys = sorted(heard)
    gone: set[str] = set()
    stay: dict[str, Heard] = {}
    for centre, members in stars_of(len(keys), alike(hashed_tfidf(keys), _NEAR)).items():
        group = [keys[at] for at in (centre, *(pair.second for pair in members))]
        best = min(group, key=lambda key: (-heard[key].times, heard[key].file, heard[key].line))
        earliest = min(group, key=lambda key: (heard[key].file, heard[key].line))
        total = sum(heard[key].times for key in group)
        stay[best] = heard[best]._replace(times=total, file=heard[earliest].file, line=heard[earliest].line)
        gone.update(key for key in group if key != best)
    return gone, stay


def asked(known: Learned, heard: Sequence[Heard], files: Sequence[str]) -> list[TriagedLine]:
    """A line for each text; `files` are the names of the files of the log.

    What an intent covers is what is known (novelty below 0.5) and sure (its route has a chance of 0.5) and not None.
    """
    lines: list[TriagedLine] = []
    for start in range(0, len(heard), _ASKED_AT_ONCE):
        part = heard[start : start + _ASKED_AT_ONCE]
        guesses = known.model.ask([item.text for item in part])
        lines += [_line(item, guess, known, files) for item, guess in zip(part, guesses, strict=True)]
    return lines


def _line(item: Heard, guess: Guess, known: Learned, files: Sequence[str]) -> TriagedLine:
    route, intent = known.labels[guess.label]
    return TriagedLine(
        text=item.text,
        count=item.times,
        file=files[item.file - 1],
        line=item.line,
        route=route,
        intent=intent,
        confidence=guess.chance,
        margin=round(guess.chance - guess.rival_chance, 4),
        rival="/".join(filter(None, known.labels[guess.rival])),
        novelty=guess.novelty,
        nearest=known.texts[guess.nearest],
        covered=guess.covered and intent != NONE_INTENT,
    )


def themed(lines: Iterable[TriagedLine], model: Known) -> tuple[tuple[TriagedLine, ...], tuple[TriageTheme, ...]]:
    """The themes of what is not covered, the largest first, and the lines, told which is theirs.

    Lines come with the most frequent first; themes are made of the first 5,000 that are not covered.
    """
    from curation.analysis.triage import themes_of

    told = list(lines)
    places = [at for at, line in enumerate(told) if not line.covered][:MOST_THEMED]
    texts, counts = [told[at].text for at in places], [told[at].count for at in places]
    found = []
    for theme in themes_of(texts, model.directions(texts), counts) if places else ():
        leader = told[places[theme.members[0]]]
        name = " ".join(theme.words) or leader.text
        for at in theme.members:
            told[places[at]] = replace(told[places[at]], theme=name)
        examples = tuple(texts[at] for at in theme.members[:_EXAMPLES])
        count = sum(counts[at] for at in theme.members)
        found.append(TriageTheme(name, count, len(theme.members), examples, leader.intent or leader.route))
    return tuple(told), tuple(found)

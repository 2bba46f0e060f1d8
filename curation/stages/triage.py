"""Texts of a log, each with its likeliest route and intent, and what no intent covers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from curation.errors import CurationError
from curation.facts.stored import encoder_named, stored_pairs
from curation.model.project import NONE_INTENT
from curation.model.triage import TriagedLine, TriageTheme

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from curation.analysis.neighbours import NearPair
    from curation.analysis.triage import Guess, Known
    from curation.facts import Facts
    from curation.facts.filed import Filed
    from curation.model.triage import Heard

__all__ = ["MOST_THEMED", "Learned", "asked", "collapsed", "in_order", "learned", "near_texts", "themed"]

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


def near_texts(texts: Sequence[str]) -> list[NearPair]:
    """Pairs of texts of a log that are nearly the same, by position; normalised texts that hold a word each."""
    from curation.analysis.grams import hashed_tfidf
    from curation.analysis.neighbours import alike

    return alike(hashed_tfidf(texts), _NEAR)


def in_order(files: Sequence[str]) -> Callable[[TriagedLine], tuple[int, int, int]]:
    """What puts the most frequent line first, and of two the one that stands first in a log of these files."""
    number = {name: at for at, name in enumerate(files)}
    return lambda line: (-line.count, number[line.file], line.line)


def collapsed(lines: Sequence[TriagedLine], pairs: Iterable[NearPair], files: Sequence[str]) -> list[TriagedLine]:
    """The lines in order, near-duplicates counted to the most frequent of them and placed where the first stands.

    `pairs` are positions of `lines`, which come `in_order`. Texts that are likely of different intents, or covered and
    not, or opposites stay two: "turn it on" and "turn it off" are almost one text.
    """
    from curation.analysis.neighbours import stars_of
    from curation.analysis.opposites import opposed

    order = in_order(files)
    answers = [(line.route, line.intent, line.covered) for line in lines]
    of_one = [
        pair
        for pair in pairs
        if answers[pair.first] == answers[pair.second] and not opposed(lines[pair.first].text, lines[pair.second].text)
    ]
    kept: list[TriagedLine | None] = list(lines)
    for centre, members in stars_of(len(lines), of_one).items():
        places = sorted((centre, *(pair.second for pair in members)))
        group = [lines[at] for at in places]
        earliest = min(group, key=lambda line: order(line)[1:])
        for at in places:
            kept[at] = None
        total = sum(line.count for line in group)
        kept[places[0]] = replace(group[0], count=total, file=earliest.file, line=earliest.line)
    return sorted((line for line in kept if line is not None), key=order)


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


def themed(lines: Sequence[TriagedLine], model: Known) -> tuple[tuple[TriagedLine, ...], tuple[TriageTheme, ...]]:
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

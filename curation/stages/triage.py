"""Lines of a log, each with its likeliest route and intent, and what no intent covers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from curation.analysis.normalise import normalised
from curation.errors import CurationError
from curation.facts import LONGEST_JUDGED
from curation.facts.filed import filed
from curation.facts.stored import encoder_named, stored_pairs
from curation.model.project import NONE_INTENT
from curation.model.triage import Triaged, TriagedLine, TriageTheme

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from curation.analysis.triage import Guess, Known
    from curation.facts import Facts
    from curation.facts.filed import Filed
    from curation.model.mapping import Mapping

__all__ = ["triage"]

_ASKED_AT_ONCE = 2048
_NEAR = 0.9
_SURE = 0.5
_NEW = 0.97
_EXAMPLES = 5


class _Heard(NamedTuple):
    """A text as first heard, the line it stood on, how often it came."""

    text: str
    line: int
    times: int


def triage(
    facts: Facts,
    links: Mapping,
    texts: Iterable[tuple[int, str]],
    *,
    passed_over: Callable[[], tuple[tuple[str, int], ...]] = tuple,
    say: Callable[[str], None] = lambda _: None,
) -> Triaged:
    """Ask what each text of a log is, equal and nearly equal ones once.

    `texts` are numbered from 1. What an intent covers is what is known (novelty below 0.97) and sure (its route has a
    chance of 0.5) and not None; the rest is grouped into themes, ranked by how many lines they stand for.

    Raises:
        CurationError: the workspace has fewer than two labels to tell apart.
    """
    from curation.analysis.neighbours import groups_of
    from curation.analysis.triage import Known

    known = filed(facts, links)
    if len(known.labels) < 2:
        raise CurationError("there are fewer than two intents with utterances here; nothing can be told apart")
    heard, read = _collapsed(texts, say)
    say("learning what the workspace knows")
    pairs = stored_pairs(facts.store, known.keys, facts.settings.split.similarity)
    groups, _ = groups_of(len(known.keys), pairs)
    encoder = encoder_named(facts.settings.analysis.encoder)
    model = Known([known.texts[key] for key in known.keys], known.given, known.routes, groups, encoder)
    lines: list[TriagedLine] = []
    for start in range(0, len(heard), _ASKED_AT_ONCE):
        part = heard[start : start + _ASKED_AT_ONCE]
        guesses = model.ask([item.text for item in part])
        lines += [_line(item, guess, known) for item, guess in zip(part, guesses, strict=True)]
        say(f"asking: {len(lines):,} of {len(heard):,} texts")
    lines.sort(key=lambda line: (-line.count, line.line))
    say("grouping what is not covered")
    themes = _themes(lines, model)
    return Triaged(tuple(lines), themes, read, passed_over())


def _collapsed(texts: Iterable[tuple[int, str]], say: Callable[[str], None]) -> tuple[list[_Heard], int]:
    """Each text once, with near-duplicates counted to the most frequent of them; and how many lines there were."""
    from curation.analysis.neighbours import near_pairs, stars_of

    first: dict[str, _Heard] = {}
    read = 0
    for line, text in texts:
        read += 1
        key = normalised(text[:LONGEST_JUDGED])
        if key:
            known = first.get(key, _Heard(text[:LONGEST_JUDGED], line, 0))
            first[key] = known._replace(times=known.times + 1)
        if read % 10_000 == 0:
            say(f"reading: {read:,} lines, {len(first):,} of them different")
    keys = sorted(first)
    heard = [first[key] for key in keys]
    say(f"collapsing {len(heard):,} different lines")
    gone: set[int] = set()
    for centre, members in stars_of(len(keys), near_pairs(keys, _NEAR)).items():
        group = [centre, *(pair.second for pair in members)]
        best = min(group, key=lambda at: (-heard[at].times, heard[at].line))
        total, earliest = sum(heard[at].times for at in group), min(heard[at].line for at in group)
        heard[best] = heard[best]._replace(times=total, line=earliest)
        gone.update(at for at in group if at != best)
    return [item for at, item in enumerate(heard) if at not in gone], read


def _line(item: _Heard, guess: Guess, known: Filed) -> TriagedLine:
    route, intent = known.labels[guess.label]
    return TriagedLine(
        text=item.text,
        count=item.times,
        line=item.line,
        route=route,
        intent=intent,
        confidence=guess.chance,
        margin=round(guess.chance - guess.rival_chance, 4),
        rival="/".join(filter(None, known.labels[guess.rival])),
        novelty=guess.novelty,
        nearest=known.texts[known.keys[guess.nearest]],
        covered=guess.novelty < _NEW and guess.chance >= _SURE and intent != NONE_INTENT,
    )


def _themes(lines: list[TriagedLine], model: Known) -> tuple[TriageTheme, ...]:
    """The themes of what is not covered, the largest first; their lines are told which is theirs."""
    from curation.analysis.triage import themes_of

    places = [at for at, line in enumerate(lines) if not line.covered]
    if not places:
        return ()
    texts, counts = [lines[at].text for at in places], [lines[at].count for at in places]
    found = []
    for theme in themes_of(texts, model.vectors(texts), counts):
        leader = lines[places[theme.members[0]]]
        name = " ".join(theme.words) or leader.text
        for at in theme.members:
            lines[places[at]] = replace(lines[places[at]], theme=name)
        examples = tuple(texts[at] for at in theme.members[:_EXAMPLES])
        count = sum(counts[at] for at in theme.members)
        found.append(TriageTheme(name, count, len(theme.members), examples, leader.intent or leader.route))
    return tuple(found)

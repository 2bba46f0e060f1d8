"""A log of any size against a workspace: heard, asked about, collapsed, grouped."""

from __future__ import annotations

import heapq
import json
from functools import partial
from hashlib import sha256
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from curation.analysis.normalise import normalised
from curation.facts.filed import filed
from curation.formats.files import written_in_pieces
from curation.line._log_steps import by_frequency, texts_of
from curation.line._logs import heard_log, kept_in, told
from curation.line._triage_steps import (
    Asking,
    ask_frequent,
    ask_rare,
    covered_by_answer,
    learned_before,
    lines_in,
    put_answers,
    ready_to_ask,
)
from curation.model.triage import Triaged

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from curation.engines import Engine
    from curation.facts import Facts
    from curation.facts.filed import Filed
    from curation.formats.log_work import LogWork
    from curation.line._logs import Hearing
    from curation.model.mapping import Mapping as Links
    from curation.model.triage import Heard, TriagedLine, TriageTheme

    Say = Callable[[str], None]

__all__ = ["MOST_COMPARED", "MOST_LISTED", "triage"]

MOST_COMPARED = 50_000
"""Different texts that are compared with one another, the most frequent; with more, no sentence encoder is asked."""
_FEW_TEXTS, _FEW_TEXTS_EACH, _FEW_INTENTS = 100, 5, 5
"""Fewer teach too little of what sets intents apart: novelty is no better than on corpora it has not seen."""
MOST_LISTED = 50_000
"""Texts that a result lists, the most frequent; a table on disk has all."""


class Grouped(NamedTuple):
    """The answers of the frequent texts, near-duplicates as one and each told its theme, and the themes."""

    lines: tuple[TriagedLine, ...]
    themes: tuple[TriageTheme, ...]


def triage(
    facts: Facts,
    links: Links,
    log: Path,
    columns: Mapping[str, str],
    engine: Engine,
    *,
    folder: Path | None = None,
    table: Path | None = None,
    done: Callable[[Triaged], None] = lambda _: None,
    say: Say = lambda _: None,
) -> Triaged:
    """Ask what each text of a log is, equal ones once, in memory that does not grow with the log.

    The work is kept in `folder` and goes on there if it was stopped; without one, among the temporary files. `table`
    gets a line of JSON for every text: those that were compared with one another, the most frequent first, then the
    rare ones, of which no themes are made, in order of buckets. `done` is told the result before the work is cleared.
    What comes out depends on log, workspace and settings alone: pieces and buckets do not depend on the engine, and
    each is worked on by itself.

    Raises:
        CurationError: the log cannot be read, the workspace has too little to compare with, or the folder is in use.
    """
    known = filed(facts, links)
    with kept_in(folder) as place:
        hearing = heard_log(place, log, columns, _about(facts, known), engine, say)
        work = hearing.work
        encoder = facts.settings.analysis.encoder if hearing.texts <= MOST_COMPARED else None
        engine.prepare(partial(ready_to_ask, encoder))
        _learn(facts, known, work, quick=encoder is None, say=say)
        asking, frequent, rare = _asked(hearing, encoder, engine, say)
        engine.release()
        found = _gathered(hearing, asking, frequent, rare)
        if table is not None:
            _put_table(table, frequent.lines, asking)
        done(found)
        work.clear()
        return found


def _put_table(table: Path, frequent: Sequence[TriagedLine], asked: Sequence[Asking]) -> None:
    with written_in_pieces(table) as file:
        put_answers(file, frequent)
        file.writelines(one.rare.read_bytes() for one in asked if one.rare.exists())


def _about(facts: Facts, known: Filed) -> dict[str, Any]:
    """What the work depends on beside the log."""
    words = json.dumps(
        [*known[:-1], sorted(known.own), facts.settings.analysis.encoder, facts.settings.split.similarity],
        sort_keys=True,
    )
    return {"work": "triage", "workspace": sha256(words.encode()).hexdigest()}


def _learn(facts: Facts, known: Filed, work: LogWork, *, quick: bool, say: Say) -> None:
    from curation.stages.triage import learned

    if (work.folder / "known.json").exists():
        return
    say("learning what the workspace knows")
    found = learned(facts, known, quick=quick)
    work.put_arrays(work.folder / "known", found.model.arrays())
    work.put_json(work.folder / "known.json", {"labels": found.labels, "texts": found.texts})


def _asked(
    hearing: Hearing, encoder: str | None, engine: Engine, say: Say
) -> tuple[list[Asking], Grouped, list[dict[str, Any]]]:
    """What was asked, bucket by bucket, the answers of the frequent texts, and what came of the rare ones.

    While others ask about the rare ones, the frequent are collapsed and grouped here.
    """
    ordered = heapq.merge(*(texts_of(hearing.work, bucket.number) for bucket in hearing.buckets), key=by_frequency)
    compared = list(islice(ordered, MOST_COMPARED))
    last = by_frequency(compared[-1]) if len(compared) < hearing.texts else None
    asking = [Asking(bucket, encoder, last) for bucket in hearing.buckets]
    look = partial(_look_for_near, hearing.work, compared, say)
    tell = told(say, "asking", len(asking))
    if last is None:
        engine.map(ask_frequent, asking, tell, look)
        return asking, _grouped(hearing.work, asking, say), []
    engine.map(ask_frequent, asking, tell)
    grouped: list[Grouped] = []

    def group() -> None:
        look()
        grouped.append(_grouped(hearing.work, asking, say))

    rare = engine.map(ask_rare, asking, told(say, "asking about rare texts", len(asking)), group)
    return asking, grouped[0], rare


def _look_for_near(work: LogWork, compared: Sequence[Heard], say: Say) -> None:
    import numpy as np

    from curation.stages.triage import near_texts

    if work.near.is_dir():
        return
    say(f"comparing {len(compared):,} different texts")
    pairs = near_texts([normalised(item.text) for item in compared])
    places = np.array([(pair.first, pair.second) for pair in pairs], dtype=np.int32).reshape(-1, 2)
    work.put_arrays(work.near, {"pairs": places, "similarity": np.array([pair.similarity for pair in pairs])})


def _grouped(work: LogWork, asked: Sequence[Asking], say: Say) -> Grouped:
    """The lines of the frequent texts in order, near-duplicates as one, and the themes of what is not covered."""
    from curation.analysis.neighbours import NearPair
    from curation.stages.triage import collapsed, in_order, themed

    say("grouping what is not covered")
    bucket, encoder = asked[0].bucket, asked[0].encoder
    lines = list(heapq.merge(*(lines_in(one.frequent) for one in asked), key=in_order(bucket.files)))
    near = work.get_arrays(work.near)
    pairs = zip(*near["pairs"].T.tolist(), near["similarity"].tolist(), strict=True)
    kept = collapsed(lines, (NearPair(*pair) for pair in pairs), bucket.files)
    return Grouped(*themed(kept, learned_before(bucket.folder, bucket.run, encoder).model))


def _gathered(
    hearing: Hearing, asked: Sequence[Asking], frequent: Grouped, rare: Sequence[Mapping[str, Any]]
) -> Triaged:
    from curation.stages.triage import in_order

    bucket, encoder = asked[0].bucket, asked[0].encoder
    lines = heapq.merge(frequent.lines, *(lines_in(one.rare) for one in asked), key=in_order(bucket.files))
    known = learned_before(bucket.folder, bucket.run, encoder)
    answers = covered_by_answer(frequent.lines)
    for said in rare:
        answers.update({(route, intent): count for route, intent, count in said["answers"]})
    return Triaged(
        tuple(islice(lines, MOST_LISTED)),
        frequent.themes,
        hearing.read,
        hearing.passed_over,
        len(frequent.lines) + sum(said["texts"] for said in rare),
        tuple((*answer, count) for answer, count in sorted(answers.items())),
        encoder is None,
        len(known.texts) < max(_FEW_TEXTS, _FEW_TEXTS_EACH * len(known.labels)) or len(known.labels) < _FEW_INTENTS,
    )

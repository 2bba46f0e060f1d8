"""A log of any size against a workspace: heard, collapsed, asked about, grouped."""

from __future__ import annotations

import heapq
import json
from collections import Counter
from functools import partial
from hashlib import sha256
from itertools import islice
from typing import TYPE_CHECKING, Any

from curation.analysis.normalise import normalised
from curation.facts.filed import filed
from curation.formats.files import written_in_pieces
from curation.formats.log_work import LogWork, get_lines
from curation.line._log_steps import by_frequency, texts_of
from curation.line._logs import heard_log, kept_in, told
from curation.line._triage_steps import Asking, ask, learned_before, ready_to_ask
from curation.model.triage import Heard, Triaged, TriagedLine

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from curation.engines import Engine
    from curation.facts import Facts
    from curation.facts.filed import Filed
    from curation.line._logs import Hearing
    from curation.model.mapping import Mapping as Links

    Say = Callable[[str], None]

__all__ = ["MOST_COMPARED", "MOST_LISTED", "triage"]

MOST_COMPARED = 50_000
"""Different texts that are compared with one another, the most frequent; with more, no sentence encoder is asked."""
_FEW_TEXTS, _FEW_INTENTS = 100, 5
"""Fewer teach too little of what sets intents apart: novelty is no better than on corpora it has not seen."""
MOST_LISTED = 50_000
"""Texts that a result lists, the most frequent; a table on disk has all."""


def triage(
    facts: Facts,
    links: Links,
    log: Path,
    columns: Mapping[str, str],
    engine: Engine,
    *,
    folder: Path | None = None,
    table: Path | None = None,
    say: Say = lambda _: None,
) -> Triaged:
    """Ask what each text of a log is, equal ones once, in memory that does not grow with the log.

    The work is kept in `folder` and goes on there if it was stopped; without one, among the temporary files. `table`
    gets a line of JSON for every text, in order of buckets, in each the most frequent first. What comes out depends on
    log, workspace and settings alone: pieces and buckets do not depend on the engine, and each is worked on by itself.

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
        asking, counts = _asked(hearing, encoder, engine, say)
        say("grouping what is not covered")
        found = _gathered(hearing, asking, counts)
        if table is not None:
            with written_in_pieces(table) as file:
                file.writelines(one.target.read_bytes() for one in asking)
        work.clear()
        return found


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
) -> tuple[list[Asking], list[Mapping[str, Any]]]:
    """What was asked, bucket by bucket, the most frequent first, and what came of it.

    What is too rare to be compared with others is asked about while the rest is collapsed.
    """
    ordered = heapq.merge(*(texts_of(hearing.work, bucket.number) for bucket in hearing.buckets), key=by_frequency)
    compared = list(islice(ordered, MOST_COMPARED))
    last = by_frequency(compared[-1]) if len(compared) < hearing.texts else None
    rare = [Asking(bucket, encoder, last, frequent=False) for bucket in hearing.buckets if last]
    frequent = [Asking(bucket, encoder, last, frequent=True) for bucket in hearing.buckets]
    tell, collapse = told(say, "asking", len(rare) + len(frequent)), partial(_collapse, hearing.work, compared, say)
    counts: dict[Asking, Mapping[str, Any]] = dict(zip(rare, engine.map(ask, rare, tell, collapse), strict=True))
    counts |= zip(frequent, engine.map(ask, frequent, lambda done: tell(len(rare) + done)), strict=True)
    asking = sorted(counts, key=lambda one: (one.bucket.number, not one.frequent))
    return asking, [counts[one] for one in asking]


def _collapse(work: LogWork, kept: Sequence[Heard], say: Say) -> None:
    from curation.stages.triage import collapsed

    if (work.folder / "collapsed.json").exists():
        return
    say(f"collapsing {len(kept):,} different texts")
    texts = {normalised(item.text): item for item in kept}
    gone, stay = collapsed(texts)
    # A text is known again by where it stands, which takes less time than by what makes it the same text.
    places = sorted((texts[key].file, texts[key].line) for key in gone)
    becomes = [(texts[key].file, texts[key].line, item) for key, item in sorted(stay.items())]
    work.put_json(work.folder / "collapsed.json", {"gone": places, "stay": becomes})


def _gathered(hearing: Hearing, asked: Sequence[Asking], counts: Sequence[Mapping[str, Any]]) -> Triaged:
    from curation.stages.triage import themed

    work, encoder = hearing.work, asked[0].encoder
    rows = heapq.merge(
        *(get_lines(one.target) for one in asked),
        key=lambda row: (-row["count"], row["file"], row["line"]),
    )
    listed = [TriagedLine(**row) for row in islice(rows, MOST_LISTED)]
    known = learned_before(str(work.folder), hearing.buckets[0].run, encoder)
    lines, themes = themed(listed, known.model)
    answers: Counter[tuple[str, str]] = Counter()
    for said in counts:
        answers.update({(route, intent): count for route, intent, count in said["answers"]})
    return Triaged(
        lines,
        themes,
        hearing.read,
        hearing.passed_over,
        sum(said["texts"] for said in counts),
        tuple((*answer, count) for answer, count in sorted(answers.items())),
        encoder is None,
        len(known.texts) < _FEW_TEXTS or len(known.labels) < _FEW_INTENTS,
    )

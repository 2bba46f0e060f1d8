"""A log of any size, piece by piece: heard, put together, collapsed, asked about, grouped."""

from __future__ import annotations

import heapq
import json
import tempfile
from collections import Counter
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from curation import __version__
from curation.analysis.normalise import normalised
from curation.facts.filed import filed
from curation.formats.files import written_in_pieces
from curation.formats.lock import locked
from curation.formats.log_parts import log_parts, part_size
from curation.formats.log_work import LogWork, get_lines
from curation.line._triage_steps import Bucket, Piece, ask, hear, learned_before, merge, texts_of
from curation.model.triage import Triaged, TriagedLine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from curation.engines import Engine
    from curation.facts import Facts
    from curation.facts.filed import Filed
    from curation.model.mapping import Mapping as Links

    Say = Callable[[str], None]

__all__ = ["MOST_COMPARED", "MOST_LISTED", "triage"]

MOST_COMPARED = 50_000
"""Different texts that are compared with one another, the most frequent; with more, no sentence encoder is asked."""
MOST_LISTED = 50_000
"""Texts that a result lists, the most frequent; a table on disk has all."""
_BUCKET_BYTES = 1024 * 1024
_MOST_BUCKETS = 256


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
    gets a line of JSON for every text, in order of buckets and keys. What comes out depends on log, workspace and
    settings alone: pieces and buckets do not depend on the engine, and each is worked on by itself.

    Raises:
        CurationError: the log cannot be read, the workspace has too little to compare with, or the folder is in use.
    """
    with _place(folder) as place:
        work = LogWork(place)
        pieces = log_parts(log, part_size(log))
        files = tuple(dict.fromkeys(part.path for part in pieces))
        buckets = min(_MOST_BUCKETS, max(1, sum(path.stat().st_size for path in files) // _BUCKET_BYTES))
        known = filed(facts, links)
        run = work.begin(_about(facts, known, files, columns, buckets))
        reading = [Piece(str(place), part, tuple(sorted(columns.items())), buckets) for part in pieces]
        heard = engine.map(hear, reading, _told(say, "reading", len(pieces)))
        offsets, names = _offsets([part.file for part in pieces], heard), tuple(path.as_posix() for path in files)
        merging = [Bucket(str(place), number, offsets, run, names) for number in range(buckets)]
        texts = sum(engine.map(merge, merging, _told(say, "putting together", buckets)))
        encoder = facts.settings.analysis.encoder if texts <= MOST_COMPARED else None
        _learn(facts, known, work, quick=encoder is None, say=say)
        _collapse(work, buckets, say)
        asking = [bucket._replace(encoder=encoder) for bucket in merging]
        counts = engine.map(ask, asking, _told(say, "asking", buckets))
        say("grouping what is not covered")
        found = _gathered(work, asking, heard, counts)
        if table is not None:
            with written_in_pieces(table) as file:
                file.writelines(work.asked(bucket).read_bytes() for bucket in range(buckets))
        work.clear()
        return found


@contextmanager
def _place(folder: Path | None) -> Iterator[Path]:
    """Where the work is kept, for nobody else."""
    if folder is None:
        with tempfile.TemporaryDirectory(prefix="curation-", ignore_cleanup_errors=True) as name:
            yield Path(name) / "work"
        return
    with locked(folder):
        yield folder


def _about(
    facts: Facts, known: Filed, paths: Sequence[Path], columns: Mapping[str, str], buckets: int
) -> dict[str, Any]:
    """What the work depends on."""
    files = [(path.as_posix(), path.stat().st_size, path.stat().st_mtime_ns) for path in paths]
    words = json.dumps(
        [*known[:-1], sorted(known.own), facts.settings.analysis.encoder, facts.settings.split.similarity],
        sort_keys=True,
    )
    about = {"version": __version__, "files": files, "columns": dict(columns), "buckets": buckets}
    return {**about, "workspace": sha256(words.encode()).hexdigest()}


def _told(say: Say, what: str, total: int) -> Callable[[int], None]:
    return lambda done: say(f"{what}: {done:,} of {total:,} pieces")


def _offsets(files: Sequence[int], heard: Sequence[Mapping[str, Any]]) -> tuple[tuple[int, int], ...]:
    """For each piece the number of its file, from 1, and the lines of that file before it."""
    before: Counter[int] = Counter()
    found = []
    for file, done in zip(files, heard, strict=True):
        found.append((file + 1, before[file]))
        before[file] += done["lines"]
    return tuple(found)


def _learn(facts: Facts, known: Filed, work: LogWork, *, quick: bool, say: Say) -> None:
    from curation.stages.triage import learned

    if (work.folder / "known.json").exists():
        return
    say("learning what the workspace knows")
    found = learned(facts, known, quick=quick)
    work.put_known(found.model.arrays())
    work.put_json(work.folder / "known.json", {"labels": found.labels, "texts": found.texts})


def _collapse(work: LogWork, buckets: int, say: Say) -> None:
    from curation.stages.triage import collapsed

    if (work.folder / "collapsed.json").exists():
        return
    everything = (item for bucket in range(buckets) for item in texts_of(work, bucket))
    kept = heapq.nsmallest(MOST_COMPARED, everything, key=lambda item: (-item.times, item.file, item.line))
    say(f"collapsing {len(kept):,} different texts")
    gone, stay = collapsed({normalised(item.text): item for item in kept})
    work.put_json(work.folder / "collapsed.json", {"gone": sorted(gone), "stay": stay})


def _gathered(
    work: LogWork, asked: Sequence[Bucket], heard: Sequence[Mapping[str, Any]], counts: Sequence[Mapping[str, Any]]
) -> Triaged:
    from curation.stages.triage import themed

    rows = (TriagedLine(**row) for bucket in asked for row in get_lines(work.asked(bucket.number)))
    listed = heapq.nsmallest(MOST_LISTED, rows, key=lambda line: (-line.count, line.file, line.line))
    lines, themes = themed(listed, learned_before(asked[0].folder, asked[0].run, asked[0].encoder).model)
    answers: Counter[tuple[str, str]] = Counter()
    passed: Counter[str] = Counter()
    for said in counts:
        answers.update({(route, intent): count for route, intent, count in said["answers"]})
    for done in heard:
        passed.update(dict(done["passed_over"]))
    return Triaged(
        lines,
        themes,
        sum(done["read"] for done in heard),
        tuple(sorted(passed.items())),
        sum(said["texts"] for said in counts),
        tuple((*answer, count) for answer, count in sorted(answers.items())),
        asked[0].encoder is None,
    )

"""What is done with each piece and each bucket of a log; functions that another process can be given.

Each keeps its result in the folder of the work and does nothing where it is there already.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from curation.analysis.normalise import LONGEST_JUDGED, normalised
from curation.formats.files import written_in_pieces
from curation.formats.log import LogReader
from curation.formats.log_work import LogWork, bucket_of, get_lines, put_lines
from curation.model.triage import Heard

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from curation.formats.log_parts import LogPart
    from curation.stages.triage import Learned

__all__ = ["Bucket", "Piece", "ask", "hear", "learned_before", "merge", "texts_of"]

_HELD = 200_000
"""Different texts of a piece that are held at once; a table is one piece, however large."""
Columns = tuple[tuple[str, str], ...]


class Piece(NamedTuple):
    """A piece of the log to be read, and where what is heard goes."""

    folder: str
    part: LogPart
    columns: Columns
    buckets: int


class Bucket(NamedTuple):
    """A bucket of texts; for each piece of the log the number of its file and the lines of that file before it.

    `run` names what the work is about: what a process remembers of a folder is only good for the same work.
    """

    folder: str
    number: int
    parts: tuple[tuple[int, int], ...]
    run: str
    files: tuple[str, ...]
    encoder: str | None = None


def hear(piece: Piece) -> dict[str, Any]:
    """Read a piece: its texts by bucket, each once; how many lines there were, and what was passed over."""
    work = LogWork(Path(piece.folder))
    target = work.heard(piece.part.number)
    done: dict[str, Any] | None = work.get_json(target / "done.json")
    if done is not None:
        return done
    reader = LogReader(piece.part, dict(piece.columns))
    read = 0
    held: dict[str, tuple[str, int, int]] = {}
    with work.new_folder(target) as made:
        for line, text in reader.texts():
            read += 1
            key = normalised(text[:LONGEST_JUDGED])
            if not key:
                continue
            first = held.get(key)
            held[key] = (text[:LONGEST_JUDGED], line, 1) if first is None else (*first[:2], first[2] + 1)
            if len(held) >= _HELD:
                _spill(made, held, piece.buckets)
        _spill(made, held, piece.buckets)
        done = {"lines": reader.lines, "read": read, "passed_over": reader.passed_over()}
        work.put_json(made / "done.json", done)
    return done


def _spill(folder: Path, held: dict[str, tuple[str, int, int]], buckets: int) -> None:
    """Add what is held to the files of its buckets, and hold nothing."""
    rows: dict[int, list[tuple[str, int, int]]] = {}
    for key, row in held.items():
        rows.setdefault(bucket_of(key, buckets), []).append(row)
    for bucket, found in rows.items():
        with (folder / f"{bucket:03d}.jsonl").open("ab") as file:
            put_lines(file, found)
    held.clear()


def merge(bucket: Bucket) -> int:
    """Put together what the pieces heard of a bucket, each text once, and say how many there are."""
    work = LogWork(Path(bucket.folder))
    target = work.texts(bucket.number)
    if target.exists():
        return sum(1 for _ in get_lines(target))
    found: dict[str, Heard] = {}
    for part, (file, before) in enumerate(bucket.parts):
        for text, line, times in get_lines(work.heard(part) / f"{bucket.number:03d}.jsonl"):
            key = normalised(text)
            first = found.get(key)
            found[key] = (
                Heard(text, file, before + line, times) if first is None else first._replace(times=first.times + times)
            )
    with written_in_pieces(target) as made:
        put_lines(made, (found[key] for key in sorted(found)))
    return len(found)


def texts_of(work: LogWork, bucket: int) -> Iterator[Heard]:
    """The different texts of a bucket, in order of their keys."""
    return (Heard(*row) for row in get_lines(work.texts(bucket)))


def ask(bucket: Bucket) -> dict[str, Any]:
    """Ask what the texts of a bucket are: how many there are, and lines by route and intent of those covered."""
    from curation.stages.triage import asked

    work = LogWork(Path(bucket.folder))
    target = work.asked(bucket.number)
    counts: dict[str, Any] | None = work.get_json(target.with_suffix(".json"))
    if counts is not None:
        return counts
    known = learned_before(bucket.folder, bucket.run, bucket.encoder)
    gone, stay = _collapsed(bucket.folder, bucket.run)
    keyed = ((normalised(item.text), item) for item in texts_of(work, bucket.number))
    heard = [stay.get(key, item) for key, item in keyed if key not in gone]
    lines = asked(known, heard, bucket.files)
    answers: Counter[tuple[str, str]] = Counter()
    for line in lines:
        if line.covered:
            answers[line.route, line.intent] += line.count
    with written_in_pieces(target) as file:
        put_lines(file, map(asdict, lines))
    counts = {"texts": len(lines), "answers": [[*answer, count] for answer, count in sorted(answers.items())]}
    work.put_json(target.with_suffix(".json"), counts)
    return counts


@lru_cache(maxsize=1)
def learned_before(folder: str, run: str, encoder: str | None) -> Learned:
    """What was learned for the work in a folder; read once a process."""
    from curation.analysis.triage import Known
    from curation.facts.stored import encoder_named
    from curation.stages.triage import Learned

    work = LogWork(Path(folder))
    named = work.get_json(work.folder / "known.json")
    model = Known.of_arrays(work.get_known(), None if encoder is None else encoder_named(encoder))
    return Learned(model, [(route, intent) for route, intent in named["labels"]], named["texts"])


@lru_cache(maxsize=1)
def _collapsed(folder: str, run: str) -> tuple[frozenset[str], Mapping[str, Heard]]:
    work = LogWork(Path(folder))
    value = work.get_json(work.folder / "collapsed.json")
    return frozenset(value["gone"]), {key: Heard(*row) for key, row in value["stay"].items()}

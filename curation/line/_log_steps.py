"""What work on a log begins with, piece by piece and bucket by bucket; functions that another process can be given.

Each keeps its result in the folder of the work and does nothing where it is there already.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from curation.analysis.normalise import LONGEST_JUDGED, normalised
from curation.formats.files import written_in_pieces
from curation.formats.log import LogReader
from curation.formats.log_work import LogWork, bucket_of, get_rows, put_rows
from curation.model.triage import Heard

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.formats.log_parts import LogPart

__all__ = ["Bucket", "Frequency", "Piece", "by_frequency", "hear", "merge", "texts_of"]

_HELD = 200_000
"""Different texts of a piece that are held at once; a table is one piece, however large."""
Frequency = tuple[int, int, int]
"""Minus the times of a text, then the file and the line where it stands first."""
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
    rows: dict[int, list[tuple[str, str, int, int]]] = {}
    for key, row in held.items():
        rows.setdefault(bucket_of(key, buckets), []).append((key, *row))
    for bucket, found in rows.items():
        with (folder / f"{bucket:03d}.jsonl").open("ab") as file:
            put_rows(file, found)
    held.clear()


def merge(bucket: Bucket) -> int:
    """Put together what the pieces heard of a bucket, each text once, and say how many there are."""
    work = LogWork(Path(bucket.folder))
    target = work.texts(bucket.number)
    if target.exists():
        return sum(1 for _ in get_rows(target))
    found: dict[str, Heard] = {}
    for part, (file, before) in enumerate(bucket.parts):
        for key, text, line, times in get_rows(work.heard(part) / f"{bucket.number:03d}.jsonl"):
            first = found.get(key)
            found[key] = (
                Heard(text, file, before + line, times) if first is None else first._replace(times=first.times + times)
            )
    with written_in_pieces(target) as made:
        ordered: list[Heard] = sorted(found.values(), key=by_frequency)
        put_rows(made, ordered)
    return len(found)


def by_frequency(item: Heard) -> Frequency:
    """What puts the most frequent text first, and of two the one that stands first in the log."""
    return -item.times, item.file, item.line


def texts_of(work: LogWork, bucket: int) -> Iterator[Heard]:
    """The different texts of a bucket, the most frequent first."""
    return (Heard(*row) for row in get_rows(work.texts(bucket)))

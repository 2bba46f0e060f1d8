"""A log of any size, read and put together: its different texts in buckets that can be worked on by themselves."""

from __future__ import annotations

import tempfile
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from curation import __version__
from curation.errors import CurationError
from curation.formats.lock import locked
from curation.formats.log_parts import log_parts, part_size
from curation.formats.log_work import WORK_SHAPE, LogWork
from curation.line._log_steps import Bucket, Piece, hear, merge
from curation.model.words import plural

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from curation.engines import Engine
    from curation.formats.log_parts import LogPart

    Say = Callable[[str], None]

__all__ = ["Hearing", "before_in_file", "bucket_count", "depends_on", "heard_log", "kept_in", "names_of", "told"]

_BUCKET_BYTES = 1024 * 1024
_MOST_BUCKETS = 256


class Hearing(NamedTuple):
    """The buckets of a log, how many different texts each holds, the lines with a text, and what was passed over."""

    work: LogWork
    buckets: tuple[Bucket, ...]
    counts: tuple[int, ...]
    read: int
    passed_over: tuple[tuple[str, int], ...]

    @property
    def texts(self) -> int:
        """Different texts."""
        return sum(self.counts)


@contextmanager
def kept_in(folder: Path | None) -> Iterator[Path]:
    """Where work is kept, for nobody else; among the temporary files where no folder is named."""
    if folder is None:
        with tempfile.TemporaryDirectory(prefix="curation-", ignore_cleanup_errors=True) as name:
            yield Path(name) / "work"
        return
    with locked(folder):
        yield folder


def heard_log(
    place: Path,
    log: Path,
    columns: Mapping[str, str],
    about: Mapping[str, Any],
    engine: Engine,
    say: Say,
) -> Hearing:
    """Read a log, each text once; `about` names what else the work depends on.

    Pieces and buckets depend on the log alone, not on the engine.

    Raises:
        CurationError: the log cannot be read, holds no text, or `place` holds other work.
    """
    pieces = log_parts(log, part_size(log))
    buckets = bucket_count(pieces)
    work = LogWork(place)
    run = work.begin({**about, "columns": dict(columns), **depends_on(pieces)})
    reading = [Piece(str(place), part, tuple(sorted(columns.items())), buckets) for part in pieces]
    heard = engine.map(hear, reading, told(say, "reading", len(pieces)))
    offsets = tuple(
        (part.file + 1, lines) for part, lines in zip(pieces, before_in_file(pieces, heard, "lines"), strict=True)
    )
    names = names_of(pieces)
    merging = tuple(Bucket(str(place), number, offsets, run, names) for number in range(buckets))
    counts = tuple(engine.map(merge, merging, told(say, "putting together", buckets)))
    passed: Counter[str] = Counter()
    for done in heard:
        passed.update(dict(done["passed_over"]))
    read = sum(done["read"] for done in heard)
    if not read:
        work.clear()
        why = ", ".join(f"{plural(count, 'line')} {what}" for what, count in sorted(passed.items())) or "it is empty"
        raise CurationError(f"{log}: no text was read ({why}); nothing was looked at")
    return Hearing(work, merging, counts, read, tuple(sorted(passed.items())))


def names_of(pieces: Sequence[LogPart]) -> tuple[str, ...]:
    """The files of a log, in order."""
    return tuple(dict.fromkeys(part.path.as_posix() for part in pieces))


def bucket_count(pieces: Sequence[LogPart]) -> int:
    """How many buckets the texts of a log go to; it depends on the log alone."""
    size = sum(Path(name).stat().st_size for name in names_of(pieces))
    return min(_MOST_BUCKETS, max(1, size // _BUCKET_BYTES))


def depends_on(pieces: Sequence[LogPart]) -> dict[str, Any]:
    """What all work on a log depends on."""
    stats = [(name, Path(name).stat()) for name in names_of(pieces)]
    files = [(name, stat.st_size, stat.st_mtime_ns) for name, stat in stats]
    return {"version": __version__, "shape": WORK_SHAPE, "files": files, "buckets": bucket_count(pieces)}


def told(say: Say, what: str, total: int) -> Callable[[int], None]:
    """What tells `say` how many pieces of how many are done."""
    return lambda done: say(f"{what}: {done:,} of {total:,} pieces")


def before_in_file(pieces: Sequence[LogPart], done: Iterable[Mapping[str, Any]], what: str) -> Iterator[int]:
    """For each piece how much of something (`lines`, `rows`) stands before it in its file."""
    before: Counter[int] = Counter()
    for part, counts in zip(pieces, done, strict=True):
        yield before[part.file]
        before[part.file] += counts[what]

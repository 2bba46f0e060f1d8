"""A log of any size, read and put together: its different texts in buckets that can be worked on by themselves."""

from __future__ import annotations

import tempfile
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from curation import __version__
from curation.formats.lock import locked
from curation.formats.log_parts import log_parts, part_size
from curation.formats.log_work import LogWork
from curation.line._log_steps import Bucket, Piece, hear, merge

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from curation.engines import Engine

    Say = Callable[[str], None]

__all__ = ["Hearing", "heard_log", "kept_in", "told"]

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
        CurationError: the log cannot be read, or `place` holds other work.
    """
    pieces = log_parts(log, part_size(log))
    paths = tuple(dict.fromkeys(part.path for part in pieces))
    buckets = min(_MOST_BUCKETS, max(1, sum(path.stat().st_size for path in paths) // _BUCKET_BYTES))
    files = [(path.as_posix(), path.stat().st_size, path.stat().st_mtime_ns) for path in paths]
    work = LogWork(place)
    depends = {"version": __version__, "files": files, "columns": dict(columns), "buckets": buckets}
    run = work.begin({**about, **depends})
    reading = [Piece(str(place), part, tuple(sorted(columns.items())), buckets) for part in pieces]
    heard = engine.map(hear, reading, told(say, "reading", len(pieces)))
    offsets, names = _offsets([part.file for part in pieces], heard), tuple(path.as_posix() for path in paths)
    merging = tuple(Bucket(str(place), number, offsets, run, names) for number in range(buckets))
    counts = tuple(engine.map(merge, merging, told(say, "putting together", buckets)))
    passed: Counter[str] = Counter()
    for done in heard:
        passed.update(dict(done["passed_over"]))
    return Hearing(work, merging, counts, sum(done["read"] for done in heard), tuple(sorted(passed.items())))


def told(say: Say, what: str, total: int) -> Callable[[int], None]:
    """What tells `say` how many pieces of how many are done."""
    return lambda done: say(f"{what}: {done:,} of {total:,} pieces")


def _offsets(files: Sequence[int], heard: Sequence[Mapping[str, Any]]) -> tuple[tuple[int, int], ...]:
    """For each piece the number of its file, from 1, and the lines of that file before it."""
    before: Counter[int] = Counter()
    found = []
    for file, done in zip(files, heard, strict=True):
        found.append((file + 1, before[file]))
        before[file] += done["lines"]
    return tuple(found)

"""The pieces of a log that can be read by themselves: a file or a folder of them, however large."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from curation.errors import CurationError, UnreadableFileError
from curation.formats.files import walked
from curation.formats.lines import LINES_SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["TABLES", "LogPart", "log_parts", "part_size"]

TABLES = {".csv": "", ".tsv": "\t"}
"""Ends of the names of tables, and what stands between their cells where the name says it."""
_LINES = frozenset({*LINES_SUFFIXES, ".txt", ".log"})
_NO_LOGS = frozenset({".json", ".gz", ".zip", ".xlsx", ".xls", ".pdf", ".docx"})
_SMALLEST = 4 * 1024 * 1024
_MOST = 256


class LogPart(NamedTuple):
    """A piece of a file: the bytes from `start` to `end` of one with lines, a whole table, a row group of Parquet.

    `number` counts the pieces of the log from 0, `file` counts its files, those without a piece left out.
    """

    number: int
    file: int
    path: Path
    start: int = 0
    end: int | None = None


def part_size(path: Path) -> int:
    """Bytes of a piece: 4 MB, and more where there would be more than 256 pieces.

    It depends on the log alone, so that what is made of the pieces does too.
    """
    return max(_SMALLEST, sum(file.stat().st_size for file in _files(path)) // _MOST)


def log_parts(path: Path, size: int) -> tuple[LogPart, ...]:
    """The pieces of a log, in order of the names of its files and then as they stand there.

    Raises:
        UnreadableFileError: a file cannot be opened.
        CurationError: a file is of a kind that logs are not, or a folder holds none.
    """
    places: list[tuple[int, Path, int, int | None]] = []
    number = 0
    for file in _files(path):
        try:
            found = list(_pieces(file, size))
        except OSError as error:
            raise UnreadableFileError(file.as_posix(), f"cannot be read: {error.strerror}") from None
        places += [(number, file, start, end) for start, end in found]
        number += bool(found)
    return tuple(LogPart(at, *place) for at, place in enumerate(places))


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        _refuse_no_file(path)
        if path.suffix.casefold() in _NO_LOGS:
            raise _no_log(path)
        return [path]
    found = sorted(_named(path))
    odd = [file for file in found if file.suffix.casefold() not in {*_LINES, *TABLES, ".parquet"}]
    if odd:
        raise _no_log(odd[0])
    if not found:
        raise CurationError(f"{path.as_posix()}: there is no log in this folder")
    for file in found:
        _refuse_no_file(file)
    return found


def _refuse_no_file(path: Path) -> None:
    if not path.is_file():
        problem = "this is not a regular file" if path.exists() else "there is no such file"
        raise UnreadableFileError(path.as_posix(), problem)


def _named(path: Path) -> Iterator[Path]:
    """Files by folder; what begins with a dot or an underscore is bookkeeping of the tools that write such folders."""
    for folder, _, names in walked(path):
        yield from (Path(folder, name) for name in names if not name.startswith("_"))


def _no_log(path: Path) -> CurationError:
    kinds = "lines of text (.txt, .log), .csv, .tsv, .jsonl or .parquet"
    return CurationError(f"{path.as_posix()}: a log is {kinds}; convert, unpack or move it first")


def _pieces(file: Path, size: int) -> Iterator[tuple[int, int | None]]:
    suffix = file.suffix.casefold()
    if suffix in TABLES:  # a cell may hold line breaks: nothing but reading tells where a row begins
        yield 0, None
    elif suffix == ".parquet":
        from curation.formats.parquet_groups import group_count

        yield from ((group, group + 1) for group in range(group_count(file)))
    else:
        yield from _cut(file, size)


def _cut(file: Path, size: int) -> Iterator[tuple[int, int]]:
    """Ranges of bytes that begin where a line begins."""
    length, start = file.stat().st_size, 0
    with file.open("rb") as stream:
        while start < length:
            stream.seek(min(start + size, length))
            stream.readline()
            yield start, stream.tell()
            start = stream.tell()

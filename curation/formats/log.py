"""Lines of a log, one text after the other, in memory that does not grow with the file."""

from __future__ import annotations

import csv
import json
from collections import Counter
from typing import TYPE_CHECKING

from curation.errors import CurationError, UnreadableFileError
from curation.formats.columns import keys_of
from curation.formats.lines import LINES_SUFFIXES
from curation.formats.log_parts import TABLES, log_parts, part_size

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from curation.formats.log_parts import LogPart

__all__ = ["LARGEST_CELL", "LogReader", "log_texts", "separator_of"]

LARGEST_CELL = 16 * 1024 * 1024
"""Characters of a cell that are read."""


class LogReader:
    """The texts of a piece of a log, numbered by line of the piece; what has no text is counted.

    A log is not data of the workspace: a line that cannot be read does not stop the rest, and is named in
    `passed_over` by what was wrong with it. `lines` counts the lines that were read so far.
    """

    def __init__(self, part: LogPart, columns: Mapping[str, str]) -> None:
        self.lines = 0
        self._part, self._file = part, part.path.as_posix()
        self._columns = columns
        self._passed: Counter[str] = Counter()

    def passed_over(self) -> tuple[tuple[str, int], ...]:
        """What was odd about lines, most of all why they gave no text, and how many; complete once all were read."""
        return tuple(sorted((reason, count) for reason, count in self._passed.items() if count))

    def texts(self) -> Iterator[tuple[int, str]]:
        """Line number (from 1) and text of each line that has one.

        Raises:
            UnreadableFileError: the file cannot be opened.
            CurationError: it is a table in which no column holds texts.
        """
        suffix = self._part.path.suffix.casefold()
        try:
            if suffix in TABLES:
                yield from self._table(TABLES[suffix])
            elif suffix == ".parquet":
                yield from self._cells()
            elif suffix in LINES_SUFFIXES:
                yield from self._objects()
            else:
                yield from self._kept(enumerate(self._lines(), start=1))
        except OSError as error:
            raise UnreadableFileError(self._file, f"cannot be read: {error.strerror}") from None

    def _lines(self) -> Iterator[str]:
        """Lines as text; bytes that are not UTF-8 become the replacement character, and are counted."""
        for line in self._raw_lines():
            first = self._part.start == 0 and self.lines == 0
            self.lines += 1
            if first and line.startswith((b"\xff\xfe", b"\xfe\xff")):
                raise CurationError(f"{self._file}: it is UTF-16; save it as UTF-8")
            data = line.removeprefix(b"\xef\xbb\xbf") if first else line
            text = data.decode("utf-8", "replace")
            if "\ufffd" in text and b"\xef\xbf\xbd" not in data:
                self._passed["read with bytes that are not UTF-8"] += 1
            yield text.rstrip("\r\n")

    def _raw_lines(self) -> Iterator[bytes]:
        left = None if self._part.end is None else self._part.end - self._part.start
        with self._part.path.open("rb") as file:
            file.seek(self._part.start)
            for line in file:
                if left is not None and left <= 0:
                    return
                yield line
                left = None if left is None else left - len(line)

    def _kept(self, lines: Iterator[tuple[int, str]] | enumerate[str]) -> Iterator[tuple[int, str]]:
        for number, text in lines:
            if text.strip():
                yield number, text.strip()
            else:
                self._passed["empty"] += 1

    def _objects(self) -> Iterator[tuple[int, str]]:
        keys: dict[tuple[str, ...], str | None] = {}
        for number, line in enumerate(self._lines(), start=1):
            if not line.strip():
                self._passed["empty"] += 1
                continue
            try:
                value = json.loads(line)
            except (ValueError, RecursionError):
                self._passed["not JSON"] += 1
                continue
            names = tuple(value) if isinstance(value, dict) else ()
            if names not in keys:
                keys[names] = self._text_key(names) if names else None
            text = value if isinstance(value, str) else value[keys[names]] if keys[names] is not None else None
            if isinstance(text, str) and text.strip():
                yield number, text.strip()
            else:
                self._passed["without a text"] += 1

    def _text_key(self, names: tuple[str, ...]) -> str | None:
        wanted = {"text": self._columns["text"]} if self._columns.get("text") in names else {}
        place = _text_place(names, wanted)
        return None if place is None else names[place]

    def _cells(self) -> Iterator[tuple[int, str]]:
        from curation.formats.parquet_groups import column_names, column_of

        names = column_names(self._part.path)
        for cell in column_of(self._part.path, self._part.start, names[self._place(names)]):
            self.lines += 1
            if isinstance(cell, str) and cell.strip():
                yield self.lines, cell.strip()
            else:
                self._passed["without a text"] += 1

    def _place(self, header: Sequence[str]) -> int:
        """Which column holds the texts, from 0.

        Raises:
            CurationError: none does.
        """
        wanted = {"text": self._columns["text"]} if "text" in self._columns else {}
        place = _text_place(header, wanted)
        if place is None:
            raise CurationError(f"{self._file}: no column is called text or the like; name it: --columns text=NAME")
        return place

    def _table(self, separator: str) -> Iterator[tuple[int, str]]:
        csv.field_size_limit(LARGEST_CELL)
        lines = (line.replace("\0", "") + "\n" for line in self._lines())
        first = next(lines, "")
        rows = csv.reader(_and(first, lines), delimiter=separator or separator_of(first))
        try:
            header = next(rows, [])
            place = self._place(header)
            for row in rows:
                self._passed["of tables with a line break in a cell"] += any("\n" in cell.strip() for cell in row)
                if len(row) > place and row[place].strip():
                    yield rows.line_num, row[place].strip()
                else:
                    self._passed["without a text"] += 1
        except csv.Error as error:
            raise CurationError(f"{self._file}: line {rows.line_num}: not a table that can be read: {error}") from None


def _text_place(names: Sequence[str], wanted: Mapping[str, str]) -> int | None:
    """Which of the names of columns or keys is that of the text."""
    return next((at for at, key in keys_of(names, wanted).items() if key == "text"), None)


def log_texts(path: Path, columns: Mapping[str, str]) -> tuple[list[str], tuple[tuple[str, int], ...]]:
    """All texts of a log, and what was passed over, as the readers of its pieces say.

    Raises:
        CurationError: the log cannot be read.
    """
    readers = [LogReader(part, columns) for part in log_parts(path, part_size(path))]
    found = [text for reader in readers for _, text in reader.texts()]
    passed: Counter[str] = Counter()
    for reader in readers:
        passed.update(dict(reader.passed_over()))
    return found, tuple(sorted(passed.items()))


def _and(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


def separator_of(header: str) -> str:
    """The one of comma, semicolon and tab that the header has most of."""
    return max(",;\t", key=header.count)

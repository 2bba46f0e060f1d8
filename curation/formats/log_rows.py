"""Labelled rows of a log, one after the other, in memory that does not grow with the file."""

from __future__ import annotations

import csv
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from curation.errors import CurationError, UnreadableFileError
from curation.formats.columns import keys_of, present, unguarded
from curation.formats.json_text import parse
from curation.formats.lines import LINES_SUFFIXES
from curation.formats.log import LARGEST_CELL, LogReader, separator_of
from curation.formats.log_parts import TABLES
from curation.formats.positions import Region, locate
from curation.formats.tables import spans_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

__all__ = ["LogRow", "RowReader", "region_of"]

_WANTED = ("text", "intent", "language", "dataset", "entities")


class LogRow(NamedTuple):
    """A row as in an upload array, the line of the piece it stands on (from 1), and the byte its line begins at.

    `value` is what went wrong where the line is not JSON. `start` is -1 where a row is no line of its own. `repeated`
    holds the pointers of members that a later one of the same name hides, `wrong` what is wrong with a row of a table.
    """

    value: object
    line: int
    start: int
    repeated: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()


class RowReader(LogReader):
    """The rows of a piece of a log, numbered from 0 as they come; a line with nothing on it is none."""

    def rows(self) -> Iterator[LogRow]:
        """Every row.

        Raises:
            UnreadableFileError: the file cannot be opened, or is damaged.
            CurationError: no column holds texts, or the file is a list of texts, which are filed under nothing.
        """
        suffix = self._part.path.suffix.casefold()
        try:
            if suffix in TABLES:
                yield from self._table_rows(TABLES[suffix])
            elif suffix == ".parquet":
                yield from self._parquet_rows()
            elif suffix in LINES_SUFFIXES:
                yield from self._line_rows()
            else:
                problem = "lines of text are filed under nothing; check takes .jsonl, .csv, .tsv or .parquet by pieces"
                raise CurationError(f"{self._file}: {problem}")
        except OSError as error:
            raise UnreadableFileError(self._file, f"cannot be read: {error.strerror}") from None

    def _line_rows(self) -> Iterator[LogRow]:
        start = self._part.start
        for number, line in enumerate(self._raw_lines(), start=1):
            self.lines += 1
            if number == 1 and not start and line.startswith((b"\xff\xfe", b"\xfe\xff")):
                raise CurationError(f"{self._file}: it is UTF-16; save it as UTF-8")
            if line.strip():
                yield self._row_of(line, number, start)
            start += len(line)

    def _row_of(self, line: bytes, number: int, start: int) -> LogRow:
        try:
            found = parse(line.rstrip(b"\r\n"), self._file)
        except UnreadableFileError as error:
            return LogRow(error, number, start)
        return LogRow(found.value, number, start, found.repeated_keys)

    def _table_rows(self, separator: str) -> Iterator[LogRow]:
        csv.field_size_limit(LARGEST_CELL)
        lines = (self._without_nul(line) + "\n" for line in self._lines())
        first = next(lines, "")
        rows = csv.reader(chain([first], lines), delimiter=separator or separator_of(first))
        before = 0
        try:
            header = next(rows, [])
            keys = self._keys(header)
            before = rows.line_num
            for row in rows:
                if row:
                    yield LogRow(self._cells_of(keys, row), before + 1, -1, (), _wrong_cells(header, keys, row))
                before = rows.line_num
        except csv.Error as error:
            problem = f"not a table that can be read from here on: {error}"
            yield LogRow(UnreadableFileError(self._file, problem), before + 1, -1)

    def _without_nul(self, line: str) -> str:
        self._passed["read without the NUL characters in it"] += "\0" in line
        return line.replace("\0", "")

    def _cells_of(self, keys: Mapping[int, str], cells: Sequence[str]) -> dict[str, Any]:
        found = {
            keys[at]: unguarded(cell)
            for at, cell in enumerate(cells)
            if at in keys and (cell or keys[at] in ("text", "intent"))
        }
        return {**found, "entities": spans_of(found["entities"])} if "entities" in found else found

    def _parquet_rows(self) -> Iterator[LogRow]:
        from curation.formats.parquet_groups import column_names, rows_of

        names = column_names(self._part.path)
        keys = dict(enumerate(self._keys(names).values()))
        columns = [names[at] for at in self._keys(names)]
        for cells in rows_of(self._part.path, self._part.start, columns):
            self.lines += 1
            value: dict[str, Any] = {keys[at]: cell for at, cell in enumerate(cells) if at in keys and cell is not None}
            if isinstance(value.get("entities"), str):
                value["entities"] = spans_of(value["entities"])
            yield LogRow(value, self.lines, -1)

    def _keys(self, header: Sequence[str]) -> dict[int, str]:
        """The columns of a row, by their places.

        Raises:
            CurationError: none is the text.
        """
        keys = {at: key for at, key in keys_of(header, present(header, self._columns)).items() if key in _WANTED}
        if "text" not in keys.values():
            raise CurationError(f"{self._file}: no column is called text or the like; name it under [columns]")
        return keys


def region_of(path: Path, start: int, pointer: str) -> Region | None:
    """Where on its line a place of a row is; the line begins at the byte `start`."""
    with path.open("rb") as file:
        file.seek(start)
        line = file.readline().decode("utf-8", "replace").rstrip("\r\n")
    try:
        return locate(line.removeprefix("\ufeff"), [pointer])[pointer]
    except (KeyError, ValueError):
        return None


def _wrong_cells(header: Sequence[str], keys: Mapping[int, str], cells: Sequence[str]) -> tuple[str, ...]:
    """What is wrong with the number of cells of a row: a comma that was not quoted makes one more."""
    if len(cells) > len(header):
        return (f"the row has {len(cells)} cells, the header {len(header)}",)
    missing = [key for at, key in keys.items() if at >= len(cells) and key in ("text", "intent")]
    return tuple(f'the row ends before its cell "{key}"' for key in missing)

"""Tables in text: comma-, semicolon- or tab-separated."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Literal

from curation.errors import UnreadableFileError
from curation.formats.sources._grid import Grid, first_row, kind_of_header, read_grid
from curation.formats.tables import delimiter_of, first_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from curation.formats.sources._content import Content, Options
    from curation.model.conversion import Imported

__all__ = ["read", "recognise"]

_SUFFIXES = (".csv", ".tsv", ".txt", ".tab")
_LARGEST_CELL = 10_000_000


def grid_of(text: str, file: str, columns: Mapping[str, str]) -> Grid:
    """The table in a text. A first line `sep=;` names the separator, as spreadsheets write it.

    Tables of questions that are separated by tabs have no quoting: quotes in them are quotes (contract 4.3).

    Raises:
        UnreadableFileError: a cell of more than 10 MB, as after a quote that is never closed.
    """
    said = re.match(r"sep=(.)\r?\n", text)
    text = text[said.end() :] if said else text
    separator = said[1] if said else delimiter_of(text)
    head = next(csv.reader([first_line(text)], delimiter=separator), [])
    quoted = separator != "\t" or "questions" not in kind_of_header(head, columns)
    header, rows = first_row(_rows(text, separator, file, quoted=quoted, skipped=1 if said else 0))
    return Grid(header, rows, guarded=True)


def _rows(text: str, separator: str, file: str, *, quoted: bool, skipped: int) -> Iterator[tuple[str, list[str]]]:
    quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE
    before = csv.field_size_limit(_LARGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, quoting=quoting)
    line, number, last = 0, 0, [""]
    try:
        for row in reader:
            if row:
                if number:
                    yield f"line {number + skipped}", last
                number, last = line + 1, row
            line = reader.line_num
    except csv.Error as error:
        problem = f"not a table from here on: {error}; a quote may not be closed"
        raise UnreadableFileError(file, problem, line=line + 1 + skipped) from None
    finally:
        csv.field_size_limit(before)
    if number:
        if quoted and _runs_to_the_end(text, last[-1]):
            raise UnreadableFileError(file, "a quote that opens here is never closed", line=number + skipped)
        yield f"line {number + skipped}", last


def _runs_to_the_end(text: str, cell: str) -> bool:
    """Whether the last cell of a table goes on over lines to the end of the file, as behind a quote never closed."""
    ended = text.rstrip("\r\n").endswith(cell.rstrip("\r\n"))
    return ended and ("\n" in cell or "\r" in cell) and text.count('"') % 2 == 1


def recognise(content: Content) -> str:
    """Why it is one; empty if it is not."""
    if content.suffix not in _SUFFIXES:
        return ""
    what = kind_of_header(grid_of(content.text, content.file, {}).header, {})
    what = what or ("without columns that are known by name" if content.suffix in (".csv", ".tsv") else "")
    return f"it is a table {what}" if what else ""


def read(content: Content, why: str, options: Options) -> tuple[Imported, ...]:
    """The rows as a project."""
    grid = grid_of(content.text, content.file, options.columns)
    known = kind_of_header(grid.header, options.columns_of(grid.header))
    return read_grid(grid, content.file, "table", f"it is a table {known}" if known else why, options)

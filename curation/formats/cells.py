"""Cells of CSV files that people open in a spreadsheet: inert there, and plain again when they come back."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["as_stored", "csv_bytes", "inert_cell", "plain_cell", "without_controls"]

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def csv_bytes(rows: Iterable[Sequence[str]], *, delimiter: str = ",", end: str = "\n") -> bytes:
    """Rows as CSV in UTF-8, every cell inert in a spreadsheet."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator=end, delimiter=delimiter).writerows(
        [[inert_cell(cell) for cell in row] for row in rows]
    )
    return out.getvalue().encode("utf-8", errors="backslashreplace")


def inert_cell(cell: str) -> str:
    """A cell no spreadsheet takes for a formula; `plain_cell` takes the apostrophe off again."""
    cell = without_controls(cell)
    return f"'{cell}" if cell.startswith((*_FORMULA_STARTS, "'")) else cell


def without_controls(text: str) -> str:
    """A text with spaces for what steers a terminal or breaks a cell."""
    return "".join(" " if char < " " or char == "\x7f" else char for char in text)


def plain_cell(cell: str) -> str:
    """What was meant by a cell that `inert_cell` may have guarded, without spaces around it."""
    cell = cell.strip()
    return cell[1:] if cell.startswith("'") and cell[1:].startswith((*_FORMULA_STARTS, "'")) else cell


def as_stored(text: str) -> str:
    """What comes back of a text that was written to a cell: without control characters, half characters spelled out."""
    return plain_cell(inert_cell(text).encode("utf-8", errors="backslashreplace").decode("utf-8"))

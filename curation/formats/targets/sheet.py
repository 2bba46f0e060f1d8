"""Excel workbooks, in which nothing is a formula."""

from __future__ import annotations

import datetime
import io
from typing import TYPE_CHECKING

from curation.errors import CurationError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import xlsxwriter

__all__ = ["LONGEST_CELL", "plain_workbook", "workbook_bytes"]

_MOST_ROWS = 1_048_576
LONGEST_CELL = 32_767


def plain_workbook(out: io.BytesIO) -> xlsxwriter.Workbook:
    """A workbook to be filled in which text stays text, and that says no time it was made at."""
    import xlsxwriter

    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"created": datetime.datetime(2000, 1, 1)})
    return book


def workbook_bytes(name: str, rows: Sequence[Sequence[str]]) -> bytes:
    """A workbook of one sheet; the first row is the header. The same rows give the same bytes.

    Raises:
        CurationError: more rows or longer cells than a sheet takes.
    """
    if len(rows) > _MOST_ROWS or any(len(cell) > LONGEST_CELL for row in rows for cell in row):
        raise CurationError(
            f"a sheet takes {_MOST_ROWS:,} rows and {LONGEST_CELL:,} characters a cell; write csv instead"
        )
    out = io.BytesIO()
    with plain_workbook(out) as workbook:
        sheet = workbook.add_worksheet(name)
        bold = workbook.add_format({"bold": True})
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell:
                    text = cell.encode("utf-8", errors="backslashreplace").decode("utf-8")
                    sheet.write_string(number, column, text, bold if number == 0 else None)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, 0, 60)
        sheet.set_column(1, max(1, len(rows[0]) - 1), 20)
    return out.getvalue()

"""Excel workbooks."""

from __future__ import annotations

import datetime
import io
import zipfile
from typing import TYPE_CHECKING, Any

from curation.errors import CurationError, UnreadableFileError
from curation.formats.sources._content import LARGEST_ARCHIVE
from curation.formats.sources._grid import Grid, first_row, kind_of_header, read_grid
from curation.model.words import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from python_calamine import CalamineWorkbook

    from curation.formats.sources._content import Content, Options
    from curation.model.conversion import Imported

__all__ = ["read", "recognise"]


def recognise(content: Content) -> str:
    """Why it is one; empty if it is not."""
    if content.data.startswith(b"\xd0\xcf\x11\xe0") and content.suffix == ".xls":
        return "it is a workbook of an old Excel"
    if not content.data.startswith(b"PK\x03\x04"):
        return ""
    try:
        with zipfile.ZipFile(io.BytesIO(content.data)) as archive:
            names = archive.namelist()
            if "content.xml" in names and content.suffix == ".ods":
                return "it is a spreadsheet of LibreOffice"
            return "it is an Excel workbook" if "xl/workbook.xml" in names else ""
    except (zipfile.BadZipFile, OSError, ValueError):
        return ""


def read(content: Content, why: str, options: Options) -> tuple[Imported, ...]:
    """The rows of the sheet that `options` names, else of the first whose columns are known.

    Formulas count as what they last showed. Of merged cells the first has the value, the others are empty.

    Raises:
        UnreadableFileError: not a workbook that can be read, or one that unpacks to too much.
        CurationError: there is no such sheet, or no sheet with columns that are known.
    """
    workbook = _workbook(content)
    names = [options.sheet] if options.sheet else workbook.sheet_names
    if options.sheet and options.sheet not in workbook.sheet_names:
        hint = did_you_mean(options.sheet, workbook.sheet_names)
        raise CurationError(f'{content.file}: there is no sheet "{options.sheet}"; {hint}')
    for name in names:
        header, rows = first_row(_rows(workbook, name))
        what = kind_of_header(header, options.columns_of(header))
        if what or options.sheet or len(names) == 1:
            seen = f'{why}; sheet "{name}" is a table {what}'
            beside = [other for other in workbook.sheet_names if other != name and first_row(_rows(workbook, other))[0]]
            return read_grid(Grid(header, rows), content.file, "xlsx", seen, options, beside=beside)
    listed = ", ".join(workbook.sheet_names)
    raise CurationError(f"{content.file}: no sheet has columns that are known ({listed}); name it with --sheet")


def _workbook(content: Content) -> CalamineWorkbook:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        size = 0
        if content.data.startswith(b"PK\x03\x04"):
            with zipfile.ZipFile(io.BytesIO(content.data)) as archive:
                size = sum(info.file_size for info in archive.infolist())
        if size > LARGEST_ARCHIVE:
            limit = LARGEST_ARCHIVE // 1_000_000
            raise UnreadableFileError(content.file, f"the workbook unpacks to more than {limit} MB")
        return CalamineWorkbook.from_filelike(io.BytesIO(content.data))
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError) as error:
        raise UnreadableFileError(content.file, f"not a workbook that can be read: {error}") from None


def _rows(workbook: CalamineWorkbook, name: str) -> Iterator[tuple[str, list[str]]]:
    for number, row in enumerate(workbook.get_sheet_by_name(name).iter_rows(), start=1):
        yield f"row {number}", [shown(cell) for cell in row]


def shown(cell: Any) -> str:
    """A cell as text, as a person sees it: whole numbers without a point."""
    match cell:
        case None:
            return ""
        case bool():
            return str(cell)
        case float() if cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell))
        case datetime.datetime() | datetime.date() | datetime.time():
            return cell.isoformat()
        case _:
            return str(cell)

"""Excel workbooks."""

from __future__ import annotations

import datetime
import io
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from curation.errors import CurationError, UnreadableFileError
from curation.formats.sources._content import Content
from curation.formats.sources._grid import Grid, first_row, kind_of_header, read_grid
from curation.model.words import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from python_calamine import CalamineWorkbook

    from curation.formats.sources._content import Options
    from curation.model.conversion import Imported

__all__ = ["read", "recognise", "sheet_cells", "shown"]

_MOST_CELLS = 50_000_000
_CELL = re.compile(rb"""\br=["']([A-Za-z]{1,9})([0-9]{1,18})["']""")


def recognise(content: Content) -> str:
    """Why it is one; empty if it is not."""
    return "it is an Excel workbook" if "xl/workbook.xml" in content.members else ""


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
        header, rows = first_row(_rows(workbook, name, content.file))
        what = kind_of_header(header, options.columns_of(header))
        if what or options.sheet or len(names) == 1:
            seen = f'{why}; sheet "{name}" is a table {what}'
            beside = [
                other
                for other in workbook.sheet_names
                if other != name and first_row(_rows(workbook, other, content.file))[0]
            ]
            return read_grid(Grid(header, rows), content.file, "xlsx", seen, options, beside=beside)
    listed = ", ".join(workbook.sheet_names)
    raise CurationError(f"{content.file}: no sheet has columns that are known ({listed}); name it with --sheet")


def sheet_cells(data: bytes, file: str, name: str) -> list[list[str]]:
    """The cells of a sheet as text, row by row; of the first sheet where there is none of that name.

    Raises:
        UnreadableFileError: not a workbook that can be read, or one that unpacks to too much.
    """
    workbook = _workbook(Content(file, data))
    if not workbook.sheet_names:
        raise UnreadableFileError(file, "a workbook without a sheet")
    found = name if name in workbook.sheet_names else workbook.sheet_names[0]
    return [cells for _, cells in _rows(workbook, found, file)]


def _workbook(content: Content) -> CalamineWorkbook:
    from python_calamine import CalamineWorkbook

    with _readable(content.file):
        _refuse_vast(content)
        return CalamineWorkbook.from_filelike(io.BytesIO(content.data))


def _refuse_vast(content: Content) -> None:
    """Refuse cells so far apart that the rectangle around them does not fit into memory, which the parser makes."""
    for name, data in content.members.items():
        if not name.startswith("xl/worksheets/"):
            continue
        places = {(len(letters), letters, int(digits)) for letters, digits in _CELL.findall(data)}
        width = max((_column(letters) for _, letters, _ in places), default=0)
        height = max((row for _, _, row in places), default=0)
        if width * height > _MOST_CELLS:
            problem = f"a sheet of {height:,} rows and {width:,} columns is more than is read; remove far-off cells"
            raise UnreadableFileError(content.file, problem)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


@contextmanager
def _readable(file: str) -> Iterator[None]:
    """Whatever the parser stumbles over is a message; it is written in another language and panics in it."""
    try:
        yield
    except CurationError:
        raise
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:  # noqa: BLE001 - a panic of the parser is no Exception
        raise UnreadableFileError(file, f"not a workbook that can be read: {type(error).__name__}") from None


def _rows(workbook: CalamineWorkbook, name: str, file: str) -> Iterator[tuple[str, list[str]]]:
    with _readable(file):
        rows = list(workbook.get_sheet_by_name(name).iter_rows())
    for number, row in enumerate(rows, start=1):
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

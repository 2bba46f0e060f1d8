"""`split.csv`: the side of every text as it was once, so that texts added later move none of them."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from curation.errors import CurationError
from curation.formats.cells import csv_bytes
from curation.formats.decisions import table_rows
from curation.formats.json_text import decode

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

__all__ = ["read_sides", "refuse_notes", "sides_bytes"]

_COLUMNS = ("text", "dataset")
_NAME = re.compile(r"t[0-9a-f]{15}")


def read_sides(data: bytes, file: str, places: Collection[str]) -> dict[str, str]:
    """The place of each text by its fingerprint: one of `places`.

    Raises:
        CurationError: no CSV, a missing column or cell, marks of an unfinished merge, a place that is none, or two
            places for one text.
    """
    if not data.removeprefix(codecs.BOM_UTF8).strip():
        return {}
    text, _ = decode(data, file)
    found: dict[str, str] = {}
    for line, cells in table_rows(text, file, needed=_COLUMNS):
        name, side = cells.get("text", ""), cells.get("dataset", "")
        if not _NAME.fullmatch(name) or side not in places:
            problem = f"a fingerprint and one of {', '.join(sorted(places))} are needed"
            raise CurationError(f"{file}:{line}: {problem}; restore the file, or delete it to split anew")
        if found.setdefault(name, side) != side:
            raise CurationError(f"{file}:{line}: {name} is in {found[name]} above and in {side} here; keep one line")
    return found


def refuse_notes(data: bytes, file: str) -> None:
    """Refuse to write a record anew in which people have added columns.

    Raises:
        CurationError: it has some.
    """
    text, _ = decode(data, file)
    others = sorted({name for _, cells in table_rows(text, file, needed=_COLUMNS) for name in cells} - {*_COLUMNS})
    if others:
        problem = f"the column {', '.join(others)} would be lost; keep it in a file of its own"
        raise CurationError(f"{file}: {problem}")


def sides_bytes(sides: Mapping[str, str]) -> bytes:
    """The file, in order of fingerprint: one line a text, so that a merge of two branches rarely meets itself."""
    return csv_bytes([_COLUMNS, *sorted(sides.items())])

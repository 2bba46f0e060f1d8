"""Utterances in a table: comma-, semicolon- or tab-separated, with the place of every cell (RFC 4180).

The library's reader gives rows without places, so cells are found here; a test holds that both read the same.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from curation.formats.positions import Region, regions_of
from curation.model.document import Violation

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["Cell", "Table", "cells", "locate_cells", "read_table"]

_DELIMITERS = "\t;,|"
_NAMES = {
    "text": ("text", "utterance", "query", "sentence", "phrase", "example"),
    "intent": ("intent", "intentname", "label", "category", "class"),
    "language": ("language", "lang", "locale", "culture"),
    "dataset": ("dataset", "split", "set", "partition"),
}
"""What columns are called, the first found counts; case, spaces, hyphens and underscores do not."""

_OPTIONAL = ("language", "dataset")


class Cell(NamedTuple):
    """A cell: what it says, and its character offsets with its quotes."""

    value: str
    start: int
    end: int


class Table(NamedTuple):
    """The rows of a table as those of an upload array, with what is wrong with them, and why it is one."""

    rows: list[dict[str, str]]
    violations: tuple[Violation, ...]
    why: str


def cells(text: str, delimiter: str) -> list[list[Cell]]:
    """Every row of a table; lines with nothing on them are none.

    A quote opens a quoted cell at its start only, as in what spreadsheets write; an unclosed one takes in the rest.
    """
    plain = re.compile(rf"[^{re.escape(delimiter)}\r\n]*")
    quoted = re.compile(r'"([^"]*(?:""[^"]*)*)(?:"|\Z)')
    rows: list[list[Cell]] = []
    row: list[Cell] = []
    at = 0
    while at <= len(text):
        match = quoted.match(text, at) if text[at : at + 1] == '"' else None
        value, end = (match[1].replace('""', '"'), match.end()) if match else ("", at)
        rest = plain.match(text, end)
        stop = rest.end() if rest else end
        row.append(Cell(value + text[end:stop], at, stop))
        if text[stop : stop + 1] == delimiter:
            at = stop + 1
            continue
        if len(row) > 1 or row[0].end > row[0].start:
            rows.append(row)
        row = []
        at = stop + (2 if text.startswith("\r\n", stop) else 1)
    return rows


def _delimiter(text: str) -> str:
    """The separator that the header has most of."""
    header = text.lstrip("\r\n").partition("\n")[0]
    return max(_DELIMITERS, key=lambda delimiter: (header.count(delimiter), -_DELIMITERS.index(delimiter)))


def _columns(header: list[str]) -> dict[int, str]:
    """The key each column stands for; a column of none keeps its own name."""
    folded = [re.sub(r"[\s_-]+", "", name).casefold() for name in header]
    found: dict[int, str] = {}
    for key, names in _NAMES.items():
        place = next((folded.index(name) for name in names if name in folded), None)
        if place is not None:
            found[place] = key
    return {i: found.get(i, name.strip() or f"column {i + 1}") for i, name in enumerate(header)}


def read_table(text: str) -> Table | None:
    """The rows of a table whose header names a text and an intent; `None` for another table.

    An empty language or dataset is none. Columns of other names are kept as further keys of the row.
    """
    found = cells(text, _delimiter(text))
    if not found:
        return None
    keys = _columns([cell.value for cell in found[0]])
    if not {"text", "intent"} <= set(keys.values()):
        return None
    rows: list[dict[str, str]] = []
    violations: list[Violation] = []
    for index, row in enumerate(found[1:]):
        if len(row) > len(keys):
            violations.append(Violation(f"/{index}", f"the row has {len(row)} cells, the header {len(keys)}"))
        values = {keys[i]: cell.value for i, cell in enumerate(row) if i < len(keys)}
        violations += [
            Violation(f"/{index}", f'the row ends before its cell "{key}"')
            for key in ("text", "intent")
            if key not in values
        ]
        rows.append({key: value for key, value in values.items() if value or key not in _OPTIONAL})
    named = ", ".join(
        f'"{cell.value}" is {key}' for cell, key in zip(found[0], keys.values(), strict=True) if key in _NAMES
    )
    return Table(rows, tuple(violations), f"its columns say so: {named}")


def locate_cells(text: str, pointers: Collection[str]) -> dict[str, Region]:
    """The regions of `pointers` (`/row/key`) in a table; a pointer to a row is its first cell."""
    found = cells(text, _delimiter(text))
    columns = {key: i for i, key in _columns([cell.value for cell in found[0]]).items()}
    spans: dict[str, tuple[int, int]] = {}
    for pointer in pointers:
        parts = pointer.split("/")[1:]
        row = (
            found[int(parts[0]) + 1] if parts and parts[0].isdecimal() and int(parts[0]) + 1 < len(found) else found[0]
        )
        column = columns.get(parts[1], 0) if len(parts) > 1 else 0
        cell = row[min(column, len(row) - 1)]
        spans[pointer] = (cell.start, max(cell.end, cell.start))
    return regions_of(text, spans)

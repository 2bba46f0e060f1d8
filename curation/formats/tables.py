"""Utterances in a table: comma-, semicolon- or tab-separated, with the place of every cell (RFC 4180).

The library's reader gives rows without places, so cells are found here; a test holds that both read the same.
"""

from __future__ import annotations

import json
import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from curation.formats.columns import is_triage_sheet, keys_of, named, present, unguarded
from curation.formats.positions import Region, regions_of
from curation.model.document import Violation

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

__all__ = [
    "Cell",
    "Table",
    "are_spans",
    "cells",
    "delimiter_of",
    "first_line",
    "locate_cells",
    "read_table",
    "spans_of",
]

_DELIMITERS = "\t;,|"
_OPTIONAL = ("language", "dataset", "entities")


class Cell(NamedTuple):
    """A cell: what it says, and its character offsets with its quotes."""

    value: str
    start: int
    end: int


class Table(NamedTuple):
    """The rows of a table as those of an upload array, with what is wrong with them, and why it is one."""

    rows: list[dict[str, Any]]
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


def first_line(text: str) -> str:
    """The first line with something on it, however lines end."""
    return re.split(r"[\r\n]", text.lstrip("\r\n"), maxsplit=1)[0]


def delimiter_of(text: str) -> str:
    """The separator that the header has most of."""
    header = first_line(text)
    return max(_DELIMITERS, key=lambda delimiter: (header.count(delimiter), -_DELIMITERS.index(delimiter)))


def read_table(text: str, columns: Mapping[str, str] = MappingProxyType({})) -> Table | None:
    """The rows of a table whose header names a text and an intent; `None` for another table.

    `columns` says which column is what where its name does not. An empty language or dataset is none. Entities are
    JSON, as in a row of an upload array. Columns of other names are kept as further keys of the row; of a sheet of
    `triage` none is.
    """
    found = cells(text, delimiter_of(text))
    if not found:
        return None
    header = [cell.value for cell in found[0]]
    keys = keys_of(header, present(header, columns))
    if not {"text", "intent"} <= set(keys.values()):
        return None
    kept = {"text", "intent"} if is_triage_sheet(header) else set(keys.values())
    rows: list[dict[str, Any]] = []
    violations: list[Violation] = []
    for index, row in enumerate(found[1:]):
        if len(row) > len(keys):
            violations.append(Violation(f"/{index}", f"the row has {len(row)} cells, the header {len(keys)}"))
        values = {keys[i]: cell.value for i, cell in enumerate(row) if i < len(keys) and keys[i] in kept}
        violations += [
            Violation(f"/{index}", f'the row ends before its cell "{key}"')
            for key in ("text", "intent")
            if key not in values
        ]
        row_value = {key: unguarded(value) for key, value in values.items() if value or key not in _OPTIONAL}
        if "entities" in row_value:
            row_value["entities"] = spans_of(row_value["entities"])
            if not isinstance(row_value["entities"], list):
                violations.append(Violation(f"/{index}/entities", "the entities are not a list of spans in JSON"))
        rows.append(row_value)
    return Table(rows, tuple(violations), f"its columns say so: {named(header, keys)}")


def spans_of(cell: str) -> Any:
    """The spans of a cell as JSON; what is not JSON is given back as it is."""
    try:
        found = json.loads(cell)
    except ValueError:
        return cell
    return found if are_spans(found) else cell


def are_spans(value: Any) -> bool:
    """Whether a value is a list of spans as in a row of an upload array."""
    return isinstance(value, list) and all(map(_is_span, value))


def _is_span(value: Any) -> bool:
    numbers = (value.get("offset"), value.get("length")) if isinstance(value, dict) else ("", "")
    return all(type(number) is int for number in numbers) and isinstance(value.get("category"), str)


def locate_cells(
    text: str, pointers: Collection[str], mapping: Mapping[str, str] = MappingProxyType({})
) -> dict[str, Region]:
    """The regions of `pointers` (`/row/key`) in a table; a pointer to a row is its first cell."""
    found = cells(text, delimiter_of(text))
    header = [cell.value for cell in found[0]]
    columns = {key: i for i, key in keys_of(header, present(header, mapping)).items()}
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

"""Utterances as JSON Lines: one row a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from curation.errors import UnreadableFileError
from curation.formats.json_text import parse
from curation.formats.positions import Place, Region, locate

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["LINES_SUFFIXES", "locate_lines", "read_lines"]

LINES_SUFFIXES = (".jsonl", ".ndjson")
"""Ends of the names of such files."""


def _rows(text: str) -> list[tuple[int, str]]:
    """Line number and text of every line with something on it."""
    return [(number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]


def read_lines(text: str, file: str) -> tuple[list[Any], tuple[str, ...]]:
    """The values of all lines, and the pointers of members that a later one of the same name hides.

    Raises:
        UnreadableFileError: a line is not JSON; it names the line.
    """
    values: list[Any] = []
    hidden: list[str] = []
    for index, (number, line) in enumerate(_rows(text)):
        try:
            parsed = parse(line.encode("utf-8", errors="surrogatepass"), file)
        except UnreadableFileError as error:
            raise UnreadableFileError(file, error.problem, line=number, column=error.column or 1) from None
        values.append(parsed.value)
        hidden += [f"/{index}{pointer}" for pointer in parsed.repeated_keys]
    return values, tuple(hidden)


def locate_lines(text: str, pointers: Collection[str]) -> dict[str, Region]:
    """The regions of `pointers`, whose first part is the number of the row."""
    rows = _rows(text)
    wanted: dict[int, dict[str, str]] = {}
    for pointer in pointers:
        first, _, rest = pointer[1:].partition("/")
        index = int(first) if first.isdecimal() and int(first) < len(rows) else 0
        wanted.setdefault(index, {})[pointer] = f"/{rest}" if rest else ""
    found: dict[str, Region] = {}
    for index, inner in wanted.items():
        number, line = rows[index]
        regions = locate(line, set(inner.values()))
        for pointer, rest in inner.items():
            region = regions[rest]
            found[pointer] = Region(Place(number, region.start.column), Place(number, region.end.column))
    return found

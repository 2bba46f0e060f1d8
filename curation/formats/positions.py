"""From a JSON pointer to line and column, for text that is already known to be JSON."""

from __future__ import annotations

import re
from bisect import bisect_right
from json import decoder
from typing import TYPE_CHECKING, NamedTuple

from curation.formats.offsets import utf16_length

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

__all__ = ["Place", "Visit", "escape_key", "locate", "place_of", "walk"]

_SPACE = re.compile(r"[ \t\n\r]*")
_SCALAR = re.compile(r"[^\s,\]}]+")


class Place(NamedTuple):
    """1-based line and column, the column in UTF-16 code units."""

    line: int
    column: int


class Visit(NamedTuple):
    """One value met on the way through a text: its pointer, where it starts, whether its key came before."""

    pointer: str
    offset: int
    repeated: bool


_scan_string: Callable[[str, int, bool], tuple[str, int]] = decoder.scanstring  # type: ignore[attr-defined]  # typeshed leaves it out


class _Frame:
    __slots__ = ("index", "keys", "pointer")

    def __init__(self, pointer: str, *, keyed: bool) -> None:
        self.pointer = pointer
        self.index = -1
        self.keys: set[str] | None = set() if keyed else None

    def enter(self, text: str, at: int) -> Visit:
        """The next member or item; `at` is its key's quote or its first character."""
        if self.keys is None:
            self.index += 1
            return Visit(f"{self.pointer}/{self.index}", at, repeated=False)
        key, at = _scan_string(text, at + 1, True)
        at = _skip(text, _skip(text, at) + 1)
        repeated = key in self.keys
        self.keys.add(key)
        return Visit(f"{self.pointer}/{escape_key(key)}", at, repeated)


def escape_key(key: str) -> str:
    """A member name as a part of a pointer (RFC 6901)."""
    return key.replace("~", "~0").replace("/", "~1")


def _skip(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def walk(text: str) -> Iterator[Visit]:
    """Every value of the JSON in `text`, outer ones first, without recursion.

    Values hidden by a later member of the same name are visited too, which is how repeated keys are found.
    """
    visit = Visit("", _skip(text, 0), repeated=False)
    stack: list[_Frame] = []
    while True:
        yield visit
        at = visit.offset
        opening = text[at]
        if opening in "{[":
            inside = _skip(text, at + 1)
            if text[inside] not in "}]":
                stack.append(_Frame(visit.pointer, keyed=opening == "{"))
                visit = stack[-1].enter(text, inside)
                continue
            at = inside + 1
        elif opening == '"':
            at = _scan_string(text, at + 1, True)[1]
        else:
            match = _SCALAR.match(text, at)
            at = match.end() if match else at + 1
        while stack:
            at = _skip(text, at)
            if text[at] == ",":
                visit = stack[-1].enter(text, _skip(text, at + 1))
                break
            stack.pop()
            at += 1
        else:
            return


def place_of(text: str, offset: int) -> Place:
    """Line and column of a character offset."""
    start = text.rfind("\n", 0, offset) + 1
    return Place(text.count("\n", 0, offset) + 1, utf16_length(text[start:offset]) + 1)


def locate(text: str, pointers: Collection[str]) -> dict[str, Place]:
    """The places of `pointers` in `text`; one that leads nowhere gets the place of its nearest parent.

    Where a key is repeated the last value counts, as it does for the parser.
    """
    wanted = {prefix for pointer in pointers for prefix in _prefixes(pointer)}
    offsets = {visit.pointer: visit.offset for visit in walk(text) if visit.pointer in wanted}
    found = {p: next(offsets[prefix] for prefix in _prefixes(p) if prefix in offsets) for p in pointers}
    places = _places(text, sorted(set(found.values())))
    return {pointer: places[offset] for pointer, offset in found.items()}


def _places(text: str, offsets: list[int]) -> dict[int, Place]:
    """The places of rising offsets in one pass, so that a file on a single line takes no longer than others."""
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    places: dict[int, Place] = {}
    line = at = column = 0
    for offset in offsets:
        now = bisect_right(starts, offset)
        if now != line:
            line, at, column = now, starts[now - 1], 1
        column += utf16_length(text[at:offset])
        at = offset
        places[offset] = Place(line, column)
    return places


def _prefixes(pointer: str) -> Iterator[str]:
    while pointer:
        yield pointer
        pointer = pointer.rpartition("/")[0]
    yield ""

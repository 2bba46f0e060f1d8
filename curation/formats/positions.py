"""From a JSON pointer to the place of its value, for text that is already known to be JSON."""

from __future__ import annotations

import re
from json import JSONDecoder, decoder
from typing import TYPE_CHECKING, NamedTuple

from curation.formats.offsets import utf16_length

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

__all__ = [
    "Extent", "Place", "Region", "Visit", "escape_key", "extents", "locate", "place_of", "regions_of",
    "unescape_key", "walk",
]  # fmt: skip

_SPACE = re.compile(r"[ \t\n\r]*")
_SCALAR = re.compile(r"[^\s,\]}]+")


class Place(NamedTuple):
    """1-based line and column, the column in UTF-16 code units."""

    line: int
    column: int


class Region(NamedTuple):
    """Where something begins and the place just after its end."""

    start: Place
    end: Place


class Extent(NamedTuple):
    """Character offsets of a value; `outer` is where its key begins, or the value itself in an array."""

    outer: int
    start: int
    end: int


class Visit(NamedTuple):
    """One value met on the way through a text: its pointer, where it starts, whether its key came before."""

    pointer: str
    offset: int
    repeated: bool


_scan_string: Callable[[str, int, bool], tuple[str, int]] = decoder.scanstring  # type: ignore[attr-defined]  # typeshed leaves it out
_scan_value: Callable[[str, int], tuple[object, int]] = JSONDecoder().scan_once  # type: ignore[attr-defined]  # typeshed leaves it out
_Wanted = dict[str, "_Wanted"]


class _Frame:
    __slots__ = ("index", "keys", "numbers", "outer", "pointer", "start", "wanted")

    def __init__(self, pointer: str, outer: int, start: int, wanted: _Wanted, *, keyed: bool) -> None:
        self.pointer, self.outer, self.start, self.wanted = pointer, outer, start, wanted
        self.index = -1
        self.keys: set[str] | None = set() if keyed else None
        self.numbers = frozenset() if keyed else frozenset(int(name) for name in wanted if name.isdecimal())

    def enter(self, text: str, at: int) -> tuple[str, int, bool]:
        """Name, value offset and repetition of the next member or item; `at` is where it begins."""
        if self.keys is None:
            self.index += 1
            return str(self.index), at, False
        key, at = _scan_string(text, at + 1, True)
        repeated = key in self.keys
        self.keys.add(key)
        return escape_key(key), _skip(text, _skip(text, at) + 1), repeated


def escape_key(key: str) -> str:
    """A member name as a part of a pointer (RFC 6901)."""
    return key.replace("~", "~0").replace("/", "~1") if "~" in key or "/" in key else key


def unescape_key(part: str) -> str:
    """The member name that a part of a pointer stands for."""
    return part.replace("~1", "/").replace("~0", "~")


def _skip(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def walk(text: str) -> Iterator[Visit]:
    """Every value of the JSON in `text`, outer ones first, without recursion.

    Values hidden by a later member of the same name are visited too, which is how repeated keys are found.
    """
    visit = Visit("", _skip(text, 0), repeated=False)
    stack: list[_Frame] = []

    def entered(at: int) -> Visit:
        name, offset, repeated = stack[-1].enter(text, at)
        return Visit(f"{stack[-1].pointer}/{name}", offset, repeated)

    while True:
        yield visit
        at = visit.offset
        opening = text[at]
        if opening in "{[":
            inside = _skip(text, at + 1)
            if text[inside] not in "}]":
                stack.append(_Frame(visit.pointer, at, at, {}, keyed=opening == "{"))
                visit = entered(inside)
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
                visit = entered(_skip(text, at + 1))
                break
            stack.pop()
            at += 1
        else:
            return


def extents(text: str, pointers: Collection[str]) -> dict[str, Extent]:
    """Where the values of `pointers` and of all their parents stand; a pointer that leads nowhere has no entry.

    What is not asked for is stepped over by the parser of the standard library, which is ten times as fast as
    looking at every value. Where a key is repeated the last value counts, as it does for the parser.
    """
    found: dict[str, Extent] = {}
    stack: list[_Frame] = []
    wanted: _Wanted | None = _tree(pointers)
    pointer, outer, at = "", _skip(text, 0), _skip(text, 0)
    while True:
        inside = _skip(text, at + 1) if wanted and text[at] in "{[" else -1
        if wanted and inside > 0 and text[inside] not in "}]":
            stack.append(_Frame(pointer, outer, at, wanted, keyed=text[at] == "{"))
            pointer, outer, at, wanted = _child(stack[-1], text, inside, found)
            continue
        start, at = at, _scan_value(text, at)[1]
        if wanted is not None:
            found[pointer] = Extent(outer, start, at)
        while stack:
            at = _skip(text, at)
            if text[at] == "," and stack[-1].keys is None:
                at = _pass_unwanted(stack[-1], text, at)
            if text[at] == ",":
                pointer, outer, at, wanted = _child(stack[-1], text, _skip(text, at + 1), found)
                break
            frame = stack.pop()
            at += 1
            found[frame.pointer] = Extent(frame.outer, frame.start, at)
        else:
            return found


def _pass_unwanted(frame: _Frame, text: str, at: int) -> int:
    """From the comma behind an item to the comma before the next wanted one, or to the closing bracket."""
    scan, skip, index, wanted = _scan_value, _SPACE.match, frame.index, frame.numbers
    while text[at] == "," and index + 1 not in wanted:
        index += 1
        at = scan(text, skip(text, at + 1).end())[1]  # type: ignore[union-attr]  # it matches nothing as well
        if text[at] not in ",]":
            at = _skip(text, at)
    frame.index = index
    return at


def _child(frame: _Frame, text: str, at: int, found: dict[str, Extent]) -> tuple[str, int, int, _Wanted | None]:
    name, start, repeated = frame.enter(text, at)
    wanted = frame.wanted.get(name)
    if wanted is None:
        return "", at, start, None
    pointer = f"{frame.pointer}/{name}"
    if repeated:
        for hidden in [p for p in found if p == pointer or p.startswith(f"{pointer}/")]:
            del found[hidden]
    return pointer, at, start, wanted


def _tree(pointers: Collection[str]) -> _Wanted:
    tree: _Wanted = {}
    for pointer in pointers:
        node = tree
        for part in pointer.split("/")[1:]:
            node = node.setdefault(part, {})
    return tree


def place_of(text: str, offset: int) -> Place:
    """Line and column of a character offset."""
    start = text.rfind("\n", 0, offset) + 1
    return Place(text.count("\n", 0, offset) + 1, utf16_length(text[start:offset]) + 1)


def locate(text: str, pointers: Collection[str]) -> dict[str, Region]:
    """The regions of `pointers` in `text`; one that leads nowhere gets the region of its nearest parent.

    Of an array or object the region is the opening bracket alone, or a finding about a row would mark all of it.
    """
    known = extents(text, pointers)
    found = {p: next(known[prefix] for prefix in _prefixes(p) if prefix in known) for p in pointers}
    marked = {p: (e.start, e.start + 1 if text[e.start] in "{[" else e.end) for p, e in found.items()}
    return regions_of(text, marked)


def regions_of(text: str, spans: Mapping[str, tuple[int, int]]) -> dict[str, Region]:
    """Spans of character offsets as regions."""
    places = _places(text, sorted({offset for pair in spans.values() for offset in pair}))
    return {name: Region(places[start], places[end]) for name, (start, end) in spans.items()}


def _places(text: str, offsets: list[int]) -> dict[int, Place]:
    """The places of rising offsets in one pass, so that a file on a single line takes no longer than others."""
    places: dict[int, Place] = {}
    line, at, column = 1, 0, 1
    for offset in offsets:
        breaks = text.count("\n", at, offset)
        if breaks:
            line, at, column = line + breaks, text.rfind("\n", at, offset) + 1, 1
        column += utf16_length(text[at:offset])
        at = offset
        places[offset] = Place(line, column)
    return places


def _prefixes(pointer: str) -> Iterator[str]:
    while pointer:
        yield pointer
        pointer = pointer.rpartition("/")[0]
    yield ""

"""A JSON patch applied to text, so that everything it does not touch stays as it was, to the byte."""

from __future__ import annotations

import copy
import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from curation.formats.positions import escape_key, extents, unescape_key
from curation.formats.write import escape_surrogates

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from curation.formats.positions import Extent
    from curation.model.fix import Edit

__all__ = ["applied", "patched", "value_at"]


class _Cut(NamedTuple):
    start: int
    end: int
    new: str


def value_at(value: Any, pointer: str) -> Any:
    """What a pointer leads to in a parsed value.

    Raises:
        LookupError: it leads nowhere.
    """
    for part in pointer.split("/")[1:]:
        value = value[int(part)] if isinstance(value, list) else value[unescape_key(part)]
    return value


def applied(value: Any, edits: Iterable[Edit]) -> Any:
    """The parsed value after the edits, all pointers being those of the value before them."""
    result = copy.deepcopy(value)
    gone = object()
    parents = []
    for edit in edits:
        above, _, last = edit.pointer.rpartition("/")
        parent = value_at(result, above)
        key = unescape_key(last)
        if edit.op == "add" and isinstance(parent, list):
            parent.append(edit.value)
        else:
            parent[int(key) if isinstance(parent, list) else key] = gone if edit.op == "remove" else edit.value
            parents.append(parent)
    for parent in parents:
        if isinstance(parent, list):
            parent[:] = [item for item in parent if item is not gone]
        else:
            for key in [key for key, item in parent.items() if item is gone]:
                del parent[key]
    return result


def patched(text: str, value: Any, edits: Sequence[Edit]) -> str:
    """`text`, which says `value`, after the edits.

    New values follow the style of their neighbours: line breaks, indentation, escapes. The edits must not touch
    each other: no two on one place, none inside another, none that adds to what another removes from.
    """
    replaced = [edit for edit in edits if edit.op == "replace"]
    gone = {edit.pointer for edit in edits if edit.op == "remove"}
    new: dict[str, list[Edit]] = {}
    for edit in edits:
        if edit.op != "replace":
            added = new.setdefault(edit.pointer.rpartition("/")[0], [])
            added += [edit] if edit.op == "add" else []
    children = {pointer: _children(value, pointer) for pointer in new}
    places = extents(text, {edit.pointer for edit in replaced}.union(*children.values(), new))
    style = _Style(text)
    cuts = [style.replaced(places[edit.pointer], edit.value) for edit in replaced]
    for pointer, members in children.items():
        inside = [places[member] for member in members]
        cuts += _removals(places[pointer], inside, {at for at, member in enumerate(members) if member in gone})
        cuts += style.additions(places[pointer], inside, new[pointer])
    parts, at = [], 0
    for cut in sorted(cuts):
        parts += [text[at : cut.start], cut.new]
        at = cut.end
    return "".join([*parts, text[at:]])


def _children(value: Any, pointer: str) -> list[str]:
    container = value_at(value, pointer)
    keys = range(len(container)) if isinstance(container, list) else map(escape_key, container)
    return [f"{pointer}/{key}" for key in keys]


def _removals(container: Extent, inside: list[Extent], gone: set[int]) -> list[_Cut]:
    """Cuts that take members out with the comma that is theirs."""
    if gone and len(gone) == len(inside):
        return [_Cut(container.start + 1, container.end - 1, "")]
    cuts = []
    for first in sorted(index for index in gone if index - 1 not in gone):
        after = next(index for index in range(first, len(inside) + 1) if index not in gone)
        if after < len(inside):
            cuts.append(_Cut(inside[first].outer, inside[after].outer, ""))
        else:
            cuts.append(_Cut(inside[first - 1].end, inside[-1].end, ""))
    return cuts


class _Style:
    """How a text is written: its line ends, whether it escapes letters beyond ASCII, how far it indents."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.newline = "\r\n" if "\r\n" in text else "\n"
        self.escapes = text.isascii() and re.search(r"\\u[0-9a-fA-F]{4}", text) is not None

    def replaced(self, place: Extent, value: Any) -> _Cut:
        return _Cut(place.start, place.end, self._written(value, self.text[place.start : place.end], place.start))

    def additions(self, container: Extent, inside: list[Extent], new: list[Edit]) -> list[_Cut]:
        """One cut behind the last member that puts all new ones there, each as its neighbour is written."""
        if not new:
            return []
        keyed = self.text[container.start] == "{"
        last = inside[-1] if inside else None
        before = self.text[container.start + 1 : inside[0].outer] if inside else ""
        between = self.text[inside[-2].end : inside[-1].outer] if len(inside) > 1 else f",{before}"
        colon = '": ' if last is None or self.text[last.start - 1] in " \t" else '":'
        parts = []
        for edit in new:
            like = self.text[last.start : last.end] if last else ""
            shown = self._written(edit.value, like, last.start if last else container.start)
            key = self._literal(unescape_key(edit.pointer.rpartition("/")[2]))
            parts.append(f"{key[:-1]}{colon}{shown}" if keyed else shown)
        if last is None:
            return [_Cut(container.start + 1, container.end - 1, ", ".join(parts))]
        return [_Cut(last.end, last.end, "".join(between + part for part in parts))]

    def _written(self, value: Any, like: str, at: int) -> str:
        """`value` on one line, or on several where what stands at its place (`like`, from `at`) is."""
        if not isinstance(value, (dict, list)):
            return self._literal(value)
        broken = re.match(r"[\[{]\s*\n([ \t]*)", like)
        if broken is None:
            return self._literal(value)
        line = self.text[self.text.rfind("\n", 0, at) + 1 : at]
        outer = line[: len(line) - len(line.lstrip(" \t"))]
        step = broken[1][len(outer) :] or "  "
        return self._literal(value, indent=step).replace("\n", self.newline + outer)

    def _literal(self, value: Any, indent: str | None = None) -> str:
        return escape_surrogates(json.dumps(value, ensure_ascii=self.escapes, indent=indent))

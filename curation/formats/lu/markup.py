"""One utterance of a .lu file: its text, its labels, and whether it is a pattern."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from curation.errors import CurationError

__all__ = ["BLANK", "LuLabel", "LuLine", "link_of", "read_line"]

BLANK = " \t\n\r\u00a0\ufeff"
"""White space of the grammar; other characters that Unicode calls white space are text."""

_UNESCAPED = {mark: re.compile(rf"(?<!\\)\{mark}") for mark in "])"}
_LINK = re.compile(r"^\[(?P<text>[^\[]+)\]\((?P<path>[^|]+)\)$")
_ESCAPED_BRACES = re.compile(r"\\([{}])")
_ESCAPED = re.compile(r"\\([{}\[\]()])")
_DEEPEST = 50


@dataclass(frozen=True, slots=True)
class LuLabel:
    """A label: entity, role, character offsets (end exclusive), and the labels written inside it."""

    name: str
    role: str
    start: int
    end: int
    children: tuple[LuLabel, ...] = ()

    def moved(self, by: int) -> LuLabel:
        """The label, further to the right."""
        children = tuple(child.moved(by) for child in self.children)
        return LuLabel(self.name, self.role, self.start + by, self.end + by, children)


@dataclass(slots=True)
class LuLine:
    """An utterance or a pattern; the names in braces of a pattern are its entities."""

    text: str
    labels: tuple[LuLabel, ...] = ()
    pattern: bool = False
    placeholders: list[tuple[str, str]] = field(default_factory=list)


def link_of(line: str) -> str:
    """The path of a line that is a link and nothing else; empty for any other."""
    match = _LINK.match(line.strip(BLANK))
    return match["path"].strip() if match else ""


def read_line(line: str) -> LuLine:
    """The utterance of a line behind its hyphen.

    An entity without a value makes a pattern of it, as do an optional part in brackets and alternatives in
    parentheses where nothing is labelled. Of escapes, those of braces are undone, and without labels those of
    brackets and parentheses too.

    Raises:
        CurationError: an entity has no name or an empty value, one line holds labels and placeholders, or labels are
            nested too deeply.
    """
    text, labels, placeholders = _parts(line.strip(BLANK), 0)
    if placeholders and labels:
        raise CurationError("one line holds labelled entities and placeholders; it can be an utterance or a pattern")
    if placeholders or (not labels and _has_options(text)):
        return LuLine(_pattern_text(line.strip(BLANK)), (), pattern=True, placeholders=placeholders)
    if not labels:
        return LuLine(_ESCAPED.sub(r"\1", text).strip(BLANK))
    cut = len(text) - len(text.lstrip(BLANK))
    return LuLine(text.strip(BLANK), tuple(_within(label.moved(-cut), len(text.strip(BLANK))) for label in labels))


def _has_options(text: str) -> bool:
    """Whether a text has an optional part in brackets, or alternatives in parentheses; only the end can be escaped."""
    bracket = text.find("[")
    if bracket >= 0 and _UNESCAPED["]"].search(text, bracket + 1):
        return True
    parenthesis = text.find("(")
    bar = text.find("|", parenthesis) if parenthesis >= 0 else -1
    return bar >= 0 and _UNESCAPED[")"].search(text, bar + 1) is not None


def _within(label: LuLabel, size: int) -> LuLabel:
    children = tuple(_within(child, size) for child in label.children)
    return LuLabel(label.name, label.role, max(label.start, 0), min(label.end, size), children)


def _pattern_text(line: str) -> str:
    return re.sub(r"\{@\s*", "{", line)


def _parts(line: str, depth: int) -> tuple[str, list[LuLabel], list[tuple[str, str]]]:
    """Text, labels and placeholders of a line or of the value of a label."""
    if depth > _DEEPEST:
        raise CurationError("labels are nested too deeply")
    text, labels, placeholders, at = "", [], [], 0
    closings = _closings(line)
    while at < len(line):
        if line[at] == "\\" and at + 1 < len(line):
            braces = line[at + 1] in "{}"
            before_label = line[at + 1] == "\\" and line[at + 2 : at + 3] == "{" and at + 2 in closings
            text += line[at + 1] if braces or before_label else line[at : at + 2]
            at += 2
            continue
        end = closings.get(at, -1)
        if end < 0:
            text, at = text + line[at], at + 1
            continue
        name, role, value = _expression(line[at + 1 : end])
        if value is None:
            placeholders.append((name, role))
            text += line[at : end + 1]
        else:
            inner, children, further = _parts(value, depth + 1)
            start = len(text)
            text += inner
            labels.append(LuLabel(name, role, start, len(text), tuple(child.moved(start) for child in children)))
            placeholders += further
        at = end + 1
    return text, labels, placeholders


def _closings(line: str) -> dict[int, int]:
    """Where each brace is closed that is."""
    found: dict[int, int] = {}
    opened: list[int] = []
    at = 0
    while at < len(line):
        if line[at] == "\\":
            at += 1
        elif line[at] == "{":
            opened.append(at)
        elif line[at] == "}" and opened:
            found[opened.pop()] = at
        at += 1
    return found


def _expression(inner: str) -> tuple[str, str, str | None]:
    """Name, role and value of what stands in braces; without `=` there is no value."""
    head, equals, value = inner.partition("=")
    if "{" in head:
        raise CurationError(f'"{{{inner}}}" is no entity; write \\{{ for a brace that is text')
    name, _, role = head.strip(BLANK).removeprefix("@").strip(BLANK).partition(":")
    if not name.strip(BLANK):
        raise CurationError(f'"{{{inner}}}" names no entity; write \\{{ for a brace that is text')
    if equals and not value.strip(BLANK):
        raise CurationError(f'"{{{inner}}}" labels nothing; write words behind the =')
    return name.strip(BLANK), role.strip(BLANK), value.lstrip(BLANK) if equals else None

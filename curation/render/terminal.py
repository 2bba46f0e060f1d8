"""Text as a terminal shows it best: lines as wide as it is, colours that say nothing the words do not."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, TextIO

from curation.render.inert import inert

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.text import Text

__all__ = ["BLOCKS", "encodable", "is_terminal", "spark", "terminal_bar", "wrapped", "write_to_terminal"]

BLOCKS = "▁▂▃▄▅▆▇█"
_PLAIN = {**dict(zip(BLOCKS, "_.-=+*#@", strict=True)), "…": "~", "▏": "|"}
_NARROWEST = 40
_COLUMNS = re.compile(r"\s*(?:\S+\s+(?:error|warning|note)\s+[A-Z]{3}\d{3}\s+|[a-z]+(?: to)?\s{2,})|\s*")
_WHOLE = re.compile(r"\s*(?:curation|bash|python|git) ")
"""Commands stay on one line, so that they can be copied."""
_CARET = re.compile(r"\s+\^+\s*$")
_STYLES = (
    (re.compile(r"(?:(?<=\s)|^)error(?=[\s:])"), "bold red"),
    (re.compile(r"(?:(?<=\s)|^)warning(?=\s)"), "yellow"),
    (re.compile(r"(?:(?<=\s)|^)note(?=\s)"), "cyan"),
    (re.compile(r"(?:(?<=\s\s)|^)[A-Z]{3}\d{3}(?=\s\s)"), "bold"),
    (re.compile(r"^kept(?=:)"), "green"),
    (re.compile(r"(?:(?<=\s)|^)not kept(?=:)|^not (?:checked|judged)(?=:)|^past the gate(?=:)"), "yellow"),
    (re.compile(r"^\s+\^+\s*$"), "bold red"),
    (re.compile(r"\[\*\]"), "green"),
    (re.compile(r"^\s*(?:curation|bash) .*$"), "bold"),
    (re.compile(r"^(?:Next|Look at[^:]*):"), "bold"),
    (re.compile(f"[{BLOCKS}]+"), "blue"),
)


def is_terminal(stream: TextIO) -> bool:
    """Whether a person looks at a stream, or something that asked for the same (`FORCE_COLOR`)."""
    return stream.isatty() or bool(os.environ.get("FORCE_COLOR"))


def encodable(text: str, encoding: str | None) -> str:
    """The text with bars and ellipses as plain characters where the stream has no others."""
    try:
        "".join(_PLAIN).encode(encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return text.translate({ord(char): plain for char, plain in _PLAIN.items()})
    return text


def spark(values: list[int]) -> str:
    """Numbers as a row of bars, from none to the largest."""
    most, steps = max(values, default=0) or 1, len(BLOCKS)
    return "".join(BLOCKS[min(steps - 1, int(value / most * steps))] for value in values)


def terminal_bar(value: float, most: float, width: int) -> str:
    """A bar of full blocks, one at least where there is something."""
    filled = round(width * min(value / most, 1.0)) if most else 0
    return BLOCKS[-1] * max(filled, int(value > 0))


def write_to_terminal(text: str, stream: TextIO) -> None:
    """Write lines as wide as the terminal, in colour unless `NO_COLOR` or a dumb terminal forbids it."""
    from rich.console import Console

    console = Console(file=stream, soft_wrap=True, highlight=False, markup=False, emoji=False)
    plain = bool(os.environ.get("NO_COLOR")) or console.is_dumb_terminal
    for line in wrapped(encodable(text, stream.encoding), max(console.width, _NARROWEST)):
        console.print(_styled(line, () if plain else _STYLES), soft_wrap=True)


def _styled(line: str, styles: Iterable[tuple[re.Pattern[str], str]]) -> Text:
    from rich.text import Text

    made = Text(line)
    for pattern, style in styles:
        for found in pattern.finditer(line):
            made.stylize(style, *found.span())
    return made


def wrapped(text: str, width: int) -> Iterator[str]:
    """The lines of a text, those that are too long broken between words and set in below where their words begin.

    Commands stay whole, and the line above a caret is cut, not broken, so that the caret stays below its words.
    """
    lines = text.splitlines()
    for at, line in enumerate(lines):
        below = lines[at + 1] if at + 1 < len(lines) else ""
        if _cells(line) <= width or _WHOLE.match(line):
            yield line
        elif _CARET.fullmatch(below):
            yield _cut(line, width)
        else:
            # A break may bring to the front of a line what an agent takes for a command there.
            yield from map(inert, _broken(line, width))


def _cells(text: str) -> int:
    from rich.cells import cell_len

    return len(text) if text.isascii() else cell_len(text)


def _cut(line: str, width: int) -> str:
    while line and _cells(line) >= width:
        line = line[:-1]
    return line + "…"


def _broken(line: str, width: int) -> Iterator[str]:
    found = _COLUMNS.match(line)
    lead = found.end() if found else 0
    indent = " " * (lead + (2 if not line[:lead].strip() else 0) if lead <= width // 2 else 4)
    words = re.findall(r"\S+\s*", line[lead:])
    current = line[:lead]
    for word in words:
        if current.strip() and _cells(current + word.rstrip()) > width:
            yield current.rstrip()
            current = indent
        current += word
    yield current.rstrip()

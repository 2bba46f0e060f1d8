"""In what unit, and with what ends, the spans of a file were counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from curation.formats.offsets import index_of_unit, utf16_length

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["Miscount", "inside_word", "miscount", "well_placed"]

_FEWEST = 5
_CLEAN_THEN = 0.9
_CLEAN_NOW = 0.2
"""A file is miscounted where another count makes this share of the spans that it changes well placed, and the
present one at most that."""


@dataclass(frozen=True, slots=True)
class Miscount:
    """A count that explains a file better than its own, and how many of the spans it would move it puts right."""

    what: str
    recount: Callable[[str, int, int], tuple[int, int]]
    moved: int
    clean_now: int
    clean_then: int


def inside_word(text: str, at: int) -> bool:
    """Whether index `at` stands between two letters or digits of a script that has spaces between words."""
    around = text[at - 1 : at + 1] if at > 0 else ""
    return len(around) == 2 and around.isalnum() and all(char < "\u0e00" for char in around)


def well_placed(text: str, offset: int, length: int) -> bool:
    """Whether a span lies in its text, on characters, without space at its edges and without cutting a word."""
    start, end = index_of_unit(text, offset), index_of_unit(text, offset + length)
    if start is None or end is None or start >= end:
        return False
    words = text[start:end]
    return words == words.strip() and not inside_word(text, start) and not inside_word(text, end)


def _by_code_points(text: str, offset: int, length: int) -> tuple[int, int]:
    start, end = (text[: max(at, 0)] for at in (offset, offset + length))
    return utf16_length(start), utf16_length(end) - utf16_length(start)


def _by_bytes(text: str, offset: int, length: int) -> tuple[int, int]:
    data = text.encode("utf-8", errors="surrogatepass")
    start, end = (data[: max(at, 0)].decode("utf-8", errors="ignore") for at in (offset, offset + length))
    return utf16_length(start), utf16_length(end) - utf16_length(start)


_COUNTS: dict[str, Callable[[str, int, int], tuple[int, int]]] = {
    "lengths are one short: ends were written inclusive": lambda _, offset, length: (offset, length + 1),
    "lengths are one too long: ends were taken for inclusive": lambda _, offset, length: (offset, length - 1),
    "lengths hold the end of the span": lambda _, offset, length: (offset, length - offset),
    "lengths hold the last character of the span": lambda _, offset, length: (offset, length - offset + 1),
    "offsets count from 1": lambda _, offset, length: (offset - 1, length),
    "offsets count code points, not UTF-16 units": _by_code_points,
    "offsets count UTF-8 bytes, not UTF-16 units": _by_bytes,
}


def miscount(known: Sequence[tuple[str, int, int]]) -> Miscount | None:
    """The count that explains the spans (text, offset, length) of a file, if its own does not.

    Only spans that another count would move speak for or against it, so that one text with an emoji among a
    thousand without is enough to see code points, if five spans stand behind emojis.
    """
    best: Miscount | None = None
    if len(known) < _FEWEST:
        return None
    for what, recount in _COUNTS.items():
        moved = [(span, (span[0], *recount(*span))) for span in known]
        moved = [(now, then) for now, then in moved if now != then]
        now, then = sum(well_placed(*n) for n, _ in moved), sum(well_placed(*t) for _, t in moved)
        explains = len(moved) >= _FEWEST and then >= _CLEAN_THEN * len(moved) and now <= _CLEAN_NOW * len(moved)
        if explains and (best is None or then - now > best.clean_then - best.clean_now):
            best = Miscount(what, recount, len(moved), now, then)
    return best

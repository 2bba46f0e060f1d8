"""Offsets in UTF-16 code units, the unit of the upload formats (contract 2.4)."""

from __future__ import annotations

__all__ = ["index_of_unit", "slice_units", "utf16_length"]


def utf16_length(text: str) -> int:
    """Length of `text` in UTF-16 code units; a character beyond U+FFFF counts two.

    >>> utf16_length("ok 🚲")
    5
    """
    return len(text) if text.isascii() else len(text) + sum(char > "\uffff" for char in text)


def index_of_unit(text: str, unit: int) -> int | None:
    """Python index of the character that starts at UTF-16 offset `unit`.

    `None` where the offset lies outside the text or inside a surrogate pair. The offset just after the last
    character is inside, as the end of a span may be there.

    >>> index_of_unit("🚲 hire", 3), index_of_unit("🚲 hire", 1)
    (2, None)
    """
    if unit < 0:
        return None
    if text.isascii():
        return unit if unit <= len(text) else None
    position = 0
    for index, char in enumerate(text):
        if position >= unit:
            return index if position == unit else None
        position += 2 if char > "\uffff" else 1
    return len(text) if position == unit else None


def slice_units(text: str, offset: int, length: int) -> str | None:
    """The characters a span covers, or `None` where its bounds are not on characters of the text.

    >>> slice_units("🚲 city bike", 3, 4)
    'city'
    """
    start, end = index_of_unit(text, offset), index_of_unit(text, offset + length)
    return None if start is None or end is None else text[start:end]

"""What would change in files, as a unified diff."""

from __future__ import annotations

import codecs
import difflib
import json
from typing import TYPE_CHECKING

from curation.render.inert import shortened

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["diff_text"]

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_WIDEST = 2000
"""Characters of a line that are shown; a file on one line would fill a terminal."""


def diff_text(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> str:
    """The changed lines of every file with three around them, made inert; it is to be read, not to be applied."""
    return "".join(f"{line}\n" for file in sorted(after) for line in _lines(file, before[file], after[file]))


def _lines(file: str, before: bytes, after: bytes) -> Iterator[str]:
    old, new = (_text(data).splitlines() for data in (before, after))
    found = difflib.unified_diff(old, new, f"{file} (now)", f"{file} (then)", lineterm="")
    for line in found:
        yield shortened(line, _WIDEST)


def _text(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    return data.decode(json.detect_encoding(data), errors="replace").removeprefix("\ufeff")

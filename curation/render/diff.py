"""What fixes change in files, as a unified diff."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from curation.render.inert import shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.model.fix import Mended

__all__ = ["diff_text"]

_WIDEST = 2000
"""Characters of a line that are shown; a file on one line would fill a terminal."""


def diff_text(made: Mended) -> str:
    """The changed lines of every file with three around them, made inert; it is to be read, not to be applied."""
    return "".join(f"{line}\n" for file in sorted(made.after) for line in _lines(file, made))


def _lines(file: str, made: Mended) -> Iterator[str]:
    old, new = (_text(data).splitlines() for data in (made.before[file], made.after[file]))
    found = difflib.unified_diff(old, new, f"{file} (now)", f"{file} (mended)", lineterm="")
    for line in found:
        yield shortened(line, _WIDEST)


def _text(data: bytes) -> str:
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    return data.decode(encoding, errors="replace")

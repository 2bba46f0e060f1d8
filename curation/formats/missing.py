"""What is said of a file that is not there."""

from __future__ import annotations

import os
from itertools import islice
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from curation.model.words import ALIKE, nearest

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["near_file", "said_of_missing"]

_MOST_LOOKED_AT = 5000


def said_of_missing(path: Path, shown: str) -> str:
    """That there is no such file, and which file beside it may be meant; `shown` is what it was called."""
    close = near_file(path)
    return "there is no such file" + (f'; did you mean "{PurePosixPath(shown).with_name(close)}"?' if close else "")


def near_file(path: Path, *, alike: float = ALIKE) -> str:
    """The name of the file beside a missing one that is called most like it; empty for none."""
    try:
        with os.scandir(path.parent) as entries:
            found = list(islice(entries, _MOST_LOOKED_AT + 1))
    except OSError:
        return ""
    if len(found) > _MOST_LOOKED_AT:
        return ""  # which of them came first would depend on the file system
    names = {
        entry.name.casefold(): entry.name for entry in sorted(found, key=lambda entry: entry.name) if _is_file(entry)
    }
    return names.get(nearest(path.name.casefold(), names, alike=alike), "")


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except OSError:
        return False  # a link that leads to itself

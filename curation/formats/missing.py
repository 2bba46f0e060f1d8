"""What is said of a file that is not there."""

from __future__ import annotations

import os
from itertools import islice
from typing import TYPE_CHECKING

from curation.model.words import ALIKE, nearest

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["said_of_missing"]

_MOST_LOOKED_AT = 5000


def said_of_missing(path: Path) -> str:
    """That there is no such file, and which file beside it may be meant."""
    try:
        with os.scandir(path.parent) as entries:
            names = sorted(entry.name for entry in islice(entries, _MOST_LOOKED_AT) if entry.is_file())
    except OSError:
        names = []
    close = nearest(path.name, names, alike=ALIKE)
    return "there is no such file" + (f'; did you mean "{close}"?' if close else "")

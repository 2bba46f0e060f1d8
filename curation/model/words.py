"""Words for messages and reports: the nearest known name, and how many of a thing."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["are", "did_you_mean", "plural"]

_LISTED = 6


def did_you_mean(name: str, known: Collection[str]) -> str:
    """The remedy for an unknown name: the nearest known one, or the list of them if it is short."""
    by_fold = {other.casefold(): other for other in sorted(known)}
    close = difflib.get_close_matches(name.casefold(), by_fold, n=1, cutoff=0.75)
    if close:
        return f'did you mean "{by_fold[close[0]]}"?'
    if not known:
        return "none are"
    listed = ", ".join(sorted(known)[:_LISTED])
    return f"there are {listed}" + (" and more" if len(known) > _LISTED else "")


def are(count: int) -> str:
    """`is` for one, `are` for others."""
    return "is" if count == 1 else "are"


def plural(count: int, noun: str) -> str:
    """`1 row`, `2 rows`, `2 entities`."""
    if count == 1:
        return f"{count:,} {noun}"
    return f"{count:,} {noun[:-1]}ies" if noun.endswith("ty") else f"{count:,} {noun}s"

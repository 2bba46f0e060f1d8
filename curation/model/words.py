"""Words for messages and reports: the nearest known name, and how many of a thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

__all__ = ["ALIKE", "are", "did_you_mean", "listed", "nearest", "plural"]

ALIKE = 0.75
"""Likeness from which a name is taken for a slip of another one."""

_LISTED = 6


def nearest(name: str, known: Iterable[str], *, alike: float = 0.6) -> str:
    """The known name most like a name, as `difflib` sees it; empty where none is at least so alike (0..1)."""
    import difflib  # needed only where something is wrong

    return next(iter(difflib.get_close_matches(name, known, n=1, cutoff=alike)), "")


def did_you_mean(name: str, known: Collection[str]) -> str:
    """The remedy for an unknown name: the nearest known one, or the list of them if it is short."""
    by_fold = {other.casefold(): other for other in sorted(known)}
    close = nearest(name.casefold(), by_fold, alike=ALIKE)
    if close:
        return f'did you mean "{by_fold[close]}"?'
    if not known:
        return "none are"
    names = ", ".join(sorted(known)[:_LISTED])
    return f"there are {names}" + (" and more" if len(known) > _LISTED else "")


def listed(names: Sequence[str], most: int) -> str:
    """The first `most` names, and how many more there are.

    >>> listed(["a", "b", "c"], 2)
    'a, b and 1 more'
    """
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")


def are(count: int) -> str:
    """`is` for one, `are` for others."""
    return "is" if count == 1 else "are"


def plural(count: int, noun: str) -> str:
    """`1 row`, `2 rows`, `2 entities`."""
    if count == 1:
        return f"{count:,} {noun}"
    return f"{count:,} {noun[:-1]}ies" if noun.endswith("ty") else f"{count:,} {noun}s"

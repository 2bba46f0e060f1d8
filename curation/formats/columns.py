"""Which column of a table is the text, and which the intent: by what people call them, or as the settings say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from curation.errors import CurationError
from curation.model.words import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["COLUMN_KEYS", "guarded", "is_triage_sheet", "keys_of", "named", "present", "unguarded"]

_NAMES = {
    "text": ("text", "utterance", "query", "sentence", "phrase", "example"),
    "intent": ("intent", "intentname", "label", "category", "class"),
    "language": ("language", "lang", "locale", "culture"),
    "dataset": ("dataset", "split", "set", "partition"),
    "entities": ("entities", "spans"),
    "question": ("question", "questions"),
    "answer": ("answer", "response"),
    "scenario": ("scenario",),
    "source": ("source",),
    "metadata": ("metadata",),
    "suggestions": ("suggestedquestions",),
    "context_only": ("iscontextonly",),
    "prompts": ("prompts",),
    "id": ("qnaid",),
    "source_name": ("sourcedisplayname",),
}
"""What columns are called, the first found counts; case, spaces, hyphens and underscores do not."""

COLUMN_KEYS = ("text", "intent", "language", "dataset", "question", "answer")
"""The keys a person may map a column to."""

_TRIAGE = frozenset({"text", "novelty", "nearest", "decision"})

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
"""What a spreadsheet takes for a formula, with the apostrophes that keep it from doing so."""


def keys_of(header: Sequence[str], mapping: Mapping[str, str]) -> dict[int, str]:
    """The key each column stands for; a column of none keeps its own name. `mapping` (key to column) goes first.

    Raises:
        CurationError: the mapping names a column that is not there.
    """
    folded = [_folded(name) for name in header]
    found: dict[int, str] = {}
    if is_triage_sheet(header):
        mapping = {"intent": "decision", **mapping}
    for key, column in mapping.items():
        if _folded(column) not in folded:
            raise CurationError(f'there is no column "{column}" for {key}; {did_you_mean(column, list(header))}')
        found[folded.index(_folded(column))] = key
    for key, names in _NAMES.items():
        places = (folded.index(name) for name in names if name in folded)
        place = next((place for place in places if place not in found), None)
        if place is not None and key not in found.values():
            found[place] = key
    keys: dict[int, str] = {}
    for i, name in enumerate(header):
        key = found.get(i) or name.strip() or f"column {i + 1}"
        keys[i] = key if i in found or key not in (*found.values(), *keys.values()) else f"{key} (column {i + 1})"
    return keys


def is_triage_sheet(header: Sequence[str]) -> bool:
    """Whether a table is a sheet of `triage`: what a person files a text under is in its column `decision`."""
    return {_folded(name) for name in header} >= _TRIAGE


def present(header: Sequence[str], mapping: Mapping[str, str]) -> dict[str, str]:
    """The part of a mapping whose columns a table has, for settings that are about several tables."""
    folded = {_folded(name) for name in header}
    return {key: column for key, column in mapping.items() if _folded(column) in folded}


def named(header: Sequence[str], keys: Mapping[int, str]) -> str:
    """What was taken for what, in words that finish "its columns say so: "."""
    return ", ".join(f'"{header[i].strip()}" is {key}' for i, key in keys.items() if key in _NAMES)


def _folded(name: str) -> str:
    return re.sub(r"[\s_-]+", "", name).casefold()


def guarded(cell: str) -> str:
    """A cell that no spreadsheet runs as a formula: with an apostrophe before it, which `unguarded` takes off again."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unguarded(cell: str) -> str:
    """The cell as it was before it was guarded.

    >>> unguarded(guarded("=1+1")), unguarded("'tis late")
    ('=1+1', "'tis late")
    """
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell

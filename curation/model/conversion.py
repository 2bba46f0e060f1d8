"""A file in another shape, and what became of everything that was in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

__all__ = ["Conversion", "Note", "NoteKind", "Notes"]

NoteKind = Literal["rewritten", "assumed", "lost"]


@dataclass(frozen=True, slots=True)
class Note:
    """One kind of change: what it was, how often, and where first (RFC 6901, in the old file).

    `rewritten` says the same in other words, `assumed` says what the old file left open, `lost` had no place.
    """

    kind: NoteKind
    what: str
    count: int
    pointer: str

    def to_dict(self) -> dict[str, Any]:
        """The note as in `schemas/findings.schema.json`."""
        return {"kind": self.kind, "what": self.what, "count": self.count, "pointer": self.pointer}


@dataclass(frozen=True, slots=True)
class Conversion:
    """The new bytes of a file, what the old shape was, and the notes: what was lost comes first."""

    file: str
    was: str
    data: bytes
    notes: tuple[Note, ...] = ()

    @property
    def lost(self) -> int:
        """How many things had no place."""
        return sum(note.count for note in self.notes if note.kind == "lost")

    def to_dict(self) -> dict[str, Any]:
        """The report as in `schemas/findings.schema.json`."""
        return {"file": self.file, "was": self.was, "lost": self.lost, "notes": [note.to_dict() for note in self.notes]}


class Notes:
    """Collects notes while a file is converted; the same thing in many places is one note."""

    def __init__(self) -> None:
        self._found: dict[tuple[NoteKind, str], tuple[int, str]] = {}

    def add(self, kind: NoteKind, what: str, pointer: str) -> None:
        """Count one occurrence; the first one's pointer is kept."""
        count, first = self._found.get((kind, what), (0, pointer))
        self._found[kind, what] = count + 1, first

    def all(self) -> tuple[Note, ...]:
        """The notes: what was lost, then what was assumed, then what was rewritten, each in order of appearance."""
        order: tuple[NoteKind, ...] = ("lost", "assumed", "rewritten")
        return tuple(
            Note(kind, what, count, pointer)
            for wanted in order
            for (kind, what), (count, pointer) in self._found.items()
            if kind == wanted
        )

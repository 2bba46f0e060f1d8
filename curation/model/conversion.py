"""A file in another shape, and what became of everything that was in it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from curation.model.display import Displayed

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from curation.model.project import Project

__all__ = ["COUNTED", "Conversion", "Converted", "Imported", "Note", "NoteKind", "Notes", "Unit", "counts_of"]

NoteKind = Literal["rewritten", "assumed", "lost"]
Unit = Literal["utterance", "label", "answer", "value"]
"""What a note counts: rows, their entity labels, question and answer pairs, and anything else."""

COUNTED: tuple[Unit, ...] = ("utterance", "label", "answer")
"""The units that are counted on both sides of a conversion: what was read was written, or is lost by name."""


@dataclass(frozen=True, slots=True)
class Note:
    """One kind of change: what it was, how often, and where (RFC 6901 in the old file, "line N" where it is not JSON).

    `rewritten` says the same in other words, `assumed` says what the old file left open, `lost` had no place. `pointer`
    is the first place, `places` are the first hundred.
    """

    kind: NoteKind
    what: str
    count: int
    pointer: str
    unit: Unit = "value"
    places: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The note as in `schemas/findings.schema.json`."""
        return {
            "kind": self.kind,
            "what": self.what,
            "unit": self.unit,
            "count": self.count,
            "pointer": self.pointer,
            "places": list(self.places or (self.pointer,)),
        }


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
        self._found: dict[tuple[NoteKind, str, Unit], tuple[int, list[str]]] = {}

    def add(self, kind: NoteKind, what: str, pointer: str, unit: Unit = "value", count: int = 1) -> None:
        """Count what happened at one place; the first places are kept."""
        known, places = self._found.get((kind, what, unit), (0, []))
        if len(places) < _PLACES:
            places.append(pointer)
        self._found[kind, what, unit] = known + count, places

    def all(self) -> tuple[Note, ...]:
        """The notes: what was lost, then what was assumed, then what was rewritten, each in order of appearance."""
        order: tuple[NoteKind, ...] = ("lost", "assumed", "rewritten")
        return tuple(
            Note(kind, what, count, places[0], unit, tuple(places))
            for wanted in order
            for (kind, what, unit), (count, places) in self._found.items()
            if kind == wanted
        )


_PLACES = 100


def counts_of(project: Project) -> dict[Unit, int]:
    """What a project holds, by unit."""
    pairs = (project.raw.get("assets") or {}).get("qnas") or () if isinstance(project.raw, dict) else ()
    labels = sum(len(row.spans) for row in project.utterances)
    return {"utterance": len(project.utterances), "label": labels, "answer": len(pairs)}


@dataclass(frozen=True)
class Imported:
    """What a file of any format gives: a project, what was counted in the file, and what had no place among the nouns.

    `format` is the name `--from` takes, and `why` says what the file was recognised by.
    """

    file: str
    format: str
    why: str
    project: Project
    read: Mapping[Unit, int]
    notes: tuple[Note, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The report as in `schemas/findings.schema.json`."""
        return {
            "file": self.file,
            "format": self.format,
            "why": self.why,
            "read": {unit: self.read.get(unit, 0) for unit in COUNTED},
            "notes": [note.to_dict() for note in self.notes],
        }


@dataclass(frozen=True)
class Converted(Displayed):
    """Files in another format: the new bytes, and what became of everything that was read.

    `notes` are about the target, those of the sources are theirs. `data` is `None` where it went straight to the file.
    """

    to: str
    sources: tuple[Imported, ...]
    written: Mapping[Unit, int]
    notes: tuple[Note, ...] = ()
    data: bytes | None = None
    passed_over: tuple[str, ...] = ()
    """Files of a folder or glob that are of no known format."""

    @property
    def lost(self) -> int:
        """How many things had no place."""
        return sum(note.count for note in self.all_notes if note.kind == "lost")

    @property
    def all_notes(self) -> tuple[Note, ...]:
        """The notes of all sources and of the target."""
        return (*(note for source in self.sources for note in source.notes), *self.notes)

    def unaccounted(self) -> dict[Unit, int]:
        """What was read and neither written nor lost by name; empty, or the conversion is wrong."""
        read: Counter[Unit] = Counter()
        for source in self.sources:
            read.update(source.read)
        lost: Counter[Unit] = Counter()
        for note in self.all_notes:
            lost[note.unit] += note.count if note.kind == "lost" else 0
        found = {unit: read[unit] - lost[unit] - self.written.get(unit, 0) for unit in COUNTED}
        return {unit: count for unit, count in found.items() if count}

    def accounted(self) -> Converted:
        """The conversion, if its counts agree.

        Raises:
            RuntimeError: something was read and is neither written nor lost by name. That is a bug, never data.
        """
        if missing := self.unaccounted():
            raise RuntimeError(f"a conversion to {self.to} lost count: {missing}")
        return self

    def to_frame(self) -> pd.DataFrame:
        """One row a note: kind, what, count, unit, and where it stands."""
        import pandas as pd

        return pd.DataFrame([note.to_dict() for note in self.all_notes])

    def to_dict(self) -> dict[str, Any]:
        """The report as in `schemas/findings.schema.json`."""
        return {
            "to": self.to,
            "sources": [source.to_dict() for source in self.sources],
            "written": {unit: self.written.get(unit, 0) for unit in COUNTED},
            "lost": self.lost,
            "notes": [note.to_dict() for note in self.notes],
            "passed_over": list(self.passed_over),
        }

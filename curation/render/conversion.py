"""What became of a file that was converted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.render.inert import inert

if TYPE_CHECKING:
    from collections.abc import Iterable

    from curation.model.conversion import Conversion, Note

__all__ = ["conversion_text", "note_lines"]


def conversion_text(made: Conversion, output: str) -> str:
    """What the file was, every kind of change with how often and where first, and what was lost."""
    lines = [f"{inert(made.file)}: {inert(made.was)}"]
    lines += note_lines(made.notes)
    lost = f"{made.lost:,} things had no place in the new shape" if made.lost else "nothing was lost"
    return "\n".join([*lines, f"wrote {inert(output)}; {lost}"]) + "\n"


def note_lines(notes: Iterable[Note]) -> list[str]:
    """Every note on a line: its kind, how often, what, and where first."""
    return [
        f"  {note.kind:<9}  {note.count:>6,}  {inert(note.what)} (first at {inert(note.pointer or '/')})"
        for note in notes
    ]

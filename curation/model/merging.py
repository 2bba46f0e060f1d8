"""Several projects as one: what came out, where they disagreed, and what stood in both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from curation.model.display import Displayed

if TYPE_CHECKING:
    import pandas as pd

    from curation.model.project import Project, Utterance

__all__ = ["Collision", "Disagreement", "Dropped", "Merged"]

Collision = Literal["unite", "first", "refuse"]
"""What happens to two definitions of one name: unite their parts, keep the first file's, or refuse to merge."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two files that say different things of one subject, and what was done about it."""

    what: str
    subject: str
    files: tuple[str, str]
    pointers: tuple[str, str]
    done: str

    def to_dict(self) -> dict[str, Any]:
        """The disagreement as in `schemas/findings.schema.json`."""
        return {
            "what": self.what,
            "subject": self.subject,
            "files": list(self.files),
            "pointers": list(self.pointers),
            "done": self.done,
        }


@dataclass(frozen=True, slots=True)
class Dropped:
    """A row that was left out, and the equal one that was kept."""

    row: Utterance
    kept: Utterance

    def to_dict(self) -> dict[str, Any]:
        """The row as a line of a ledger; which rule left it out is said by its name."""
        return {
            "action": "dropped",
            "rule": "merge-equal-rows",
            "file": self.row.file,
            "pointer": self.row.pointer,
            "text": self.row.text,
            "intent": self.row.intent,
            "kept": f"{self.kept.file}#{self.kept.pointer}",
        }


@dataclass(frozen=True)
class Merged(Displayed):
    """The project that several became; `rows_in` is what they had, each of which is in it or in `dropped`."""

    project: Project
    files: tuple[str, ...]
    rows_in: int
    disagreements: tuple[Disagreement, ...] = ()
    dropped: tuple[Dropped, ...] = ()

    def to_frame(self) -> pd.DataFrame:
        """One row a row that was dropped: file, pointer, text, intent, and the row that was kept."""
        import pandas as pd

        columns = ["file", "pointer", "text", "intent", "kept"]
        return pd.DataFrame([one.to_dict() for one in self.dropped], columns=columns)

    def to_dict(self) -> dict[str, Any]:
        """The result as in `schemas/findings.schema.json`."""
        return {
            "files": list(self.files),
            "kind": str(self.project.kind),
            "rows_in": self.rows_in,
            "rows_out": len(self.project.utterances),
            "dropped": len(self.dropped),
            "disagreements": [one.to_dict() for one in self.disagreements],
        }

"""Downloaded exports on their way into another resource: what each was, and the bundle they make."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from curation.model.display import Displayed

if TYPE_CHECKING:
    import pandas as pd

    from curation.model.bundle import Bundle
    from curation.model.conversion import Note
    from curation.model.report import Report

__all__ = ["MigratedProject", "Migration", "MissingLink"]


@dataclass(frozen=True, slots=True)
class MigratedProject:
    """One export: the file it came in, the format that was recognised, and its place in the bundle.

    `unchanged` says whether the bundle has it byte for byte; what else became of it is in `notes`.
    """

    file: str
    format: str
    project: str
    kind: str
    path: str
    rows: int
    unchanged: bool
    notes: tuple[Note, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The project as in `schemas/findings.schema.json`."""
        names = ("file", "format", "project", "kind", "path", "rows", "unchanged")
        return {name: getattr(self, name) for name in names} | {"notes": [note.to_dict() for note in self.notes]}


class MissingLink(NamedTuple):
    """An intent of an orchestration project that leads to a project which is not among the exports."""

    project: str
    intent: str
    target: str
    kind: str


@dataclass(frozen=True)
class Migration(Displayed):
    """The exports in import order, and the bundle they make.

    `passed_over` are files that are no exports, `unread` those that could not be read though they may be one, each with
    the reason; `missing` are links to projects that are not among the exports. `bundle` is `None` where something
    stands against it, and `blocked` says what.
    """

    projects: tuple[MigratedProject, ...]
    passed_over: tuple[tuple[str, str], ...]
    report: Report
    missing: tuple[MissingLink, ...] = ()
    unread: tuple[tuple[str, str], ...] = ()
    bundle: Bundle | None = None
    output: str | None = None
    blocked: str = ""

    def to_frame(self) -> pd.DataFrame:
        """One row a project; the columns are the fields of `MigratedProject` but for `notes`."""
        import pandas as pd

        rows = [{k: v for k, v in project.to_dict().items() if k != "notes"} for project in self.projects]
        return pd.DataFrame(rows, columns=[name for name in MigratedProject.__slots__ if name != "notes"])

    def to_dict(self) -> dict[str, Any]:
        """Everything beside the findings, as plain values."""
        return {
            "migration": {
                "projects": [project.to_dict() for project in self.projects],
                "unread": [{"what": file, "reason": reason} for file, reason in self.unread],
                "missing_links": [link._asdict() for link in self.missing],
                "passed_over": [{"what": file, "reason": reason} for file, reason in self.passed_over],
            },
            "bundle": self.bundle.manifest if self.bundle else None,
            "output": self.output,
        }

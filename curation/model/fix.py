"""A remedy as data: what would be changed in a file, shown before it is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from curation.model.report import Report

__all__ = ["Change", "Edit", "Fix", "Mended", "Rewritten"]


@dataclass(frozen=True, slots=True)
class Edit:
    """One operation of a JSON patch (RFC 6902); an `add` whose pointer ends in `-` goes to the end of an array."""

    op: Literal["add", "remove", "replace"]
    pointer: str
    value: Any = None

    def to_dict(self) -> dict[str, Any]:
        """The operation as RFC 6902 writes it."""
        found = {"op": self.op, "path": self.pointer}
        return found if self.op == "remove" else {**found, "value": self.value}


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits of one file that belong together. Safe means that no reading of the file is changed by them."""

    what: str
    edits: tuple[Edit, ...]
    safe: bool = True

    def to_dict(self) -> dict[str, Any]:
        """The fix as in `schemas/findings.schema.json`."""
        return {"what": self.what, "safe": self.safe, "edits": [edit.to_dict() for edit in self.edits]}


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the ledger: a fix that was applied, and the values before it."""

    file: str
    pointer: str
    code: str
    subject: str
    fix: Fix
    before: tuple[Any, ...]

    def to_dict(self) -> dict[str, Any]:
        """The change as in `schemas/findings.schema.json`; an edit that adds has nothing before it."""
        edits = [{**edit.to_dict(), "before": old} for edit, old in zip(self.fix.edits, self.before, strict=True)]
        return {
            "file": self.file,
            "pointer": self.pointer,
            "code": self.code,
            "subject": self.subject,
            "what": self.fix.what,
            "safe": self.fix.safe,
            "edits": edits,
        }


@dataclass(frozen=True)
class Mended:
    """Files before and after all fixes, and the report of what was changed and what remains."""

    report: Report
    before: Mapping[str, bytes]
    after: Mapping[str, bytes]

    @property
    def changes(self) -> tuple[Change, ...]:
        """Every change, in order of rounds, files and places."""
        return self.report.changes


@dataclass(frozen=True, slots=True)
class Rewritten:
    """The bytes of files before and after, by name."""

    before: Mapping[str, bytes]
    after: Mapping[str, bytes]

    @property
    def changed(self) -> tuple[str, ...]:
        """The files that are not the same, in order of name."""
        return tuple(sorted(file for file in self.after if self.after[file] != self.before[file]))

    def to_dict(self) -> dict[str, list[str]]:
        """The names of the files, as in `schemas/findings.schema.json`."""
        return {"changed": list(self.changed), "unchanged": sorted(set(self.after) - set(self.changed))}

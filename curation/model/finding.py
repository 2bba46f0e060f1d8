"""What a rule has to say about a place in a file."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from curation.model.fix import Fix

__all__ = ["Finding", "Profile", "Severity", "pointer_order"]


class Severity(StrEnum):
    """How much a finding weighs; an error is what the service refuses or what voids an evaluation."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def rank(self) -> int:
        """3 for an error, 1 for a note, so that `a.rank >= b.rank` reads as "at least as bad"."""
        return {Severity.ERROR: 3, Severity.WARNING: 2, Severity.NOTE: 1}[self]


class Profile(StrEnum):
    """How strict a check is."""

    DRAFT = "draft"
    UPLOAD = "upload"
    RELEASE = "release"


def pointer_order(pointer: str) -> tuple[tuple[int, int, str], ...]:
    """Sort key of a JSON pointer: numbers by value, so that row 2 comes before row 10."""
    parts = pointer.split("/")[1:]
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts)


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of a report.

    `pointer` is an RFC 6901 JSON pointer; `line` and `column` are 1-based and `None` until the finding has
    been placed, the column in UTF-16 code units; `end_line` and `end_column` name
    the place just after it. `fingerprint` names the finding by its rule, subject and normalised
    text, so that it is the same finding when rows move. `subject` names what it is about (an intent, an entity, a
    project); `excerpt` is the utterance concerned, if any, and `mark` the part of it that is
    meant; `evidence` holds what speaks for the finding. `value` orders the findings of one rule by what mending them is
    expected to bring.
    """

    code: str
    name: str
    severity: Severity
    message: str
    file: str
    pointer: str
    subject: str = ""
    excerpt: str = ""
    evidence: Mapping[str, Any] = field(default_factory=dict)
    fix: Fix | None = None
    mark: tuple[int, int] | None = None
    line: int | None = None
    column: int | None = None
    fingerprint: str = ""
    end_line: int | None = None
    end_column: int | None = None
    value: float = 0.0

    @property
    def order(self) -> tuple[object, ...]:
        """Stable order: by file, by line and column once they are known, by pointer, by code."""
        return self.file, self.line or 0, self.column or 0, pointer_order(self.pointer), self.code, self.message

    def to_dict(self) -> dict[str, Any]:
        """The finding as in `schemas/findings.schema.json`."""
        return {
            "code": self.code,
            "name": self.name,
            "severity": str(self.severity),
            "message": self.message,
            "file": self.file,
            "pointer": self.pointer,
            "line": self.line,
            "column": self.column,
            "end_line": self.end_line,
            "end_column": self.end_column,
            "subject": self.subject,
            "excerpt": self.excerpt,
            "evidence": dict(self.evidence),
            "fix": self.fix.to_dict() if self.fix else None,
            "fingerprint": self.fingerprint,
            "value": round(self.value, 6),
        }

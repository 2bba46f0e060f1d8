"""The files that are ready for upload, and the account of every row."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Any

__all__ = ["Balance", "Bundle", "BundleFile", "Change", "FileRole", "LedgerEntry"]


class FileRole(StrEnum):
    """What a file of the bundle is for."""

    UPLOAD = "upload"
    MAPPING = "mapping"
    TEST_SET = "test set"
    CLU = "clu"
    CQA = "cqa"
    ORCHESTRATION = "orchestration"
    LEDGER = "ledger"
    REPORT = "report"
    DIFFERENCE = "difference"
    GUIDE = "guide"
    TRAINING = "training"
    SCRIPT = "script"
    MANIFEST = "manifest"


class Change(StrEnum):
    """What can happen to a row on its way into an output file."""

    ADDED = "added"
    LEFT_OUT = "left out"
    CHANGED = "changed"
    ALREADY_THERE = "already there"


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One row that is not in an output file as it was in the input, and the reason.

    `field`, `before` and `after` are set for a changed row only. The text is not repeated: file and pointer
    lead to it.
    """

    output: str
    change: Change
    rule: str
    file: str
    pointer: str
    intent: str
    field: str | None = None
    before: str | None = None
    after: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """One line of `ledger.jsonl`."""
        values = {name: getattr(self, name) for name in self.__slots__}
        return {name: value for name, value in values.items() if value is not None or name in ("before", "after")}


@dataclass(frozen=True, slots=True)
class Balance:
    """Rows of one output file: `before` + `added` - `left_out` must be `after`."""

    output: str
    before: int
    added: int
    left_out: int
    after: int

    @property
    def holds(self) -> bool:
        """Whether every row is accounted for."""
        return self.before + self.added - self.left_out == self.after

    def to_dict(self) -> dict[str, Any]:
        """The balance as plain values."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class BundleFile:
    """One file of the bundle: its place below the output folder and its bytes."""

    path: str
    role: FileRole
    data: bytes
    project: str = ""
    kind: str = ""
    deployment: str | None = None
    rows: int | None = None

    def described(self) -> dict[str, Any]:
        """The file as `manifest.json` names it."""
        known = {"project": self.project or None, "kind": self.kind or None, "rows": self.rows}
        described = {"path": self.path, "role": str(self.role), "sha256": self.sha256, "bytes": len(self.data)}
        return described | {key: value for key, value in known.items() if value is not None}

    @property
    def sha256(self) -> str:
        """Hash of the bytes, in hexadecimal."""
        return sha256(self.data).hexdigest()


@dataclass(frozen=True)
class Bundle:
    """Files, manifest, ledger: the last noun of the line."""

    files: tuple[BundleFile, ...]
    ledger: tuple[LedgerEntry, ...]
    balances: tuple[Balance, ...]
    manifest: dict[str, Any]

    def get(self, role: FileRole) -> tuple[BundleFile, ...]:
        """The files of one role, in order of path."""
        return tuple(file for file in self.files if file.role is role)

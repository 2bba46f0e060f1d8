"""One file as read, before it is known to be a project."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Document", "DocumentKind", "Syntax", "Violation"]


class DocumentKind(StrEnum):
    """What a file is; the value is the word shown to people."""

    UTTERANCES = "utterances"
    CLU = "clu"
    ORCHESTRATION = "orchestration"
    CQA = "cqa"
    UNKNOWN = "unknown"

    @property
    def words(self) -> str:
        """The kind in the words of Azure's pages."""
        return {
            DocumentKind.UTTERANCES: "utterance file",
            DocumentKind.CLU: "CLU project",
            DocumentKind.ORCHESTRATION: "orchestration project",
            DocumentKind.CQA: "custom question answering project",
            DocumentKind.UNKNOWN: "unknown file",
        }[self]


class Syntax(StrEnum):
    """How a file is written; pointers mean the same in all."""

    JSON = "json"
    TABLE = "table"
    LINES = "lines"


@dataclass(frozen=True, slots=True)
class Violation:
    """One place where a file does not have the shape its kind needs; `missing` is the required key it has not."""

    pointer: str
    message: str
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A file: its name, its bytes, what it says and what it was taken for.

    `kind` is never a silent guess: `why` says what it was read from. `repeated_keys` holds the pointers of
    object members that a later member of the same name hides (JSON parsers keep the last, silently).
    `violations` is empty exactly when nouns can be built from `value`. `legacy` names the older shape a file has.
    """

    file: str
    data: bytes
    value: Any
    kind: DocumentKind
    why: str
    encoding: str = "utf-8"
    repeated_keys: tuple[str, ...] = ()
    violations: tuple[Violation, ...] = ()
    unexplained: int = 0
    legacy: str = ""
    syntax: Syntax = Syntax.JSON
    columns: Mapping[str, str] | None = None
    """What the columns of a table were said to be."""

    @property
    def text(self) -> str:
        """What the bytes say, without a byte-order mark; made anew, since it is asked for once and is large."""
        encoding, _, mark = self.encoding.partition(" ")
        text = self.data.decode(encoding)
        return text.removeprefix("\ufeff") if mark else text

    @property
    def reusable_bytes(self) -> bytes | None:
        """The bytes, if they can be handed on as they are; else the value has to be written anew."""
        return self.data if self.patchable and self.encoding == "utf-8" else None

    @property
    def patchable(self) -> bool:
        """Whether it is one JSON value in which a pointer stands for one place, as it does not with a repeated key."""
        return self.syntax is Syntax.JSON and not self.repeated_keys

    @property
    def sha256(self) -> str:
        """Hash of the bytes, in hexadecimal."""
        return sha256(self.data).hexdigest()

    @property
    def has_shape(self) -> bool:
        """Whether the file is of a known kind and has the shape of that kind."""
        return self.kind is not DocumentKind.UNKNOWN and not self.violations

"""Values to bytes: the same value gives the same bytes, and nothing in it can break a reader."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from curation.model.contract import LARGEST_PAYLOAD

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["encode_text", "escape_surrogates", "has_lone_surrogate", "json_bytes", "json_lines", "project_bytes",
    "rows_bytes",
]  # fmt: skip

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def has_lone_surrogate(text: str) -> bool:
    """Whether a text holds half of a character, which has no form in any encoding."""
    return _LONE_SURROGATE.search(text) is not None


def escape_surrogates(text: str) -> str:
    """JSON text with lone surrogates as the escapes they came in as: they have no form in any encoding."""
    return _LONE_SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def encode_text(text: str) -> bytes:
    """JSON text in UTF-8."""
    return escape_surrogates(text).encode("utf-8")


def json_bytes(value: Any) -> bytes:
    """`value` as indented JSON in UTF-8 with LF and a final newline, keys in the order they have."""
    return encode_text(json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n")


def project_bytes(value: Any) -> bytes:
    """A project as `json_bytes`, without indentation where it would else be larger than the service takes."""
    made = json_bytes(value)
    if len(made) <= LARGEST_PAYLOAD:
        return made
    return encode_text(json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False) + "\n")


def rows_bytes(rows: Iterable[Any]) -> bytes:
    """An array with one row a line, so that a changed row is one changed line in a diff."""
    lines = [json.dumps(row, ensure_ascii=False, allow_nan=False) for row in rows]
    return encode_text("[\n  " + ",\n  ".join(lines) + "\n]\n") if lines else b"[]\n"


def json_lines(values: Iterable[Any]) -> bytes:
    """One value a line (JSON Lines)."""
    return b"".join(encode_text(json.dumps(value, ensure_ascii=False, allow_nan=False) + "\n") for value in values)

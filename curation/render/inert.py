"""Utterances are hostile text; here they are made inert for a terminal, a log, JSON and Markdown."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["inert", "inert_json", "inert_markdown", "shortened"]

_COMMAND = re.compile(r"##(?=vso\[|\[)|^(\s*):(?=:)", re.IGNORECASE)
_MARKDOWN = re.compile(r"([\\`*_\[\]<>|&#~!@]|:(?=//)|(?<=www)\.)", re.IGNORECASE)


def _escaped(char: str) -> str:
    code = ord(char)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def _steers(char: str) -> bool:
    """Whether a character does something other than being shown, or is none at all (and none for XML)."""
    steering = unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp")
    return (steering and char != "\u200d") or char in "\ufffe\uffff"


def inert(text: str) -> str:
    """`text` on one line, without characters that steer a terminal and without commands to a build agent.

    Control, format and bidirectional characters become escapes. Azure's agent looks for `##vso[` anywhere in a
    line and GitHub's for `::` at the start of one; a backslash breaks both up. An emoji joined by U+200D stays.
    """
    shown = text if text.isprintable() else "".join(_escaped(char) if _steers(char) else char for char in text)
    return _COMMAND.sub(lambda match: "\\#\\#" if match[0].startswith("##") else f"{match[1]}\\:", shown)


def shortened(text: str, width: int) -> str:
    """`text` made inert and cut at `width` characters."""
    shown = inert(text)
    return shown if len(shown) <= width else shown[: width - 1] + "…"


def inert_markdown(text: str) -> str:
    """`text` as Markdown that shows it and does nothing else: no link, no tag, no table cell, no heading."""
    return _MARKDOWN.sub(r"\\\1", inert(text)).replace("\\<", "&lt;").replace("\\>", "&gt;").replace("\\&", "&amp;")


def inert_json(text: str) -> str:
    """JSON text whose strings hold no agent command, with the same value: `#` is written as an escape."""
    return re.sub(r"##(?=vso\[|\[)", r"\\u0023\\u0023", text, flags=re.IGNORECASE)

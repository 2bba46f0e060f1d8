"""What a parsed file is, and why that is believed."""

from __future__ import annotations

import difflib
from typing import Any, NamedTuple

from curation.model.document import DocumentKind

__all__ = ["Detection", "detect"]


class Detection(NamedTuple):
    """A kind and the reason for it, in words that finish "because ..."."""

    kind: DocumentKind
    why: str


_BY_PROJECT_KIND = {"conversation": DocumentKind.CLU, "orchestration": DocumentKind.ORCHESTRATION}


def detect(value: Any) -> Detection:
    """The kind of a parsed file.

    The root decides first (an array is an upload), then the kind a project declares of itself, then its
    contents. An almost-right file is unknown, and the reason says what it looks like.
    """
    if isinstance(value, list):
        return _detect_array(value)
    if not isinstance(value, dict):
        return Detection(DocumentKind.UNKNOWN, "its root is neither an array nor an object")
    return _detect_project(value)


def _detect_array(rows: list[Any]) -> Detection:
    if not rows:
        return Detection(DocumentKind.UTTERANCES, "it is an array, if an empty one")
    keys: set[str] = set().union(*(row.keys() for row in rows[:50] if isinstance(row, dict)))
    if {"intentName", "entityLabels"} & keys:
        return Detection(DocumentKind.UNKNOWN, "it looks like LUIS labelled utterances (intentName, entityLabels)")
    if {"text", "intent"} <= keys and _has_luis_labels(rows):
        return Detection(DocumentKind.UNKNOWN, "it looks like test rows of LUIS (entities with startPos and endPos)")
    if {"text", "intent"} & keys or not keys:
        return Detection(DocumentKind.UTTERANCES, "it is an array of rows with text and intent")
    if any(difflib.get_close_matches(key.casefold(), ("text", "intent"), n=1, cutoff=0.75) for key in keys):
        return Detection(DocumentKind.UTTERANCES, "it is an array of rows with keys much like text and intent")
    return Detection(DocumentKind.UNKNOWN, "it is an array, but no row has text and intent")


def _has_luis_labels(rows: list[Any]) -> bool:
    labels = [
        label
        for row in rows
        if isinstance(row, dict) and isinstance(row.get("entities"), list)
        for label in row["entities"]
    ]
    return any(isinstance(label, dict) and "startPos" in label and "offset" not in label for label in labels)


def _section(value: dict[str, Any], key: str) -> dict[str, Any]:
    section = value.get(key)
    return section if isinstance(section, dict) else {}


def _detect_project(value: dict[str, Any]) -> Detection:
    metadata, assets = _section(value, "metadata"), _section(value, "assets")
    for place, section in (("metadata", metadata), ("assets", assets)):
        declared = section.get("projectKind")
        kind = _BY_PROJECT_KIND.get(declared.casefold()) if isinstance(declared, str) else None
        if kind:
            return Detection(kind, f"{place}.projectKind is {declared}")
    if isinstance(assets.get("qnas"), list):
        return Detection(DocumentKind.CQA, "assets.qnas holds question and answer pairs")
    if "luis_schema_version" in value:
        return Detection(DocumentKind.UNKNOWN, "it looks like a LUIS app (luis_schema_version)")
    if "projectFileVersion" in value or "assets" in value or "metadata" in value:
        remedy = 'write "projectKind": "Conversation" or "Orchestration" in metadata and assets'
        return Detection(DocumentKind.UNKNOWN, f"it looks like a project, but says no kind; {remedy}")
    return Detection(DocumentKind.UNKNOWN, "it is an object without metadata, assets or projectKind")

"""What a parsed file is, and why that is believed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from curation.model.document import DocumentKind
from curation.model.project import TaskKind
from curation.model.words import ALIKE, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, KeysView, Mapping

__all__ = [
    "DISPATCHED",
    "Detection",
    "detect",
    "has_devops_labels",
    "has_luis_labels",
    "is_dispatch",
    "is_luis_app",
    "slip_of",
]


DISPATCHED = {"l_": TaskKind.CONVERSATION, "q_": TaskKind.QUESTION_ANSWERING}
"""What the names of intents of the Dispatch tool begin with, and what kind of task they lead to."""

_CONVERTED = {
    "upload": "`curation convert FILE --to upload -o ROWS.json` makes an utterance file of it",
    "clu": "`curation convert FILE --to clu -o PROJECT.json` makes a project of it",
    "orchestration": "`curation convert FILE --to orchestration -o PROJECT.json` keeps its links",
    "whole": "`curation convert FOLDER --to clu -o PROJECT.json` reads the whole export",
}
"""What to do with files that are of other tools, by what becomes of them."""


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
    foreign = _foreign_rows(rows, keys)
    if foreign:
        return Detection(DocumentKind.UNKNOWN, f"it looks like {foreign}")
    if {"text", "intent"} & keys or not keys:
        return Detection(DocumentKind.UTTERANCES, "it is an array of rows with text and intent")
    if any(nearest(key.casefold(), ("text", "intent"), alike=ALIKE) for key in keys):
        return Detection(DocumentKind.UTTERANCES, "it is an array of rows with keys much like text and intent")
    return Detection(DocumentKind.UNKNOWN, "it is an array, but no row has text and intent")


def _foreign_rows(rows: list[Any], keys: set[str]) -> str:
    """Which other tool's rows an array holds, in words that finish "it looks like"; empty for none known."""
    if {"intentName", "entityLabels"} & keys:
        return f"LUIS labelled utterances (intentName, entityLabels); {_CONVERTED['upload']}"
    if {"text", "intent"} <= keys and has_luis_labels(rows):
        return f"test rows of LUIS (entities with startPos and endPos); {_CONVERTED['upload']}"
    if {"text", "intent"} <= keys and has_devops_labels(rows):
        return f"test rows of NLU.DevOps (entities with matchText and entityType); {_CONVERTED['upload']}"
    if any(isinstance(row, dict) and isinstance(row.get("data"), list) and "isTemplate" in row for row in rows):
        return f"phrases of a Dialogflow export; {_CONVERTED['whole']}"
    return ""


def is_luis_app(value: Mapping[str, Any]) -> bool:
    """Whether an object has what every LUIS app has; old ones say no version."""
    return "culture" in value and all(isinstance(value.get(key), list) for key in ("intents", "entities", "utterances"))


def is_dispatch(app: Mapping[str, Any]) -> bool:
    """Whether all intents of a LUIS app but None are called l_ or q_, as those of the Dispatch tool."""
    intents = app.get("intents")
    names = [item.get("name") for item in intents if isinstance(item, dict)] if isinstance(intents, list) else []
    own = [name for name in names if isinstance(name, str) and name.casefold() != "none"]
    return bool(own) and all(name.startswith(tuple(DISPATCHED)) for name in own)


def has_luis_labels(rows: list[Any]) -> bool:
    """Whether any label of rows has its place as LUIS writes it."""
    return any({"startPos", "startIndex"} & keys and "offset" not in keys for keys in _label_keys(rows))


def has_devops_labels(rows: list[Any]) -> bool:
    """Whether any label of rows is told by its words, as NLU.DevOps writes it."""
    return any({"matchText", "entityType"} & keys and "category" not in keys for keys in _label_keys(rows))


def _label_keys(rows: list[Any]) -> Iterator[KeysView[str]]:
    for row in rows:
        labels = row.get("entities") if isinstance(row, dict) else None
        if isinstance(labels, list):
            yield from (label.keys() for label in labels if isinstance(label, dict))


def slip_of(value: dict[str, Any], wanted: tuple[str, ...]) -> str:
    """Which key of an object is nearly one that is missing, in words; empty for none."""
    missing = [key for key in wanted if key not in value]
    for key in value:
        close = nearest(key.casefold(), missing, alike=ALIKE)
        if close and key not in wanted:
            return f'its key "{key[:60]}" should be "{close}"'
    return ""


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
    return Detection(DocumentKind.UNKNOWN, _why_unknown(value, metadata.get("projectKind")))


def _why_unknown(value: dict[str, Any], declared: object) -> str:
    """What an object that is no project of ours looks like."""
    if "luis_schema_version" in value or is_luis_app(value):
        if is_dispatch(value):
            return f"it looks like an app of the Dispatch tool; {_CONVERTED['orchestration']}"
        return f"it looks like a LUIS app; {_CONVERTED['clu']}"
    if isinstance(declared, str):
        return f'metadata.projectKind is "{declared[:60]}", a kind of project that is neither CLU nor orchestration'
    slip = slip_of(value, ("assets", "metadata"))
    if slip and {"projectFileVersion", "stringIndexType", "assets", "metadata"} & value.keys():
        return f"it looks like a project, but {slip}"
    if {"projectFileVersion", "assets", "metadata"} & value.keys():
        remedy = 'write "projectKind": "Conversation" or "Orchestration" in metadata and assets'
        return f"it looks like a project, but says no kind; {remedy}"
    return "it is an object without metadata, assets or projectKind"

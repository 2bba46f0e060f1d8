"""Test rows of NLU.DevOps: entities by the words they match, and which of several matches is meant."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from curation.formats.detect import has_devops_labels
from curation.formats.sources._gathering import Gathering, Label
from curation.model.document import DocumentKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.formats.sources._content import Content, Options
    from curation.model.conversion import Imported

__all__ = ["read", "recognise"]

_KEYS = ("matchText", "matchIndex", "entityType", "entityValue")
_ROW_KEYS = ("text", "intent", "entities", "utterance")


def recognise(content: Content) -> str:
    """Why it is one; empty if it is not."""
    rows = content.value if isinstance(content.value, list) else []
    if has_devops_labels(rows):
        return "its entities have matchText and entityType, as test rows of NLU.DevOps"
    named = any(isinstance(row, dict) and {"speechFile", "speechUtterance"} & row.keys() for row in rows)
    return "its rows name speech files, as test rows of NLU.DevOps" if named else ""


def read(content: Content, why: str, options: Options) -> tuple[Imported, ...]:
    """The rows, with their labels on the words that match."""
    gathering = Gathering(content.file, "nlu-devops", why)
    gathering.language = options.language
    for index, item in enumerate(content.value):
        row = item if isinstance(item, dict) else {}
        gathering.lost_keys(row, _ROW_KEYS, "a row", f"/{index}")
        text = row.get("text") or row.get("utterance")
        found = row.get("entities")
        labels = list(_labels(gathering, text, found if isinstance(found, list) else [], f"/{index}/entities"))
        gathering.row(text, row.get("intent"), f"/{index}", labels)
    return (gathering.imported(DocumentKind.UTTERANCES),)


def _labels(gathering: Gathering, text: Any, entities: list[Any], pointer: str) -> Iterator[Label]:
    for number, item in enumerate(entities):
        place = f"{pointer}/{number}"
        entity = item if isinstance(item, dict) else {}
        name, words = entity.get("entityType"), entity.get("matchText")
        gathering.lost_keys(entity, _KEYS, "a label", place)
        if not isinstance(name, str) or not isinstance(words, str) or not isinstance(text, str) or not words:
            gathering.lost("a label without entityType or matchText", place, "label")
            continue
        start = _nth(text, words, entity.get("matchIndex") or 0)
        if start < 0:
            gathering.lost("a label whose words are not in the text", place, "label")
            continue
        value = entity.get("entityValue")
        if value is not None and json.dumps(value) != json.dumps(words):
            gathering.lost('"entityValue" of a label', f"{place}/entityValue")
        yield Label(name, start, start + len(words), place)


def _nth(text: str, words: str, number: Any) -> int:
    """Where the words stand for the `number`-th time, counted from 0; -1 if they do not."""
    at = -1
    for _ in range((number if isinstance(number, int) and 0 <= number < len(text) else 0) + 1):
        at = text.find(words, at + 1)
        if at < 0:
            return -1
    return at

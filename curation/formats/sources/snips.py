"""Snips data sets: texts in pieces, some of which are slots. The benchmark of 2017, and data sets of the SDK."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from curation.formats.sources._gathering import Gathering, Label

if TYPE_CHECKING:
    from curation.formats.sources._content import Content, Options
    from curation.model.conversion import Imported

__all__ = ["pieces", "read", "recognise"]


def recognise(content: Content) -> str:
    """Why it is one; empty if it is not."""
    value = content.value
    if not isinstance(value, dict) or not value:
        return ""
    if isinstance(value.get("intents"), dict) and "entities" in value and "language" in value:
        return "it has intents as an object, entities and a language, as data sets of the Snips SDK have"
    first = next(iter(value.values()))
    rows = first if isinstance(first, list) and first else [None]
    if all(isinstance(rows_, list) for rows_ in value.values()) and isinstance(rows[0], dict):
        return "each key is an intent with texts in pieces (data)" if isinstance(rows[0].get("data"), list) else ""
    return ""


def read(content: Content, why: str, options: Options) -> tuple[Imported, ...]:
    """Every text with its slots; the values of entities become lists."""
    value = content.value
    gathering = Gathering(content.file, "snips", why)
    gathering.name, gathering.language = content.stem, options.language
    if isinstance(value.get("intents"), dict):
        gathering.language = options.language or value.get("language")
        gathering.lost_keys(value, ("intents", "entities", "language", "snips_nlu_version"), "the data set", "")
        for name, part in value["intents"].items():
            if isinstance(part, dict):
                gathering.lost_keys(part, ("utterances",), "an intent", f"/intents/{name}")
        sections = {
            name: ((part.get("utterances") or []) if isinstance(part, dict) else [], f"/intents/{name}/utterances")
            for name, part in value["intents"].items()
        }
    else:
        sections = {name: (rows, f"/{name}") for name, rows in value.items()}
    for name, (rows, pointer) in sections.items():
        gathering.intent(name)
        for index, row in enumerate(rows):
            text, labels = pieces(row.get("data") if isinstance(row, dict) else None, f"{pointer}/{index}/data")
            _note_keys(gathering, row, f"{pointer}/{index}")
            if any(one.end == two.start for one, two in pairwise(labels)):
                gathering.assumed("two slots follow each other without a space", f"{pointer}/{index}")
            gathering.row(text, name, f"{pointer}/{index}", labels)
    if isinstance(value.get("intents"), dict):
        _entities(gathering, value.get("entities") or {}, _slots(value["intents"]))
    return (gathering.imported(),)


def _note_keys(gathering: Gathering, row: Any, pointer: str) -> None:
    if not isinstance(row, dict):
        return
    gathering.lost_keys(row, ("data",), "a row", pointer)
    for index, piece in enumerate(row.get("data") or ()):
        if isinstance(piece, dict):
            gathering.lost_keys(piece, ("text", "entity", "slot_name"), "a piece", f"{pointer}/data/{index}")


def _slots(intents: dict[str, Any]) -> dict[str, list[str]]:
    """The slots that each entity fills, by its name; a slot is what a label is called."""
    found: dict[str, dict[str, None]] = {}
    for part in intents.values():
        for row in (part.get("utterances") or []) if isinstance(part, dict) else []:
            for piece in (row.get("data") or []) if isinstance(row, dict) else []:
                if isinstance(piece, dict) and piece.get("entity"):
                    found.setdefault(piece["entity"], {})[piece.get("slot_name") or piece["entity"]] = None
    return {entity: list(slots) for entity, slots in found.items()}


def pieces(data: Any, pointer: str) -> tuple[str, list[Label]]:
    """The text that pieces make, and its labels: a piece with `entity` (or `slot_name`) is one."""
    text = ""
    labels: list[Label] = []
    for index, piece in enumerate(data if isinstance(data, list) else ()):
        words = piece.get("text") if isinstance(piece, dict) else None
        words = words if isinstance(words, str) else ""
        name = (piece.get("slot_name") or piece.get("entity")) if isinstance(piece, dict) else None
        if isinstance(name, str) and name and words:
            labels.append(Label(name, len(text), len(text) + len(words), f"{pointer}/{index}"))
        text += words
    return text, labels


def _entities(gathering: Gathering, entities: dict[str, Any], slots: dict[str, list[str]]) -> None:
    for name, entity in entities.items():
        if name.startswith("snips/") or not isinstance(entity, dict):
            gathering.lost("a builtin entity of Snips", f"/entities/{name}")
            continue
        for item in entity.get("data") or ():
            gathering.lost_keys(item, ("value", "synonyms"), "a value of an entity", f"/entities/{name}/data")
            for slot in slots.get(name, [name]):
                gathering.list_value(slot, str(item.get("value")), [str(word) for word in item.get("synonyms") or ()])
        gathering.lost_keys(entity, ("data",), "an entity", f"/entities/{name}")

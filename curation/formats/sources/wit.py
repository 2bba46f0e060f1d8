"""wit.ai exports: one file of `data` with entities, among which the intent stands (2016), or `utterances` (2020)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from curation.formats.sources._gathering import Gathering, Label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.formats.sources._content import Content, Options
    from curation.model.conversion import Imported

__all__ = ["read", "recognise"]


def _rows(value: Any) -> tuple[str, list[Any]]:
    for key in ("data", "utterances"):
        rows = value.get(key) if isinstance(value, dict) else None
        if (
            isinstance(rows, list)
            and rows
            and isinstance(rows[0], dict)
            and "text" in rows[0]
            and "entities" in rows[0]
        ):
            return key, rows
    return "", []


def recognise(content: Content) -> str:
    """Why it is one; empty if it is not."""
    key, _ = _rows(content.value)
    return f'"{key}" holds texts with entities, as wit.ai exports them' if key else ""


def read(content: Content, why: str, options: Options) -> tuple[Imported, ...]:
    """Texts with their intent and entities (end exclusive, in characters); a role is an entity of its own."""
    key, rows = _rows(content.value)
    gathering = Gathering(content.file, "wit", why)
    gathering.name, gathering.language = content.stem, options.language
    gathering.lost_keys(content.value, (key,), "the export", "")
    for index, row in enumerate(rows):
        pointer = f"/{key}/{index}"
        entities = list(enumerate(row.get("entities") or ()))
        intent = row.get("intent") or _intent(entity for _, entity in entities)
        labels = [(entity, at) for at, entity in entities if entity.get("entity") != "intent"]
        for at, entity in entities:
            if (entity, at) not in labels:
                place = f"{pointer}/entities/{at}"
                gathering.lost_keys(entity, ("entity", "value", "start", "end"), "an intent", place)
        gathering.lost_keys(row, ("text", "intent", "entities"), "a row", pointer)
        found = [label for entity, at in labels if (label := _label(gathering, entity, f"{pointer}/entities/{at}"))]
        gathering.row(row.get("text"), intent, pointer, found)
    return (gathering.imported(),)


def _intent(entities: Iterator[Any]) -> str | None:
    """The intent, which old exports write as an entity whose value is in quotes within quotes."""
    for entity in entities:
        if entity.get("entity") == "intent" and isinstance(entity.get("value"), str):
            return str(entity["value"]).strip('"')
    return None


def _label(gathering: Gathering, entity: dict[str, Any], pointer: str) -> Label | None:
    gathering.lost_keys(entity, ("entity", "role", "start", "end", "body"), "a label", pointer)
    name, _, role = str(entity.get("entity") or "").partition(":")
    role = entity.get("role") or (role if role != name else "")
    if role:
        gathering.rewritten("an entity with a role is an entity of its own, entity.role", pointer)
    start, end = entity.get("start"), entity.get("end")
    if not name or not isinstance(start, int) or not isinstance(end, int):
        gathering.lost("a label without entity, start and end", pointer, "label")
        return None
    return Label(f"{name}.{role}" if role else name, start, end, pointer)

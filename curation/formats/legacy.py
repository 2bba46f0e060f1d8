"""Older shapes of project files: named, so that a file is not accused key by key, and rewritten (contract 2.7).

Five generations are known: the preview of November 2021 (`name`, `examples`, `entityName`); files with `api-version`
and `conversation` in lower case from March and May 2022; link blocks with `kind`; and a project inside the body of a
request, as API pages and recordings show it. Each was seen in public files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.model.conversion import Note, NoteKind, Notes

__all__ = ["CURRENT_VERSION", "generation", "upgraded"]

CURRENT_VERSION = "2023-04-01"

_NOTHING: tuple[Any, ...] = (None, {"sublists": None}, {"expressions": None})
_KINDS = {"conversation": "Conversation", "orchestration": "Orchestration", "workflow": "Orchestration"}
_TARGETS = {
    "luis": ("Luis", "luisOrchestration"),
    "clu": ("Conversation", "conversationOrchestration"),
    "conversation": ("Conversation", "conversationOrchestration"),
    "qna": ("QuestionAnswering", "questionAnsweringOrchestration"),
    "questionanswering": ("QuestionAnswering", "questionAnsweringOrchestration"),
}
_OLD_PAYLOADS = {
    "luisOrchestration": "luisOrchestration",
    "cluOrchestration": "conversationOrchestration",
    "conversationOrchestration": "conversationOrchestration",
    "qnaOrchestration": "questionAnsweringOrchestration",
    "questionAnsweringOrchestration": "questionAnsweringOrchestration",
}
_PREBUILT_KEYS = ("displayName", "semanticType", "semanticSubtype")
_COMPOSITIONS = {
    "returnlongestoverlap": "returnLongestOverlap",
    "requireexactoverlap": "requireExactOverlap",
    "returnunion": "combineComponents",
}


def generation(value: Any) -> str:
    """Which older shape a parsed file has, in words that finish "it is ..."; empty for none."""
    if not isinstance(value, dict):
        return ""
    body = _body(value)
    if body is not None:
        return "a request to the API with a project in its body"
    metadata, assets = _section(value, "metadata"), _section(value, "assets")
    if "examples" in assets or ("type" in metadata and "projectKind" not in metadata):
        return f"a project in the shape of {_dated(value, '2021-11-01-preview')}"
    kind = metadata.get("projectKind")
    known = _KINDS.get(kind.casefold()) if isinstance(kind, str) else None
    project = known is not None
    if project and ("projectFileVersion" not in value or kind != known):
        return f"a project in the shape of {_dated(value, '2022')}"
    if project and any(_is_old_link(block) for _, block in _links(assets)):
        return "an orchestration project with links in the shape of 2022"
    return ""


def upgraded(value: dict[str, Any]) -> tuple[dict[str, Any], tuple[Note, ...]]:
    """The project in its current shape, and what became of everything; `value` is left as it was."""
    from copy import deepcopy

    from curation.model.conversion import Notes

    notes = Notes()
    project = deepcopy(value)
    body = _body(project)
    if body is not None:
        for pointer in _around(project, body):
            notes.add("lost", "what stood around the project in the request", pointer)
        project = body
    kind = _upgrade_head(project, notes)
    assets = project.get("assets")
    if isinstance(assets, dict):
        project["assets"] = {"projectKind": kind, **{k: v for k, v in assets.items() if k != "projectKind"}}
        if "projectKind" not in assets:
            notes.add("rewritten", "assets.projectKind: added", "/assets")
        _upgrade_assets(project["assets"], notes)
    return project, notes.all()


def _dated(value: dict[str, Any], otherwise: str) -> str:
    version = value.get("api-version")
    return version if isinstance(version, str) and len(version) < 40 else otherwise


def _section(value: Any, key: str) -> dict[str, Any]:
    section = value.get(key) if isinstance(value, dict) else None
    return section if isinstance(section, dict) else {}


def _body(value: dict[str, Any]) -> dict[str, Any] | None:
    """The project that a request wraps."""
    if "assets" in value or "metadata" in value:
        return None
    for outer in (value, _section(value, "parameters"), _section(value, "request")):
        body = _section(outer, "body")
        if "assets" in body and "metadata" in body:
            return body
    return None


def _around(value: dict[str, Any], body: dict[str, Any], pointer: str = "") -> Iterator[str]:
    """The members beside the body and beside what holds it."""
    for key, item in value.items():
        if isinstance(item, dict) and item is not body and _section(item, "body") is body:
            yield from _around(item, body, f"{pointer}/{key}")
        elif item is not body:
            yield f"{pointer}/{key}"


def _upgrade_head(project: dict[str, Any], notes: Notes) -> str:
    """Version, unit and metadata; returns the kind."""
    old = project.pop("api-version", None)
    if old is not None and "projectFileVersion" in project:
        notes.add("lost", f"api-version {old}: projectFileVersion is there as well", "/api-version")
    if "projectFileVersion" not in project:
        notes.add("rewritten", f"api-version {old}: projectFileVersion {CURRENT_VERSION}", "/api-version")
    version = project.pop("projectFileVersion", CURRENT_VERSION)
    if "stringIndexType" not in project:
        notes.add("assumed", "stringIndexType was not said: Utf16CodeUnit", "/stringIndexType")
    unit = project.pop("stringIndexType", "Utf16CodeUnit")
    metadata = _section(project, "metadata")
    for before, after in (("name", "projectName"), ("type", "projectKind")):
        if before in metadata and after not in metadata:
            metadata[after] = metadata.pop(before)
            notes.add("rewritten", f"metadata.{before}: {after}", f"/metadata/{before}")
    said = metadata.get("projectKind")
    kind = _KINDS.get(said.casefold(), said) if isinstance(said, str) else "Conversation"
    if said != kind:
        notes.add("rewritten", f"projectKind {said}: {kind}", "/metadata/projectKind")
    rest = {key: item for key, item in project.items() if key != "metadata"}
    head = {"projectFileVersion": version, "stringIndexType": unit, "metadata": {**metadata, "projectKind": kind}}
    project.clear()
    project |= {**head, **rest}
    return str(kind)


def _upgrade_assets(assets: dict[str, Any], notes: Notes) -> None:
    rows = "utterances" if "utterances" in assets else "examples"
    if rows == "examples" and rows in assets:
        assets["utterances"] = assets.pop("examples")
        notes.add("rewritten", "assets.examples: utterances", "/assets/examples")
    for part in ("intents", "entities"):
        for index, item in enumerate(_items(assets.get(part))):
            _rename(item, "name", "category", f"/assets/{part}/{index}", part, notes)
    for index, entity in enumerate(_items(assets.get("entities"))):
        _upgrade_entity(entity, f"/assets/entities/{index}", notes)
    for index, row in enumerate(_items(assets.get("utterances"))):
        for at, span in enumerate(_items(row.get("entities"))):
            where = f"/assets/{rows}/{index}/entities/{at}"
            _rename(span, "entityName", "category", where, "labels", notes)
    for pointer, intent in _intents_with_links(assets):
        if _is_old_link(intent["orchestration"]):
            intent["orchestration"] = _upgrade_link(intent["orchestration"], pointer, notes)


def _items(value: Any) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _rename(item: dict[str, Any], before: str, after: str, pointer: str, part: str, notes: Notes) -> None:
    if before in item and after not in item:
        renamed = {(after if key == before else key): value for key, value in item.items()}
        item.clear()
        item |= renamed
        notes.add("rewritten", f"{before} of {part}: {after}", f"{pointer}/{before}")


def _upgrade_entity(entity: dict[str, Any], pointer: str, notes: Notes) -> None:
    setting = entity.get("compositionSetting")
    new = _COMPOSITIONS.get(setting.casefold()) if isinstance(setting, str) else None
    if new and new != setting:
        entity["compositionSetting"] = new
        assumed = setting.casefold() == "returnunion" if isinstance(setting, str) else False
        kind: NoteKind = "assumed" if assumed else "rewritten"
        notes.add(kind, f"compositionSetting {setting}: {new}", f"{pointer}/compositionSetting")
    if "prebuiltEntities" in entity and "prebuilts" not in entity:
        found = entity.pop("prebuiltEntities")
        entity["prebuilts"] = [_prebuilt(item) for item in found] if isinstance(found, list) else found
        for old, new in zip(found, entity["prebuilts"], strict=True) if isinstance(found, list) else ():
            if isinstance(old, dict) and old.get("displayName") not in _names_of(new):
                notes.add("lost", f"displayName {old['displayName']} of a prebuilt", f"{pointer}/prebuiltEntities")
        notes.add("rewritten", "prebuiltEntities: prebuilts", f"{pointer}/prebuiltEntities")
    for key in [key for key in ("list", "prebuilts", "regex") if key in entity and entity[key] in _NOTHING]:
        del entity[key]
        notes.add("rewritten", "components that are null: left out", f"{pointer}/{key}")


def _prebuilt(item: Any) -> Any:
    if isinstance(item, dict) and isinstance(item.get("semanticType"), str):
        # The preview wrote the category in two parts, and once more as the name to show.
        rest = {key: value for key, value in item.items() if key not in _PREBUILT_KEYS}
        parts = [part for part in (item["semanticType"], item.get("semanticSubtype")) if part]
        return {"category": ".".join(map(str, parts)), **rest}
    return {"category": item} if isinstance(item, str) else item


def _names_of(prebuilt: Any) -> tuple[Any, ...]:
    category = str(prebuilt.get("category")) if isinstance(prebuilt, dict) else ""
    return None, category, category.rpartition(".")[2]


def _intents_with_links(assets: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for index, intent in enumerate(_items(assets.get("intents"))):
        if isinstance(intent.get("orchestration"), dict):
            yield f"/assets/intents/{index}/orchestration", intent


def _links(assets: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    return ((pointer, intent["orchestration"]) for pointer, intent in _intents_with_links(assets))


def _is_old_link(block: dict[str, Any]) -> bool:
    return "targetProjectKind" not in block and isinstance(block.get("kind"), str)


def _upgrade_link(block: dict[str, Any], pointer: str, notes: Notes) -> dict[str, Any]:
    """The link in its current shape; the payloads of other kinds have no place, as a link has one target."""
    target, wanted = _TARGETS.get(block["kind"].casefold(), (block["kind"], ""))
    made: dict[str, Any] = {"targetProjectKind": target}
    notes.add("rewritten", f"link kind {block['kind']}: targetProjectKind {target}", f"{pointer}/kind")
    for key, payload in block.items():
        if key == "kind":
            continue
        if _OLD_PAYLOADS.get(key, key) == wanted or key not in _OLD_PAYLOADS:
            made[_OLD_PAYLOADS.get(key, key)] = payload
        else:
            notes.add("lost", f"{key} of a link of kind {block['kind']}", f"{pointer}/{key}")
    return made

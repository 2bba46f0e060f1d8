"""The entities of a LUIS app and its labels, as the entities and spans of CLU (contract 5.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from curation.formats.sources._gathering import Gathering, Label
from curation.model.contract import LUIS_PREBUILTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["Entities"]

_ENTITY_KEYS = ("name", "children", "roles", "features", "instanceOf", "explicitlyAdded")
_MODEL_KEYS = ("name", "roles", "subLists", "regexPattern", "children", "features")
_LABEL_KEYS = (
    "entity", "entityName", "role", "startPos", "endPos", "startCharIndex", "endCharIndex", "children",
)  # fmt: skip


class Entities:
    """Knows what every model of an app is, so that what uses another model gets its component."""

    def __init__(self, gathering: Gathering, app: Mapping[str, Any]) -> None:
        self.gathering = gathering
        self.roots = _named(app, "entities") + _named(app, "hierarchicals")
        self.lists = {item["name"]: item for _, item in _named(app, "closedLists")}
        self.regexes = {item["name"]: item for _, item in _named(app, "regex_entities")}
        self.composites = {item["name"]: item for _, item in _named(app, "composites")}
        self.prebuilts = dict(_prebuilts(app))
        self.structured = {item["name"]: item for _, item in self.roots if _children(item)}
        self.models = [
            found
            for part in ("closedLists", "regex_entities", "composites", "prebuiltEntities")
            for found in _named(app, part)
        ]
        self.used: set[str] = set()
        self.inner = dict(_inner(self.structured.values()))
        self.names = {item["name"] for _, item in self.roots} | self.lists.keys() | self.regexes.keys()
        self.names |= self.composites.keys() | self.prebuilts.keys()
        self.labelled = {
            label.get("entity") or label.get("entityName")
            for row in app.get("utterances") or ()
            for label in (row.get("entities") if isinstance(row, dict) else None) or ()
            if isinstance(label, dict)
        }
        self.where = {
            item["name"]: pointer
            for part in ("closedLists", "regex_entities", "composites")
            for pointer, item in _named(app, part)
        }

    def gather(self) -> None:
        """Declare all entities; those with children as their leaves, those that others use as their components."""
        for pointer, entity in self.roots:
            self._root(entity, pointer)
        self._note_keys()
        for name, pointer in {**self.prebuilts, **self.where}.items():
            if name in self.composites:
                if name not in self.labelled:
                    self.gathering.lost("a composite entity that no row labels", pointer)
            elif name not in self.used or name in self.labelled:
                self._component(name, name, pointer, required=False)
            else:
                self.gathering.rewritten(
                    "a model that others use is their component, and no entity of its own", pointer
                )
        for part in (self.lists, self.regexes):
            for name, item in part.items():
                self._roles(item, name, self.where[name])

    def _note_keys(self) -> None:
        for pointer, model in self.models:
            self.gathering.lost_keys(model, _MODEL_KEYS, "a model", pointer)
            for index, value in enumerate(model.get("subLists") or ()):
                if isinstance(value, dict):
                    place = f"{pointer}/subLists/{index}"
                    self.gathering.lost_keys(value, ("canonicalForm", "list"), "a value of a list", place)

    def _root(self, entity: Mapping[str, Any], pointer: str) -> None:
        name = entity["name"]
        self.gathering.lost_keys(entity, _ENTITY_KEYS, "an entity", pointer)
        if name in self.structured:
            self._leaves(entity, pointer)
            return
        parts = [part for part in entity.get("children") or () if isinstance(part, str)]
        for part in parts:
            self.gathering.entity(f"{name}.{part}")
            self.gathering.rewritten("a child of a hierarchical entity is an entity of its own, Parent.Child", pointer)
        if not parts or name in self.labelled:
            self.gathering.entity(name)
            self._features(entity, name, pointer)
        self._roles(entity, name, pointer)

    def _leaves(self, entity: Mapping[str, Any], pointer: str) -> None:
        for index, child in enumerate(_children(entity)):
            place = f"{pointer}/children/{index}"
            if _children(child):
                self._leaves(child, place)
                continue
            name = f"{entity['name']}.{child['name']}"
            self.gathering.lost_keys(child, _ENTITY_KEYS, "an entity", place)
            self.gathering.entity(name)
            self._features(child, name, place)
        self.gathering.rewritten("an entity with children is its leaves, Parent.Child", pointer)

    def _features(self, entity: Mapping[str, Any], name: str, pointer: str) -> None:
        """The components that an entity takes from other models; a required one restricts it."""
        found = [feature for feature in entity.get("features") or () if isinstance(feature, dict)]
        if isinstance(entity.get("instanceOf"), str):
            found.append({"modelName": entity["instanceOf"], "isRequired": True})
        for index, feature in enumerate(found):
            model = feature.get("modelName")
            known = ("modelName", "featureName", "isRequired", "featureType", "modelType")
            self.gathering.lost_keys(feature, known, "a feature", f"{pointer}/features/{index}")
            required = bool(feature.get("isRequired"))
            if not isinstance(model, str) or not self._component(name, model, f"{pointer}/features/{index}", required):
                self.gathering.lost("a feature of an entity", f"{pointer}/features/{index}")

    def _component(self, name: str, model: str, pointer: str, required: bool) -> bool:
        """Add to an entity the component that a model of the app is; whether it is one."""
        if model in self.lists:
            for item in self.lists[model].get("subLists") or ():
                if isinstance(item, dict) and item.get("canonicalForm") is not None:
                    words = [str(word) for word in item.get("list") or ()]
                    self.gathering.list_value(name, str(item["canonicalForm"]), words)
            self.gathering.entity(name)
        elif model in self.regexes:
            self.gathering.regex(name, str(self.regexes[model].get("regexPattern") or ""))
        elif model in self.prebuilts:
            category = LUIS_PREBUILTS.get(model)
            self.gathering.entity(name)
            if category is None:
                self.gathering.lost(f'the prebuilt entity "{model}", which CLU does not have', pointer)
            else:
                self.gathering.prebuilt(name, category)
                self.gathering.assumed(f'the prebuilt entity "{model}" is "{category}"', pointer)
        else:
            return False
        self.used.add(model)
        if required:
            self.gathering.entity(name)["compositionSetting"] = "requireExactOverlap"
        return True

    def _roles(self, entity: Mapping[str, Any], name: str, pointer: str) -> None:
        for index, role in enumerate(entity.get("roles") or ()):
            if not isinstance(role, str):
                continue
            self.gathering.entity(self._role_name(name, role))
            self._component(self._role_name(name, role), name, pointer, required=False)
            self.gathering.rewritten("a role is an entity of its own", f"{pointer}/roles/{index}")

    def _role_name(self, entity: str, role: str) -> str:
        """What the entity of a role is called: as the role, or `Entity.role` where that is the name of another."""
        return f"{entity}.{role}" if role in self.names else role

    def labels(self, found: list[Any], place: str) -> list[Label]:
        """The labels of a row, those of parents left out; ends are inclusive in the file.

        Version 7 nests the labels of children, version 6 puts them side by side under their bare names. A composite is
        kept where it is the only label on its words.
        """
        labels = [label for index, one in enumerate(found) for label in self._label(one, f"{place}/entities/{index}")]
        kept = []
        for label in labels:
            within = (o for o in labels if o is not label and label.start <= o.start and o.end <= label.end)
            if label.name in self.composites and any(within):
                self.gathering.lost("a label of a composite, whose parts are labelled", label.pointer, "label")
            else:
                kept.append(label)
        return kept

    def _label(self, one: Any, place: str, parent: str = "", *, inside: bool = False) -> Iterator[Label]:
        found = one if isinstance(one, dict) else {}
        entity, role = found.get("entity") or found.get("entityName"), found.get("role")
        start, end = (_integer(found, *keys) for keys in (("startPos", "startCharIndex"), ("endPos", "endCharIndex")))
        children = found["children"] if isinstance(found.get("children"), list) else []
        self.gathering.lost_keys(found, _LABEL_KEYS, "a label", place)
        if not isinstance(entity, str) or not entity or start is None or end is None:
            self.gathering.lost("a label without entity, start and end", place, "label")
        else:
            full = f"{parent}.{entity}" if inside else self.inner.get(entity, entity)
            if children or self.inner.get(entity) == "" or (not inside and entity in self.structured):
                self.gathering.lost("a label of an entity that is its parts", place, "label")
            else:
                name = self._role_name(entity, role) if isinstance(role, str) and role else full
                yield Label(name.replace("::", "."), start, end + 1, place)
        for index, child in enumerate(children):
            yield from self._label(child, f"{place}/children/{index}", str(entity), inside=True)


def _inner(structured: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """The children of entities by their bare names: `Parent.Child` for a leaf, nothing for one that has children."""
    for parent in structured:
        for child in _children(parent):
            if _children(child):
                yield child["name"], ""
                yield from _inner((child,))
            else:
                yield child["name"], f"{parent['name']}.{child['name']}"


def _integer(found: Mapping[str, Any], *keys: str) -> int | None:
    value = next((found[key] for key in keys if key in found), None)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _named(app: Mapping[str, Any], part: str) -> list[tuple[str, dict[str, Any]]]:
    """The items of an array that have a name, with their pointers."""
    return [
        (f"/{part}/{index}", item)
        for index, item in enumerate(app.get(part) or ())
        if isinstance(item, dict) and isinstance(item.get("name"), str) and item["name"]
    ]


def _prebuilts(app: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Names and pointers of prebuilt entities; apps of version 2 list them as `bing_entities`."""
    for pointer, item in _named(app, "prebuiltEntities"):
        yield item["name"], pointer
    for index, name in enumerate(app.get("bing_entities") or ()):
        if isinstance(name, str):
            yield name, f"/bing_entities/{index}"


def _children(entity: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [child for child in entity.get("children") or () if isinstance(child, dict) and child.get("name")]

"""The app that sections describe, in the shape of a LUIS export, while it is put together."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from curation.formats.lu.markup import LuLabel, LuLine, read_line
from curation.formats.offsets import index_of_unit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from curation.formats.lu.definitions import Definition

__all__ = ["App", "Linked", "define"]

Linked = list[tuple[str, "LuLine", int]]
"""What a link in an intent brings in: utterances with their intent there, and their line."""


class App:
    """A LUIS app, with the line of every utterance and pattern, and what could not be followed."""

    def __init__(self) -> None:
        self.value: dict[str, Any] = {
            "intents": [], "entities": [], "composites": [], "closedLists": [], "regex_entities": [],
            "phraselists": [], "utterances": [], "patterns": [], "patternAnyEntities": [], "prebuiltEntities": [],
            "name": "", "desc": "", "culture": "en-us", "versionId": "0.1",
        }  # fmt: skip
        self._named: dict[tuple[str, str], dict[str, Any]] = {}
        self.lines: dict[str, str] = {}
        self.unfollowed: list[tuple[str, str]] = []
        self.said: set[str] = set()
        self.alterations: list[list[str]] = []

    def place(self, part: str, line: str) -> None:
        """Remember where the last item of an array was said."""
        self.lines[f"/{part}/{len(self.value[part]) - 1}"] = line

    def as_lines(self, part: str, line: int) -> Linked:
        """The utterances and patterns as lines again, for a file that links to them; `part` may be one of the two."""
        rows = self.value["utterances"] if part != "patterns" else []
        patterns = self.value["patterns"] if part != "utterances" else []
        return [
            *(
                (
                    row["intent"],
                    LuLine(row["text"], tuple(_as_label(label, row["text"]) for label in row["entities"])),
                    line,
                )
                for row in rows
            ),
            *((row["intent"], read_line(row["pattern"]), line) for row in patterns),
        ]

    def named(self, part: str, name: str, otherwise: dict[str, Any]) -> dict[str, Any]:
        """The item of a name in an array, which is added if it is not there."""
        found = self._named.get((part, name))
        if found is None:
            found = self._named[part, name] = {"name": name, **otherwise}
            self.value[part].append(found)
        return found

    def has(self, part: str, name: str) -> bool:
        """Whether an array has an item of a name."""
        return (part, name) in self._named

    def forget(self, part: str, name: str) -> None:
        """Take an item out of an array."""
        found = self._named.pop((part, name), None)
        if found is not None:
            self.value[part].remove(found)


def _as_label(label: dict[str, Any], text: str) -> LuLabel:
    start, end = index_of_unit(text, label["startPos"]), index_of_unit(text, label["endPos"] + 1)
    children = tuple(_as_label(child, text) for child in label.get("children", ()))
    return LuLabel(label["entity"], label.get("role", ""), start or 0, end or 0, children)


_PARTS: dict[str, tuple[str, dict[str, Any]]] = {
    "simple": ("entities", {}),
    "ml": ("entities", {}),
    "list": ("closedLists", {"subLists": []}),
    "regex": ("regex_entities", {"regexPattern": ""}),
    "prebuilt": ("prebuiltEntities", {}),
    "composite": ("composites", {"children": []}),
    "patternany": ("patternAnyEntities", {"explicitList": []}),
    "phraselist": ("phraselists", {"words": "", "activated": True}),
}
"""Where an app keeps what is defined with each type, and what a new one of it holds beside its name and roles."""


def define(app: App, found: Definition) -> None:
    """Add a definition to an app, or what it says to the one of its name; features of intents are no definition."""
    if found.type == "unknown":
        app.unfollowed.append(("an entity of a type that is not known", f"line {found.line}"))
    if found.type not in _PARTS:
        return
    part, empty = _PARTS[found.type]
    made = app.named(part, found.name, {**copy.deepcopy(empty), "roles": []})
    made["roles"] = list(dict.fromkeys([*made["roles"], *found.roles]))
    if found.features:
        made["features"] = [{"modelName": name} for name in found.features]
    if found.children:
        made["children"] = [*made.get("children", []), *found.children]
    match found.type:
        case "list":
            _add_values(made["subLists"], found.values)
        case "regex":
            if made["regexPattern"] and found.pattern not in ("", made["regexPattern"]):
                app.unfollowed.append(("a second expression of an entity", f"line {found.line}"))
            made["regexPattern"] = made["regexPattern"] or found.pattern
        case "composite":
            made["children"] = list(dict.fromkeys([*made["children"], *found.words]))
        case "phraselist":
            made["words"] = ",".join(word for word in (made["words"], *found.words) if word)
            made["mode"] = found.interchangeable


def _add_values(sublists: list[dict[str, Any]], values: Iterable[tuple[str, list[str]]]) -> None:
    by_form = {item["canonicalForm"]: item for item in sublists}
    for canonical, synonyms in values:
        known = by_form.get(canonical)
        if known is None:
            known = by_form[canonical] = {"canonicalForm": canonical, "list": []}
            sublists.append(known)
        known["list"] = list(dict.fromkeys([*known["list"], *synonyms]))

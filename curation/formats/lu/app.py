"""Sections to the app they describe, in the shape of a LUIS export."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from curation.errors import CurationError, UnreadableFileError
from curation.formats.lu.definitions import definitions_of
from curation.formats.lu.markup import LuLabel, LuLine, link_of, read_line
from curation.formats.lu.model import define
from curation.formats.lu.sections import EntitySection, IntentSection, ModelInfo
from curation.formats.offsets import utf16_length

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from curation.formats.lu.model import App, Linked
    from curation.formats.lu.sections import Item, Section

__all__ = ["read_app"]

_LABELLED = ("entities", "composites", "closedLists", "regex_entities", "prebuiltEntities")
_HEADER = {"app.name": "name", "app.desc": "desc", "app.culture": "culture", "app.versionId": "versionId"}


def read_app(sections: Iterable[Section], file: str, linked: Callable[[str, int], Linked | None], app: App) -> App:
    """Add what the sections say to an app: entities first, then utterances, as they may name entities in passing.

    `linked` gives what a link inside an intent leads to, or `None` where it leads nowhere.

    Raises:
        UnreadableFileError: a definition or an utterance that cannot be read; it names the line.
    """
    sections = list(sections)
    for section in sections:
        if isinstance(section, ModelInfo):
            _header(app, section)
    try:
        definitions = definitions_of(section for section in sections if isinstance(section, EntitySection))
    except CurationError as error:
        raise UnreadableFileError(file, str(error)) from None
    for definition in definitions:
        if definition.type == "alterations":
            app.alterations.append(definition.words)
        else:
            define(app, definition)
    roles = {role: d.name for d in definitions for role in d.roles if d.type != "intent"}
    nested = _nested_names(sections)
    reader = _Reader(app, file, roles, linked)
    intents = [section for section in sections if isinstance(section, IntentSection)]
    for section in sorted(intents, key=lambda section: id(section) in nested):
        name = nested.get(id(section), section.name)
        if name:
            _intent(app, section, name, reader)
    return app


def _header(app: App, info: ModelInfo) -> None:
    key = _HEADER.get(info.key)
    if key and info.value:
        if key not in app.said:
            app.value[key] = info.value.lower() if key == "culture" else info.value
        app.said.add(key)
    elif info.key.startswith("app.") and info.key not in ("app.luis_schema_version", "app.tokenizerVersion"):
        app.unfollowed.append((f'the statement "{info.key}"', f"line {info.line}"))


def _nested_names(sections: list[Section]) -> dict[int, str]:
    """The names of nested intents where sections are enabled, which stand behind the others.

    `enableSections` makes `## child` a part of `# parent`; with `enableMergeIntents = false` it is `parent.child`, and
    the parent is no intent.
    """
    said = {s.key: s.value.casefold() for s in sections if isinstance(s, ModelInfo)}
    enabled, merged = said.get("enableSections") == "true", said.get("enableMergeIntents") != "false"
    found: dict[int, str] = {}
    parent: IntentSection | None = None
    for section in sections:
        if not isinstance(section, IntentSection):
            continue
        if not section.nested:
            parent = None if section.items else section
        elif parent is not None and enabled:
            found[id(section)] = parent.name if merged else f"{parent.name}.{section.name}"
            found[id(parent)] = parent.name if merged else ""
    return found


class _Reader:
    """Reads the lines of intents into an app."""

    def __init__(self, app: App, file: str, roles: dict[str, str], linked: Callable[[str, int], Linked | None]) -> None:
        self.app, self.file, self.roles, self.linked = app, file, roles, linked
        self.parents: dict[str, set[str]] = {}
        for entity in app.value["entities"]:
            _note_children(entity, self.parents)

    def lines(self, items: Iterable[Item]) -> Iterator[tuple[LuLine, int]]:
        """The lines of an intent, then what its links bring in."""
        links: list[tuple[str, int]] = []
        for item in items:
            path = link_of(item.text)
            if path:
                links.append((path, item.line))
                continue
            if not item.text:
                self.app.unfollowed.append(("a line without a text", f"line {item.line}"))
                continue
            try:
                yield read_line(item.text), item.line
            except CurationError as error:
                raise UnreadableFileError(self.file, str(error), line=item.line) from None
        for path, line in links:
            brought = self.linked(path, line)
            if brought is None:
                self.app.unfollowed.append((f'a link that leads nowhere: "{path}"', f"line {line}"))
            for _, found, _ in brought or ():
                yield found, line

    def labels(self, line: LuLine) -> list[dict[str, Any]]:
        """The labels of a line, inner ones first; those of children are inside the label of their parent.

        What is whose child is said by the definitions, not by the braces: a parent may be written inside its child.
        """
        flat = list(_flat(line.labels))
        above = {id(label): self._parent(label, flat) for label in flat}
        inside: dict[int, list[LuLabel]] = {}
        for label in flat:
            if (parent := above[id(label)]) is not None:
                inside.setdefault(id(parent), []).append(label)
        return [self._made(label, line.text, inside) for label in flat if above[id(label)] is None]

    def _parent(self, label: LuLabel, flat: list[LuLabel]) -> LuLabel | None:
        """The smallest label around one that is of its parent entity."""
        parents = self.parents.get(label.name, ()) if not label.role else ()
        around = [
            o for o in flat if o is not label and o.name in parents and o.start <= label.start <= label.end <= o.end
        ]
        return min(around, key=lambda other: other.end - other.start, default=None)

    def _made(
        self, label: LuLabel, text: str, inside: dict[int, list[LuLabel]], *, child: bool = False
    ) -> dict[str, Any]:
        name, role = label.name, label.role
        if not child and not role and name in self.roles and not self.declared(name):
            name, role = self.roles[name], name
        made: dict[str, Any] = {
            "entity": name,
            "startPos": utf16_length(text[: label.start]),
            "endPos": utf16_length(text[: label.end]) - 1,
        }
        if role:
            made["role"] = role
        if id(label) in inside:
            children = sorted(inside[id(label)], key=lambda one: (one.start, one.end))
            made["children"] = [self._made(one, text, inside, child=True) for one in children]
        return made

    def declared(self, name: str) -> bool:
        """Whether any entity has the name."""
        return any(self.app.has(part, name) for part in (*_LABELLED, "patternAnyEntities"))

    def declare(self, labels: Iterable[dict[str, Any]]) -> None:
        """Declare entities that only labels name as learned ones, and roles that only labels name."""
        for label in labels:
            name = label["entity"]
            part = next((part for part in _LABELLED if self.app.has(part, name)), "entities")
            if not self.app.has(part, name):
                self.app.forget("patternAnyEntities", name)
            known = self.app.named(part, name, {"roles": []})
            if label.get("role") and label["role"] not in known["roles"]:
                known["roles"].append(label["role"])


def _flat(labels: Iterable[LuLabel]) -> Iterator[LuLabel]:
    for label in labels:
        yield from _flat(label.children)
        yield label


def _note_children(entity: dict[str, Any], parents: dict[str, set[str]]) -> None:
    for child in entity.get("children", ()):
        parents.setdefault(child["name"], set()).add(entity["name"])
        _note_children(child, parents)


def _intent(app: App, section: IntentSection, name: str, reader: _Reader) -> None:
    app.named("intents", name, {})
    for line, number in reader.lines(section.items):
        place = f"line {number}"
        if line.pattern:
            app.value["patterns"].append({"pattern": line.text, "intent": name})
            app.place("patterns", place)
            for entity, role in line.placeholders:
                _placeholder(app, reader, entity, role)
            continue
        labels = reader.labels(line)
        reader.declare(labels)
        app.value["utterances"].append({"text": line.text, "intent": name, "entities": labels})
        app.place("utterances", place)


def _placeholder(app: App, reader: _Reader, entity: str, role: str) -> None:
    if entity in reader.roles and not reader.declared(entity):
        return
    if not reader.declared(entity):
        app.named("patternAnyEntities", entity, {"explicitList": [], "roles": []})
    for part in (*_LABELLED, "patternAnyEntities"):
        known = app.named(part, entity, {}) if app.has(part, entity) else None
        if known is not None and role and role not in known["roles"]:
            known["roles"].append(role)

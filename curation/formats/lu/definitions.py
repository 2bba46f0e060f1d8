"""What `@ type name ...` and `$name:type` define, each with the lines below it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from curation.errors import CurationError
from curation.formats.lu.markup import BLANK

if TYPE_CHECKING:
    from collections.abc import Iterable

    from curation.formats.lu.sections import EntitySection, Item

__all__ = ["PREBUILTS", "Definition", "definitions_of"]

PREBUILTS = frozenset(
    [
        "age", "datetimeV2", "dimension", "email", "geographyV2", "keyPhrase", "money", "number", "ordinal",
        "ordinalV2", "percentage", "personName", "phonenumber", "temperature", "url", "datetime",
    ]
)  # fmt: skip
"""What `@ prebuilt` and `$PREBUILT:` can name."""

_TYPES = ("simple", "list", "regex", "prebuilt", "composite", "ml", "patternany", "phraselist", "intent")
_TYPE = re.compile(rf"(?P<type>{'|'.join(_TYPES)})(?![^\s'\"=])", re.IGNORECASE)
_NAME = re.compile(r"\s*(?:'(?P<single>[^']*)'|\"(?P<double>[^\"]*)\"|(?P<bare>[^\s=,;'\"]+))")
_ROLES = re.compile(r"\s*(?:hasRoles?\b)?\s*(?P<roles>.*)", re.IGNORECASE | re.DOTALL)
_FEATURES = re.compile(r"\busesFeatures?\b", re.IGNORECASE)
_FLAGS = re.compile(r"\b(enabledForAllModels|disabledForAllModels|disabled)\b", re.IGNORECASE)
_OLD = re.compile(r"(?P<name>[^:]+):(?P<type>.*)", re.DOTALL)
_OLD_ROLES = re.compile(r"\s*(?:has)?roles?\s*=\s*\[?(?P<roles>[^\]]*)\]?\s*$", re.IGNORECASE)
_INDENT = 4
"""Spaces that make one level of children."""


@dataclass(slots=True)
class Definition:
    """An entity, a phrase list, or features of an intent.

    `values` are the lines of a list by canonical form, `words` those of a phrase list or the parts of a composite.
    """

    type: str
    name: str
    line: int
    roles: list[str] = field(default_factory=list)
    features: list[str] = field(default_factory=list)
    values: list[tuple[str, list[str]]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    pattern: str = ""
    children: list[dict[str, Any]] = field(default_factory=list)
    interchangeable: bool = False


def definitions_of(sections: Iterable[EntitySection]) -> list[Definition]:
    """The definitions of a file: those with @ before those with $, each in order; a type may be said elsewhere.

    Raises:
        CurationError: a definition without name or type, or a body that does not go with its type.
    """
    known = list(sections)
    found = [_new(section) for section in known if not section.old]
    types = {definition.name: definition.type for definition in found if definition.type}
    for definition in found:
        definition.type = definition.type or types.get(definition.name, "")
        if not definition.type and definition.name in PREBUILTS:
            definition.type = "prebuilt"
        if not definition.type:
            raise CurationError(f'line {definition.line}: "{definition.name}" has no type; write @ ml, @ list, @ regex')
    for definition, section in zip(found, [s for s in known if not s.old], strict=True):
        _body(definition, section.items)
    return found + [made for section in known if section.old for made in _old(section)]


def _new(section: EntitySection) -> Definition:
    rest = section.definition
    match = _TYPE.match(rest)
    kind = match["type"].lower() if match else ""
    rest = rest[match.end() :] if match else rest
    name = _NAME.match(rest)
    if name is None:
        raise CurationError(f"line {section.line}: an entity without a name")
    named = _name_of(name)
    rest = rest[name.end() :]
    if kind == "phraselist" and "(" in named:
        named, _, flag = named.partition("(")
        rest = f"({flag}{rest}"
    found = Definition(kind, named, section.line)
    label = re.match(r"\s*\((?P<flag>[^)]*)\)", rest)
    if label:
        found.interchangeable = "interchangeable" in label["flag"].casefold()
        rest = rest[label.end() :]
    head, _, definition = rest.partition("=")
    head = _FLAGS.sub("", head)
    split = _FEATURES.split(head, maxsplit=1)
    roles = split[0]
    features = split[1] if len(split) > 1 else ""
    matched = _ROLES.match(roles)
    found.roles = _names(matched["roles"] if matched else "")
    found.features = _names(features)
    found.pattern = definition.strip(BLANK)
    return found


def _name_of(match: re.Match[str]) -> str:
    return (match["single"] or match["double"] or match["bare"] or "").strip(BLANK)


def _names(text: str) -> list[str]:
    return [name.strip(f"{BLANK}'\"") for name in text.split(",") if name.strip(f"{BLANK}'\"")]


def _body(found: Definition, items: list[Item]) -> None:
    """Read what stands behind the = and in the lines below, by the type of the entity."""
    lines = [item.text for item in items]
    match found.type:
        case "list":
            _list(found, lines)
        case "regex":
            found.pattern = _regex(found.pattern or (lines[0] if lines else ""), found.line)
        case "composite":
            found.words = _names(found.pattern.strip("[]") or ",".join(lines).strip("[]"))
        case "phraselist":
            found.words = [word for line in (found.pattern, *lines) for word in _words(line)]
        case "ml":
            found.children = _children(items)
        case _:
            pass


def _regex(text: str, line: int) -> str:
    if not text:
        return ""
    if not (text.startswith("/") and text.endswith("/") and len(text) > 1):
        raise CurationError(f"line {line}: a regular expression stands between slashes: /.../")
    return text[1:-1]


def _list(found: Definition, lines: list[str]) -> None:
    for line in lines:
        if line.endswith(":"):
            found.values.append((line[:-1].strip(BLANK), []))
        elif found.values:
            found.values[-1][1].extend(_words(line.replace(";", ",")))
        else:
            raise CurationError(f"line {found.line}: a synonym before any value; a value ends in a colon")


def _words(line: str) -> list[str]:
    return [word.strip(BLANK) for word in line.split(",") if word.strip(BLANK)]


def _children(items: list[Item]) -> list[dict[str, Any]]:
    """The children of a learned entity, each below the last one that stands further left."""
    roots: list[dict[str, Any]] = []
    base = -(-items[0].indent // _INDENT) if items else 0
    path: list[dict[str, Any]] = []
    for item in items:
        if not item.text.startswith("@"):
            raise CurationError(f'line {item.line}: a part of a learned entity begins with "- @"')
        made = _child(item)
        level = max(0, min(-(-item.indent // _INDENT) - base, len(path)))
        (path[level - 1]["children"] if level else roots).append(made)
        path = [*path[:level], made]
    return roots


def _child(item: Item) -> dict[str, Any]:
    rest = item.text[1:].strip(BLANK)
    match = _TYPE.match(rest)
    kind = match["type"].lower() if match else ""
    name = None
    if match:
        name = _NAME.match(rest[match.end() :])
        rest = rest[match.end() :]
    else:
        model = _NAME.match(rest)
        kind = _name_of(model) if model else ""
        rest = rest[model.end() :] if model else rest
        name = _NAME.match(rest)
    if name is None:
        raise CurationError(f"line {item.line}: a part of a learned entity without a name")
    features = _FEATURES.split(rest[name.end() :], maxsplit=1)
    named = _names(features[1].partition("=")[0]) if len(features) > 1 else []
    models = named if kind in _TYPES else [kind, *named]
    return {
        "name": _name_of(name),
        "children": [],
        **({"features": [{"modelName": model.rstrip("*")} for model in models]} if models else {}),
    }


def _old(section: EntitySection) -> list[Definition]:
    """What `$name:type` means; a type that is none of those known is a value of a list."""
    match = _OLD.match(section.definition)
    if match is None:
        raise CurationError(f"line {section.line}: an entity without a type; write $name:simple")
    name, kind = match["name"].strip(BLANK), match["type"].strip(BLANK)
    word, _, rest = kind.partition(" ")
    roles_at = re.search(r"\s*(?:has)?roles?\s*=\s*\[?[^\]]*\]?\s*$", kind, re.IGNORECASE)
    roles = _OLD_ROLES.match(kind[roles_at.start() :]) if roles_at else None
    made = Definition("", name, section.line, roles=_names(roles["roles"]) if roles else [])
    body = kind[: roles_at.start()].strip(BLANK) if roles_at else kind
    lines = [item.text for item in section.items]
    if name == "PREBUILT":
        made.type, made.name = "prebuilt", body.split(" ")[0]
    elif body.casefold() == "simple":
        made.type = "simple"
    elif body.endswith("="):
        made.type, made.values = "list", [(body[:-1].strip(BLANK), lines)]
        if made.values[0][0].casefold() == "qna-alterations":
            made.type, made.words = "alterations", lines
    elif body.startswith("/"):
        made.type, made.pattern = "regex", _regex(body, section.line)
    elif body.startswith("["):
        made.type, made.words = "composite", _names(body.strip("[]"))
    elif word.casefold().startswith("phraselist"):
        made.type, made.interchangeable = "phraselist", "interchangeable" in rest.casefold()
        made.words = [word for line in lines for word in _words(line)]
    elif body in PREBUILTS:
        made.type, made.name = "prebuilt", body
    else:
        made.type = "unknown"
    return [made]

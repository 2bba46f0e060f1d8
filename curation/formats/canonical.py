"""The one way a file is written: keys in documented order, a row a line, so that a diff shows only what changed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from curation.errors import CurationError
from curation.formats.schemas import load_schema
from curation.formats.shape import SCHEMA_OF_KIND
from curation.formats.write import encode_text
from curation.model.contract import LARGEST_PAYLOAD
from curation.model.document import DocumentKind, Syntax

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.model.document import Document

__all__ = ["canonical_bytes"]

_ROWS = ("utterances", "qnas", "intents", "sublists")
"""Arrays whose items stand on one line each, however long."""

_WIDEST = 120
"""Columns up to which anything else stands on one line."""

_NEAR = 0.8
"""Share of the largest payload from which nothing but line breaks between rows is added to the text."""


def canonical_bytes(document: Document, *, sort: bool = False) -> bytes:
    """The document in UTF-8 with LF, keys in the order of its schema and unknown ones behind, one row a line.

    Rows, intents and entities keep their order unless `sort` is asked for: then rows stand by intent and text, the
    others by name. The value stays what it was. Near the largest payload the service takes, spaces are left out.

    Raises:
        CurationError: the file is not JSON, of no known kind, or holds a key twice (which one counts is not said).
    """
    if document.syntax is not Syntax.JSON or document.kind is DocumentKind.UNKNOWN:
        raise CurationError(f"{document.file}: not a JSON file of a kind that can be formatted: {document.why}")
    if document.repeated_keys:
        raise CurationError(f"{document.file}: the key {document.repeated_keys[0]} stands twice; keep one first")
    schema = load_schema(SCHEMA_OF_KIND[document.kind])
    value = _ordered(document.value, schema, schema)
    if sort:
        value = _sorted(value)
    made = encode_text("".join(_written(value, "", spaced=True)) + "\n")
    if len(made) > _NEAR * LARGEST_PAYLOAD:
        made = encode_text("".join(_written(value, "", spaced=False)) + "\n")
    return made


def _ordered(value: Any, schema: Any, root: Any) -> Any:
    """The value with the keys of every object in the order in which its schema names them."""
    schema = _resolved(schema, root)
    if isinstance(value, list):
        return [_ordered(item, schema.get("items", {}), root) for item in value]
    if not isinstance(value, dict):
        return value
    properties = schema.get("properties", {})
    keys = [*(key for key in properties if key in value), *(key for key in value if key not in properties)]
    return {key: _ordered(value[key], properties.get(key, {}), root) for key in keys}


def _resolved(schema: Any, root: Any) -> Any:
    while isinstance(schema, dict) and "$ref" in schema:
        schema = root["definitions"][schema["$ref"].rpartition("/")[2]]
    for alternative in schema.get("allOf", ()) if isinstance(schema, dict) else ():
        return _resolved(alternative, root)
    return schema if isinstance(schema, dict) else {}


def _sorted(value: Any) -> Any:
    if isinstance(value, list):
        return sorted(value, key=_by_intent_and_text)
    assets = value.get("assets")
    if not isinstance(assets, dict):
        return value
    orders = {"utterances": _by_intent_and_text, "intents": _by_name, "entities": _by_name}
    made = {
        key: sorted(items, key=orders[key]) if key in orders and isinstance(items, list) else items
        for key, items in assets.items()
    }
    return {**value, "assets": made}


def _by_intent_and_text(row: Any) -> tuple[str, str, str]:
    found = row if isinstance(row, dict) else {}
    text = str(found.get("text", ""))
    return str(found.get("intent", "")), text.casefold(), text


def _by_name(item: Any) -> tuple[str, str]:
    name = str(item.get("category", "")) if isinstance(item, dict) else ""
    return name.casefold(), name


def _written(value: Any, indent: str, *, spaced: bool, name: str = "") -> Iterator[str]:
    """The text of a value, in pieces; `name` is the key it stands under."""
    rows = isinstance(value, list) and (name in _ROWS or not indent)
    broken = value and isinstance(value, (list, dict))
    if not broken or not (rows or _holds_rows(value)):
        short = _dumped(value, spaced=spaced)
        if not broken or not spaced or len(indent) + len(short) <= _WIDEST:
            yield short
            return
    inner = f"{indent}  " if spaced else ""
    yield "[" if isinstance(value, list) else "{"
    items = enumerate(value) if isinstance(value, list) else value.items()
    for number, (key, item) in enumerate(items):
        yield f"{',' if number else ''}\n{inner}"
        if isinstance(value, dict):
            yield f"{_dumped(key, spaced=spaced)}:{' ' if spaced else ''}"
        if rows:
            yield _dumped(item, spaced=spaced)
        else:
            yield from _written(item, inner or " ", spaced=spaced, name=str(key))
    yield f"\n{indent if spaced else ''}{']' if isinstance(value, list) else '}'}"


def _holds_rows(value: Any) -> bool:
    """Whether something inside is an array of rows, which is never put on one line."""
    if not isinstance(value, dict):
        return False
    return any((key in _ROWS and isinstance(item, list) and item) or _holds_rows(item) for key, item in value.items())


def _dumped(value: Any, *, spaced: bool) -> str:
    separators = (", ", ": ") if spaced else (",", ":")
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=separators)

"""SCH002: a key that no file of the kind has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from curation.formats.positions import escape_key
from curation.formats.schemas import load_schema
from curation.formats.shape import SCHEMA_OF_KIND
from curation.model.document import DocumentKind
from curation.model.finding import Severity
from curation.model.words import did_you_mean, plural
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import sample_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


@rule(
    "SCH002",
    "unknown-key",
    severity=Severity.WARNING,
    good=(Example({"u.json": [sample_row("book a table", "Reserve", language="en-us")]}),),
    bad=(Example({"u.json": [sample_row("book a table", "Reserve", langauge="en-us")]}),),
    evidence="documented",
    source="contract 1.1, 2, 3.1",
)
def unknown_key(facts: Facts) -> Iterator[Hit]:
    """A row or a project has a key that the service's pages do not name.

    Mostly a slip, and then what it says is passed over in silence: `datset` leaves a row without a dataset. Unknown
    keys are kept on the way through; each is named once a file, where it first stands.
    """
    for document in facts.workspace.documents:
        if document.kind is DocumentKind.CQA or not document.has_shape:
            continue
        found: dict[str, tuple[str, int, list[str]]] = {}
        for pointer, key, known in _unknown(document.value, load_schema(SCHEMA_OF_KIND[document.kind])):
            first, count, _ = found.get(key, (pointer, 0, known))
            found[key] = (first, count + 1, known)
        for key, (pointer, count, known) in found.items():
            message = f'"{key}" ({plural(count, "time")}) is no key of this place; {did_you_mean(key, known)}'
            yield Hit(document.file, pointer, message, subject=key)


def _unknown(value: Any, schema: Any) -> Iterator[tuple[str, str, list[str]]]:  # noqa: ANN401 - JSON
    """Pointer and name of every key that the schema does not name, with those it does."""
    if isinstance(value, list):
        yield from _of_rows(value, "", schema["definitions"]["utterance"]["properties"])
        return
    yield from _of_object(value, "", schema["properties"])
    for part in ("metadata", "assets"):
        yield from _of_object(value.get(part) or {}, f"/{part}", schema["properties"][part]["properties"])
    assets = value.get("assets") or {}
    for part, definition in (("intents", "intent"), ("entities", "entity"), ("utterances", "utterance")):
        if definition in schema["definitions"]:
            properties = schema["definitions"][definition]["properties"]
            yield from _of_rows(assets.get(part) or [], f"/assets/{part}", properties)


def _of_rows(rows: list[Any], pointer: str, properties: dict[str, Any]) -> Iterator[tuple[str, str, list[str]]]:
    known = properties.keys()
    for index, row in enumerate(rows):
        if not row.keys() <= known:
            yield from _of_object(row, f"{pointer}/{index}", properties)


def _of_object(value: dict[str, Any], pointer: str, properties: dict[str, Any]) -> Iterator[tuple[str, str, list[str]]]:
    for key in value:
        if key not in properties:
            yield f"{pointer}/{escape_key(key)}", key, list(properties)

"""Rows of an upload array or of a project's `assets.utterances`, both ways (contract 1.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from curation.formats.json_text import keep_once
from curation.model.project import Span, Utterance

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["read_rows", "row_value"]

_ROW_KEYS = frozenset({"text", "intent", "language", "dataset", "entities"})
_SPAN_KEYS = frozenset({"category", "offset", "length"})
_EMPTY_ENTITIES: dict[str, Any] = {"entities": []}
"""Shared by all rows that hold it and nothing more: in most projects that is nine rows in ten."""


def read_rows(
    rows: Iterable[dict[str, Any]], file: str, pointer: str, numbers: Iterable[int] | None = None
) -> tuple[Utterance, ...]:
    """The utterances in `rows`, which stand at `pointer` of `file` and have the right shape.

    `numbers` are those of the rows where they are not the first of their list, one after the other. `entities: []` is
    kept apart from no `entities` at all, so that a row is written back as it was.
    """
    once: dict[str, str] = {}
    numbered = enumerate(rows) if numbers is None else zip(numbers, rows, strict=True)
    return tuple(_read_row(row, file, f"{pointer}/{index}", once) for index, row in numbered)


def _read_row(row: dict[str, Any], file: str, pointer: str, once: dict[str, str]) -> Utterance:
    keep_once(row, once)  # rows of one JSON text share them already, those of tables and JSON Lines do not
    extra = None if _ROW_KEYS.issuperset(row) else {key: row[key] for key in row if key not in _ROW_KEYS}
    entities = row.get("entities")
    if entities == []:
        extra = {**extra, **_EMPTY_ENTITIES} if extra else _EMPTY_ENTITIES
    spans = tuple([_read_span(s, f"{pointer}/entities/{i}") for i, s in enumerate(entities)]) if entities else ()
    return Utterance(row["text"], row["intent"], file, pointer, row.get("language"), row.get("dataset"), spans, extra)


def _read_span(span: dict[str, Any], pointer: str) -> Span:
    extra = None if _SPAN_KEYS.issuperset(span) else {key: span[key] for key in span if key not in _SPAN_KEYS}
    # 3.0 is an integer to JSON Schema, and in files that spreadsheets made.
    return Span(span["category"], int(span["offset"]), int(span["length"]), pointer, extra)


def row_value(row: Utterance) -> dict[str, Any]:
    """The JSON object of a row: known keys in the documented order, then what was not understood.

    Keys whose value is null are not written (contract 1.1).
    """
    value: dict[str, Any] = {"text": row.text, "intent": row.intent}
    if row.language is not None:
        value["language"] = row.language
    if row.dataset is not None:
        value["dataset"] = row.dataset
    if row.spans:
        value["entities"] = [_span_value(span) for span in row.spans]
    return {**value, **(row.extra or {})}


def _span_value(span: Span) -> dict[str, Any]:
    return {"category": span.category, "offset": span.offset, "length": span.length, **(span.extra or {})}

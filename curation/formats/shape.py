"""Whether a parsed file has the shape its kind needs, said in the user's words.

`jsonschema-rs` answers yes or no on the hot path; `jsonschema` explains a no. A schema marks a limit that a
rule looks after with `x-rule`; such a limit is left to the rule, whose message can say more.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from curation.formats.positions import escape_key
from curation.formats.schemas import load_schema
from curation.model.document import DocumentKind, Violation
from curation.model.words import ALIKE, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["SCHEMA_OF_KIND", "Violations", "violations"]

SCHEMA_OF_KIND = {
    DocumentKind.UTTERANCES: "utterances",
    DocumentKind.CLU: "clu-project",
    DocumentKind.ORCHESTRATION: "orchestration-project",
    DocumentKind.CQA: "cqa-project",
}

_ROWS = {
    DocumentKind.UTTERANCES: ("", "utterance"),
    DocumentKind.CLU: ("/assets/utterances", "utterance"),
    DocumentKind.ORCHESTRATION: ("/assets/utterances", "utterance"),
    DocumentKind.CQA: ("/assets/qnas", "qna"),
}

_EXPLAINED_ROWS = 1000
"""Rows explained in full; explaining costs a millisecond a row, and nobody reads more."""

_TYPE_WORDS = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "an object",
    "null": "null",
}

Violations = tuple[tuple[Violation, ...], int]


def violations(kind: DocumentKind, value: Any) -> Violations:
    """Where `value` is not of the shape of `kind`, and how many further rows are wrong but not explained."""
    if _fast_accepts(kind, value):
        return (), 0
    pointer, _ = _ROWS[kind]
    rows = _rows(value, pointer)
    without_rows = _without_rows(value, pointer) if rows is not None else value
    found = list(_explain(load_schema(SCHEMA_OF_KIND[kind]), without_rows, ""))
    unexplained = 0
    if rows is not None:
        explained, unexplained = _explain_rows(kind, rows, pointer)
        found += explained
    return tuple(found), unexplained


@cache
def _fast_validator(name: str, definition: str = "") -> Any:
    import jsonschema_rs

    return jsonschema_rs.Draft7Validator(_schema(name, definition))


@cache
def _schema(name: str, definition: str) -> Any:
    schema = load_schema(name)
    if not definition:
        return schema
    return {**schema["definitions"][definition], "definitions": schema["definitions"]}


def _fast_accepts(kind: DocumentKind, value: Any) -> bool:
    try:
        return bool(_fast_validator(SCHEMA_OF_KIND[kind]).is_valid(value))
    except (ValueError, UnicodeError, OverflowError):
        # Lone surrogates, huge integers and great depth have no place in its data model; the slow one copes.
        return False


def _explain_rows(kind: DocumentKind, rows: list[Any], pointer: str) -> tuple[list[Violation], int]:
    definition = _ROWS[kind][1]
    fast = _fast_validator(SCHEMA_OF_KIND[kind], definition)
    schema = _schema(SCHEMA_OF_KIND[kind], definition)
    found: list[Violation] = []
    explained = unexplained = 0
    for index, row in enumerate(rows):
        try:
            if fast.is_valid(row):
                continue
        except (ValueError, UnicodeError, OverflowError):
            pass
        if explained >= _EXPLAINED_ROWS:
            unexplained += 1
            continue
        reasons = list(_explain(schema, row, f"{pointer}/{index}"))
        explained += bool(reasons)
        found += reasons
    return found, unexplained


def _rows(value: Any, pointer: str) -> list[Any] | None:
    for key in pointer.split("/")[1:]:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, list) else None


def _without_rows(value: Any, pointer: str) -> Any:
    if not pointer:
        return []
    _, parent, key = pointer.split("/")
    return {**value, parent: {**value[parent], key: []}}


def _explain(schema: Any, value: Any, pointer: str) -> Iterator[Violation]:
    import jsonschema

    for error in jsonschema.Draft7Validator(schema).iter_errors(value):
        if isinstance(error.schema, dict) and "x-rule" in error.schema and error.validator not in ("type", "required"):
            continue
        place = pointer + "".join(f"/{escape_key(str(part))}" for part in error.absolute_path)
        yield Violation(place, _message(error, place), _missing(error) if error.validator == "required" else "")


def _missing(error: Any) -> str:
    """The key that is required: one error a key, only the message says which, and the names are our schemas' own."""
    return str(error.message.split("'")[1])


def _message(error: Any, pointer: str) -> str:
    name = pointer.rpartition("/")[2]
    subject = f'"{name}"' if name and not name.isdecimal() else ("this item" if name else "the file")
    match error.validator:
        case "required":
            missing = _missing(error)
            return f'{subject} has no "{missing}"; it is required' + _similar_key(missing, error.instance)
        case "type":
            wanted = error.validator_value if isinstance(error.validator_value, list) else [error.validator_value]
            words = " or ".join(_TYPE_WORDS[kind] for kind in wanted if kind != "null" or len(wanted) == 1)
            return f"{subject} must be {words}, but is {_describe(error.instance)}"
        case "enum" | "const":
            allowed = error.validator_value if error.validator == "enum" else [error.validator_value]
            shown = ", ".join(str(option) for option in allowed if option is not None)
            return f"{subject} is {_describe(error.instance)}; allowed: {shown}"
        case _:
            return f"{subject}: {error.message}"


def _similar_key(missing: str, instance: dict[str, Any]) -> str:
    by_fold = {key.casefold(): key for key in instance}
    close = nearest(missing.casefold(), by_fold, alike=ALIKE)
    return f', did you mean it by "{by_fold[close]}"?' if close else ""


def _describe(value: Any) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int() | float():
            return f"the number {value}"
        case str():
            return f"the text {json.dumps(value[:40], ensure_ascii=False)}"
        case list():
            return "a list"
        case _:
            return "an object"

"""A file read by the SDK, what in it the SDK has no field for, and the same made anew from its fields alone."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from types import UnionType
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin

from sdk.write_fields import fields_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_JSON = {str: str, int: int, float: (int, float), bool: bool, datetime: str, type(None): type(None)}


def body_of(step: Any, models: Any, answers: Any) -> Any:
    """The file as the object that the SDK imports."""
    return (answers.ImportJobOptions if step.kind == "QuestionAnswering" else models.ExportedProject)(step.value)


def is_model(value: Any) -> bool:
    return hasattr(value, "as_dict")


def within(value: Any) -> list[Any]:
    """The objects of the SDK in a value of a field."""
    return [part for part in (value if isinstance(value, list) else [value]) if is_model(part)]


def oddities(model: Any) -> Iterator[tuple[str, str, str]]:
    """Class, name in JSON and what is wrong, for all that the SDK's classes do not say so themselves."""
    fields, kind = fields_of(type(model)), type(model).__name__
    yield from ((kind, name, "unknown") for name in model if name not in fields)
    for name, field in fields.items():
        if name not in model:
            if field.required:
                yield kind, name, "missing"
            continue
        if not fits(model[name], field.hint):
            yield kind, name, f"is {type(model[name]).__name__}"
        for part in within(getattr(model, field.name)):
            yield from oddities(part)


def fits(value: Any, hint: Any) -> bool:
    """Whether a value of JSON is of the type that a field has."""
    origin, parts = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        listed = any(_is_enum(part) for part in parts)
        return any(fits(value, part) for part in parts if not (listed and part is str))
    if origin is Literal or _is_enum(hint):
        return value in [getattr(part, "value", part) for part in parts or hint]
    if origin is list:
        return isinstance(value, list) and all(fits(item, parts[0]) for item in value)
    if origin is dict:
        return isinstance(value, dict) and all(fits(item, parts[1]) for item in value.values())
    if hint in _JSON:
        return isinstance(value, _JSON[hint]) and (hint is bool or not isinstance(value, bool))
    return isinstance(value, dict) or is_model(value)


def _is_enum(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, Enum)


def made_anew(model: Any) -> Any:
    """The same object from the values of its fields, as a program that works with the SDK's classes would make it."""
    values = {field.name: getattr(model, field.name) for field in fields_of(type(model)).values()}
    return type(model)(**{name: _made(value) for name, value in values.items() if value is not None})


def _made(value: Any) -> Any:
    if isinstance(value, list):
        return [_made(item) for item in value]
    return made_anew(value) if is_model(value) else value

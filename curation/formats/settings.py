"""Settings from plain values, refused with the place and what to write instead."""

from __future__ import annotations

from typing import Any, TypeVar

from curation.errors import CurationError
from curation.model.settings import Settings
from curation.model.words import nearest

__all__ = ["settings_of_json", "settings_schema", "validated"]

_Section = TypeVar("_Section")
_MOST = 5
"""Problems that one message names."""


def validated(kind: type[_Section], value: Any, *, at: str = "") -> _Section:
    """A section of the settings from a value as TOML or JSON gives it; `at` is the place of that value in the file.

    Raises:
        CurationError: an unknown setting (with the nearest known one), or a value out of range.
    """
    from pydantic import TypeAdapter, ValidationError

    try:
        return TypeAdapter(kind).validate_python(value)
    except ValidationError as error:
        details = error.errors(include_url=False)[:_MOST]
        raise CurationError("; ".join(_problem(detail, at) for detail in details)) from None


def settings_of_json(text: str) -> Settings:
    """What `Settings.to_json` wrote."""
    from pydantic import TypeAdapter

    return TypeAdapter(Settings).validate_json(text)


def settings_schema() -> dict[str, Any]:
    """The JSON schema of the settings."""
    from pydantic import TypeAdapter

    return TypeAdapter(Settings).json_schema()


def _problem(detail: Any, at: str) -> str:
    place = ".".join(str(part) for part in (*filter(None, [at]), *detail["loc"]))
    if detail["type"] == "unexpected_keyword_argument":
        return f"there is no setting {place}" + _nearest(str(detail["loc"][-1]))
    if detail["type"] == "dataclass_type":
        return f"{place or 'settings'}: should be a table of keys and values"
    return f"{place}: {detail['msg'][0].lower()}{detail['msg'][1:]}"


def _nearest(key: str) -> str:
    schema = settings_schema()
    names = set(schema["properties"]) | {key for part in schema["$defs"].values() for key in part.get("properties", ())}
    close = nearest(key, sorted(names))
    return f"; did you mean {close}?" if close else ""

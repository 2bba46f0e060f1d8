"""Settings from plain values, refused with the place and what to write instead."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, cast

from curation.errors import CurationError
from curation.model._section import Section
from curation.model.settings import Ignore, Settings, TaskSettings
from curation.model.words import nearest

if TYPE_CHECKING:
    from pydantic import TypeAdapter

__all__ = ["settings_of_json", "settings_schema", "validated"]

_Section = TypeVar("_Section", bound=Section)
_LONGEST = 100
"""Characters of a key that is quoted."""
_MOST = 5
"""Problems that one message names."""
_TABLES = ("tasks", "ignore")
"""Lists of tables; all other lists hold texts."""


def validated(kind: type[_Section], value: Any, *, at: str = "") -> _Section:
    """A section of the settings from a value as TOML or JSON gives it; `at` is the place of that value in the file.

    Raises:
        CurationError: an unknown setting (with the nearest known one), or a value out of range.
    """
    from pydantic import ValidationError

    try:
        return cast("_Section", _adapter(cast("type", kind)).validate_python(value))
    except ValidationError as error:
        details = error.errors(include_url=False)[:_MOST]
        raise CurationError("; ".join(_problem(detail, at) for detail in details)) from None


def settings_of_json(text: str) -> Settings:
    """What `Settings.to_json` wrote."""
    return cast("Settings", _adapter(Settings).validate_json(text))


def settings_schema() -> dict[str, Any]:
    """The JSON schema of the settings."""
    return _adapter(Settings).json_schema()


@cache
def _adapter(kind: type) -> TypeAdapter[Any]:
    """What reads a section; made once, since that takes longer than to read a file."""
    from pydantic import TypeAdapter

    return TypeAdapter(kind)


def _problem(detail: Any, at: str) -> str:
    place = ".".join(str(part) for part in (*filter(None, [at]), *detail["loc"]))
    if detail["type"] == "unexpected_keyword_argument":
        return f"there is no setting {place[:_LONGEST]}" + _nearest(str(detail["loc"][-1]))
    if detail["type"] in ("dataclass_type", "dict_type"):
        return f"{place or 'settings'}: should be a table of keys and values"
    if detail["type"] == "tuple_type":
        return f"{place}: should be a list" + (f"; write [[{place}]]" if place in _TABLES else "")
    return f"{place}: {detail['msg'][0].lower()}{detail['msg'][1:]}"


def _nearest(key: str) -> str:
    places = _places()
    close = key if key in places else nearest(key[:_LONGEST], sorted(places))
    return f"; did you mean {places[close]}?" if close else ""


def _places() -> dict[str, str]:
    """Each key and where it stands, as `seed` in `split.seed`; a key of several tables by itself."""
    found: dict[str, str] = {}
    for section in fields(Settings):
        found[section.name] = section.name
        for part in fields(section.default) if is_dataclass(section.default) else ():
            found[part.name] = part.name if part.name in found else f"{section.name}.{part.name}"
    for table in (TaskSettings, Ignore):
        found |= {part.name: part.name for part in fields(table)}
    return found

"""What sections of the settings are made of: dataclasses that tell pydantic how a file of them is read.

pydantic is loaded where such a file is read (`curation.formats.settings`), not here: a check without settings needs
none, and to make its models takes as long as such a check.
"""

from __future__ import annotations

from dataclasses import MISSING, field
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["Limits", "Section", "setting"]


class Limits:
    """Bounds of a value, under the names that pydantic-core has for them, such as `ge`, `max_length` and `pattern`."""

    def __init__(
        self,
        *,
        ge: float | None = None,
        gt: float | None = None,
        le: float | None = None,
        lt: float | None = None,
        min_length: int | None = None,
        max_length: int | None = None,
        pattern: str | None = None,
    ) -> None:
        given: dict[str, float | str | None] = {"ge": ge, "gt": gt, "le": le, "lt": lt}
        given |= {"min_length": min_length, "max_length": max_length, "pattern": pattern}
        self._limits = {name: limit for name, limit in given.items() if limit is not None}

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
        return {**handler(source), **self._limits}


def setting(
    description: str,
    *,
    examples: Sequence[Any] = (),
    default: Any = MISSING,
    default_factory: Any = MISSING,
) -> Any:
    """A field of a section, with what its schema says about it."""
    said = {"description": description, **({"examples": examples} if examples else {})}
    return field(default=default, default_factory=default_factory, metadata=said)


class Section:
    """A table of the settings; a key that it does not know is refused."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}

"""The published JSON Schemas, as shipped in the wheel or found beside the sources."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from curation.errors import CurationError

__all__ = ["load_schema", "schema_names", "schema_text"]

_SUFFIX = ".schema.json"


@cache
def _folder() -> Path:
    package = Path(__file__).parent.parent
    inside_wheel = package / "_schemas"
    return inside_wheel if inside_wheel.is_dir() else package.parent / "schemas"


def schema_names() -> tuple[str, ...]:
    """The names `load_schema` knows, in order."""
    return tuple(sorted(path.name.removesuffix(_SUFFIX) for path in _folder().glob(f"*{_SUFFIX}")))


def schema_text(name: str) -> str:
    """The schema file as published.

    Raises:
        CurationError: there is no schema of that name; the message lists the names.
    """
    if name not in schema_names():
        raise CurationError(f'there is no schema "{name}"; there are {", ".join(schema_names())}')
    return (_folder() / f"{name}{_SUFFIX}").read_text(encoding="utf-8")


@cache
def load_schema(name: str) -> Any:
    """The schema as a value; treat it as read-only, it is shared."""
    return json.loads(schema_text(name))

"""Overlays from a TOML file and from `--set KEY=VALUE`, and a project under the names of one."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from curation.errors import CurationError
from curation.formats.files import read_bytes
from curation.formats.json_text import decode
from curation.model.overlay import Overlay

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["overlaid_value", "overlay_of", "read_overlay"]

_Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]*[A-Za-z0-9_-][A-Za-z0-9_.-]*$", max_length=50)]
_LARGEST = 20_000
"""Bytes; a file of names is small, and a hostile one costs its reader much."""
_KEYS = "projects.NAME, deployments.NAME or endpoint"


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")
    projects: dict[str, _Name] = {}
    deployments: dict[str, _Name] = {}
    endpoint: Annotated[str, Field(pattern=r"^(https://[A-Za-z0-9.-]+(:\d{1,5})?/?)?$")] = ""


def overlay_of(data: bytes | None, file: str, pairs: Sequence[str]) -> Overlay:
    """The overlay of a file, if there is one, with `pairs` (KEY=VALUE) laid over it.

    Raises:
        CurationError: no TOML, an unknown key, a name that a project or deployment cannot have, or no `=`.
    """
    value = _parsed(data, file) if data is not None else {}
    for pair in pairs:
        key, equals, new = pair.partition("=")
        part, _, name = key.strip().partition(".")
        if not equals or not new.strip() or (part == "endpoint") == bool(name):
            raise CurationError(f'"{pair}" does not say what to name how; write KEY=VALUE, where KEY is {_KEYS}')
        if part == "endpoint":
            value["endpoint"] = new.strip()
        else:
            there = value.get(part, {})
            value[part] = {**(there if isinstance(there, dict) else {"": there}), name: new.strip()}
    try:
        found = _File.model_validate(value)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise CurationError(f"{file or '--set'}: {where}: {first['msg']}; keys are {_KEYS}") from None
    return Overlay(found.projects, found.deployments, found.endpoint.rstrip("/"))


def read_overlay(path: str | Path | None, pairs: Sequence[str]) -> Overlay:
    """The overlay of a file on disk, if one is named, with `pairs` laid over it; raises as `overlay_of`."""
    shown = Path(path).as_posix() if path is not None else ""
    return overlay_of(read_bytes(Path(path), shown) if path is not None else None, shown, pairs)


def _parsed(data: bytes, file: str) -> dict[str, Any]:
    if len(data) > _LARGEST:
        raise CurationError(f"{file}: has more than {_LARGEST:,} bytes; a file of names is small")
    text, _ = decode(data, file)
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise CurationError(f"{file}: not TOML: {error}") from None


def overlaid_value(value: Mapping[str, Any], overlay: Overlay) -> dict[str, Any]:
    """A project file under other names: its own, and those of the projects and deployments it links to."""
    metadata = value.get("metadata") or {}
    name = metadata.get("projectName")
    out = dict(value)
    if isinstance(name, str):
        out["metadata"] = {**metadata, "projectName": overlay.project(name)}
    assets = value.get("assets") or {}
    if isinstance(assets.get("intents"), list):
        out["assets"] = {**assets, "intents": [_intent(intent, overlay) for intent in assets["intents"]]}
    return out


def _intent(intent: Any, overlay: Overlay) -> Any:
    links = intent.get("orchestration") if isinstance(intent, dict) else None
    if not isinstance(links, dict):
        return intent
    return {**intent, "orchestration": {key: _payload(payload, overlay) for key, payload in links.items()}}


def _payload(payload: Any, overlay: Overlay) -> Any:
    if not isinstance(payload, dict) or not isinstance(payload.get("projectName"), str):
        return payload
    name = payload["projectName"]
    new = {**payload, "projectName": overlay.project(name)}
    if "deploymentName" in payload:
        new["deploymentName"] = overlay.deployment(name, payload["deploymentName"])
    return new

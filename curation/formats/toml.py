"""`curation.toml` and `[tool.curation]`: settings from text, and a first toml for a folder."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING, Any

from curation.errors import CurationError

if TYPE_CHECKING:
    from curation.model.settings import Settings

__all__ = ["parse_settings", "settings_text"]


def parse_settings(data: bytes, file: str, *, table: tuple[str, ...] = ()) -> Settings | None:
    """The settings in a toml file, below `table` if given; `None` where that table is not there.

    Raises:
        CurationError: not toml, an unknown setting (with the nearest known one), or a value out of range.
    """
    from pydantic import ValidationError

    from curation.model.settings import Settings

    try:
        value: Any = tomllib.loads(data.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CurationError(f"{file}: not toml: {error}") from None
    except RecursionError:
        raise CurationError(f"{file}: not usable: brackets are nested too deeply") from None
    for key in table:
        value = value.get(key) if isinstance(value, dict) else None
    if value is None:
        return None
    try:
        return Settings.model_validate(value)
    except ValidationError as error:
        problems = "; ".join(_problem(detail) for detail in error.errors(include_url=False)[:5])
        raise CurationError(f"{file}: {problems}") from None


def _problem(detail: Any) -> str:
    place = ".".join(str(part) for part in detail["loc"])
    if detail["type"] == "extra_forbidden":
        return f"there is no setting {place}" + _nearest(detail["loc"])
    return f"{place}: {detail['msg'][0].lower()}{detail['msg'][1:]}"


def _nearest(loc: tuple[str | int, ...]) -> str:
    import difflib

    from curation.model.settings import Settings

    schema = Settings.model_json_schema()
    names = set(schema["properties"]) | {key for part in schema["$defs"].values() for key in part["properties"]}
    close = difflib.get_close_matches(str(loc[-1]), sorted(names), n=1)
    return f"; did you mean {close[0]}?" if close else ""


def settings_text(settings: Settings) -> str:
    """A toml file that says what `settings` says, with what a newcomer wants to change in view."""
    lines = ["# What belongs together here, and how it is curated. `curation schema curation-toml` lists every key."]
    lines.append(f"utterances = {_array(settings.utterances)}")
    if settings.orchestration:
        lines.append(f"orchestration = {json.dumps(settings.orchestration, ensure_ascii=False)}")
    lines.append(f"decisions = {json.dumps(settings.decisions, ensure_ascii=False)}")
    for task in settings.tasks:
        lines += ["", "[[tasks]]", f"file = {json.dumps(task.file, ensure_ascii=False)}"]
        if task.name:
            lines.append(f"name = {json.dumps(task.name, ensure_ascii=False)}")
        if task.deployment:
            lines.append(f"deployment = {json.dumps(task.deployment)}  # the name you deploy this project under")
    lines += ["", "[split]", f"test_share = {settings.split.test_share}", f"seed = {settings.split.seed}"]
    lines += [
        "",
        "[links]",
        f"train_rows = {json.dumps(settings.links.train_rows)}  # test, keep or leave-out",
    ]
    lines.append(f"routing_only = {_array(settings.links.routing_only)}  # intents the orchestrator answers itself")
    return "\n".join(lines) + "\n"


def _array(values: tuple[str, ...]) -> str:
    return "[" + ", ".join(json.dumps(value, ensure_ascii=False) for value in values) + "]"

"""`curation.toml` and `[tool.curation]`: settings from text, and a first toml for a folder."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from curation.errors import CurationError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from curation.model.settings import Settings

__all__ = ["columns_text", "ignore_lines", "parse_settings", "settings_text"]


def parse_settings(data: bytes, file: str, *, table: tuple[str, ...] = ()) -> Settings | None:
    """The settings in a toml file, below `table` if given; `None` where that table is not there.

    Raises:
        CurationError: not toml, an unknown setting (with the nearest known one), or a value out of range.
    """
    import tomllib

    from curation.formats.settings import validated
    from curation.model.settings import Settings

    try:
        value: Any = tomllib.loads(data.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CurationError(f"{file}: not toml: {error}") from None
    except RecursionError:
        raise CurationError(f"{file}: not usable: brackets are nested too deeply") from None
    except ValueError:
        raise CurationError(f"{file}: not usable: it holds a number with thousands of digits") from None
    for key in table:
        value = value.get(key) if isinstance(value, dict) else None
    if value is None:
        return None
    try:
        return validated(Settings, value)
    except CurationError as error:
        raise CurationError(f"{file}: {error}") from None


def ignore_lines(data: bytes) -> tuple[int, ...]:
    """The line of each `[[ignore]]` table, in order."""
    lines = data.decode("utf-8-sig", errors="replace").splitlines()
    header = re.compile(r"\s*\[\[\s*(tool\s*\.\s*curation\s*\.\s*)?ignore\s*\]\]")
    return tuple(number for number, line in enumerate(lines, start=1) if header.match(line))


def settings_text(settings: Settings) -> str:
    """A toml file that says what `settings` says, with what a newcomer wants to change in view."""
    lines = ["# What belongs together here, and how it is curated. `curation schema curation-toml` lists every key."]
    lines.append(f"utterances = {_array(settings.utterances)}")
    if settings.orchestration:
        lines.append(f"orchestration = {_text(settings.orchestration)}")
    lines.append(f"decisions = {_text(settings.decisions)}")
    for task in settings.tasks:
        lines += ["", "[[tasks]]", f"file = {_text(task.file)}"]
        if task.name:
            lines.append(f"name = {_text(task.name)}  # a guess: the file does not say it")
        if task.deployment:
            lines.append(f"deployment = {_text(task.deployment)}  # the name you deploy this project under")
    if settings.tasks and settings.utterances and not settings.orchestration:
        lines += ["", "# Take the marks away to have an orchestration project built from the utterance files:"]
        lines += ["# [project]", '# name = "FrontDesk"', '# kind = "Orchestration"', '# language = "en-us"']
    lines += ["", "[split]", f"test_share = {settings.split.test_share}", f"seed = {settings.split.seed}"]
    lines += [
        "",
        "[links]",
        f"train_rows = {_text(settings.links.train_rows)}  # test, keep or leave-out",
    ]
    lines.append(f"routing_only = {_array(settings.links.routing_only)}  # intents the orchestrator answers itself")
    return "\n".join(lines) + "\n"


def columns_text(columns: Mapping[str, str], *, behind: bool) -> str:
    """The table that says which column is what; with a blank line before it if it stands `behind` something."""
    lines = ["[columns]", *(f"{key} = {_text(column)}" for key, column in sorted(columns.items()))]
    return ("\n" if behind else "") + "\n".join(lines) + "\n"


def _array(values: tuple[str, ...]) -> str:
    return "[" + ", ".join(_text(value) for value in values) + "]"


def _text(value: str) -> str:
    """A basic string of TOML: that of JSON, which leaves one control character bare."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")

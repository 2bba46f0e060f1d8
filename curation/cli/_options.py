"""Options that several commands share, and how a result leaves the process."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from curation.cli._output import put
from curation.model.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Callable

    from curation.model.report import Report

__all__ = [
    "AllowOpen", "Date", "Environment", "FailOn", "Folder", "Force", "Names", "Output", "OutputFormat",
    "OutputFormatOption", "Previous", "Reviewer", "Trim", "pairs_of", "show",
]  # fmt: skip


class OutputFormat(StrEnum):
    """How a result is printed."""

    TEXT = "text"
    JSON = "json"


Folder = Annotated[Path, typer.Argument(help="Folder with a curation.toml, or with files that speak for themselves.")]
OutputFormatOption = Annotated[
    OutputFormat, typer.Option("--output-format", "-f", help="text for people, json for programs.")
]
FailOn = Annotated[Severity, typer.Option("--fail-on", help="Exit 1 on findings of this severity or worse.")]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", help="Folder for the bundle; `output` of the settings if not given."),
]
AllowOpen = Annotated[bool, typer.Option("--allow-open", help="Exit 0 though nobody has decided on some intents.")]
Previous = Annotated[
    list[Path] | None,
    typer.Option(help="Export of a project as the service has it; difference.md says what an import would change."),
]
Names = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="KEY=VALUE", help="projects.NAME=..., deployments.NAME=... or endpoint=URL."),
]
Environment = Annotated[
    Path | None, typer.Option("--env", help="TOML file with the names projects and deployments have elsewhere.")
]
Trim = Annotated[bool, typer.Option("--trim", help="Leave out redundant Train rows beyond the service's limits.")]
Reviewer = Annotated[str, typer.Option("--reviewer", help="Who answers.")]
Date = Annotated[str, typer.Option("--date", help="When, as you write it: 2026-11-21. The tool has no clock.")]
Force = Annotated[bool, typer.Option("--force", help="Replace what is there, even if it was edited.")]


def pairs_of(text: str | None) -> dict[str, str]:
    """`a=B,c=D` as a mapping.

    Raises:
        CurationError: a part without `=`, or a key that columns cannot have.
    """
    from curation.errors import CurationError
    from curation.formats.columns import COLUMN_KEYS
    from curation.model.words import did_you_mean

    found: dict[str, str] = {}
    for part in (text or "").split(","):
        key, equals, value = (piece.strip() for piece in part.partition("="))
        if not text:
            continue
        if not equals or not value:
            raise CurationError(f'"{part}" does not say which column is what; write text=NAME,intent=NAME')
        if key not in COLUMN_KEYS:
            raise CurationError(f'a column cannot be "{key}"; {did_you_mean(key, COLUMN_KEYS)}')
        found[key] = value
    return found


def show(
    output_format: OutputFormat,
    text: Callable[[], str],
    *,
    report: Report | None = None,
    sections: Callable[[], dict[str, Any]] = dict,
) -> None:
    """Print a result: as text, or as the one JSON document that all commands share."""
    if output_format is OutputFormat.TEXT:
        put(text())
        return
    from curation.model.report import Report
    from curation.render.as_json import result_json

    typer.echo(result_json(report or Report(), sections()), nl=False)

"""`curation diff`: what an import would change."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from curation.cli._app import app


class DiffFormat(StrEnum):
    """How a difference is printed."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


Old = Annotated[Path, typer.Argument(help="The state before, such as the last export.")]
New = Annotated[Path, typer.Argument(help="The state after, such as what is to be imported.")]
Format = Annotated[
    DiffFormat, typer.Option("--output-format", "-f", help="text, json, or markdown for a pull request.")
]
ExitCode = Annotated[bool, typer.Option("--exit-code", help="Exit 1 if anything changes.")]


@app.command()
def diff(old: Old, new: New, output_format: Format = DiffFormat.TEXT, exit_code: ExitCode = False) -> None:
    """Say what importing a project over another changes: intents, entities, links, settings, utterances.

    Example: curation diff sample_data/tasks/workshop.clu.json new.clu.json -f markdown
    """
    from curation import api
    from curation.model.report import Report
    from curation.render.as_json import result_json
    from curation.render.difference import difference_markdown, difference_text

    found = api.diff(old, new)
    match output_format:
        case DiffFormat.TEXT:
            text = difference_text(found)
        case DiffFormat.MARKDOWN:
            text = difference_markdown(found)
        case DiffFormat.JSON:
            text = result_json(Report(), {"difference": found.to_dict()})
    typer.echo(text, nl=False)
    if exit_code and not found.is_empty:
        raise typer.Exit(1)

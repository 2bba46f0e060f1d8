"""`curation status`: what is open, stale or in dispute, and what to do next."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from curation.cli._app import app
from curation.cli._options import Folder, OutputFormat, OutputFormatOption, show

Strict = Annotated[bool, typer.Option("--strict", help="Exit 1 if anything is open, stale or in dispute.")]


@app.command()
def status(
    folder: Folder = Path(), strict: Strict = False, output_format: OutputFormatOption = OutputFormat.TEXT
) -> None:
    """Say how many intents are linked, kept or open, which decisions are stale or in dispute, and what to do next.

    Example: curation status sample_data
    """
    from curation import api
    from curation.model.report import Report
    from curation.render.status import status_text

    workspace = api.load(folder)
    found = api.status(workspace)
    shown = folder.as_posix()
    show(
        output_format,
        report=Report.of(workspace),
        text=lambda: status_text(found, shown),
        sections=lambda: {"status": found.to_dict()},
    )
    if strict and not found.done:
        raise typer.Exit(1)

"""`curation migrate`: downloaded exports to a bundle."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from curation.cli._app import app
from curation.cli._options import Environment, Force, Names, OutputFormat, OutputFormatOption, show
from curation.cli._progress import progress

Exports = Annotated[list[Path], typer.Argument(help="Folders, files or archives of downloaded exports.")]
Output = Annotated[Path, typer.Option("--output", "-o", help="Folder for the bundle.")]

Missing = Annotated[bool, typer.Option("--allow-missing", help="Links may lead to projects that are there already.")]

Unread = Annotated[bool, typer.Option("--allow-unread", help="Go on though a file that may be an export is broken.")]


@app.command()
def migrate(
    exports: Exports,
    output: Output,
    names: Names = None,
    env: Environment = None,
    allow_missing: Missing = False,
    allow_unread: Unread = False,
    force: Force = False,
    output_format: OutputFormatOption = OutputFormat.TEXT,
) -> None:
    """Put downloaded exports (Language Studio, LUIS, QnA Maker) in import order, check their links, write a bundle.

    Example: curation migrate sample_data/tasks sample_data/orchestration.json --output migrated
    """
    from curation import api
    from curation.render.migration import migration_text

    with progress() as say:
        found = api.migrate(
            *exports,
            output=output,
            names=names or (),
            environment=env,
            allow_missing=allow_missing,
            allow_unread=allow_unread,
            force=force,
            say=say,
        )
    show(output_format, lambda: migration_text(found), report=found.report, sections=found.to_dict)
    if found.blocked:
        raise typer.Exit(1)

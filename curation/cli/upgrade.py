"""`curation upgrade`: a project of an older shape in the current one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from curation.cli._app import app
from curation.cli._options import Force, OutputFormat, OutputFormatOption, show

Source = Annotated[Path, typer.Argument(help="Project file of an older shape.")]
Target = Annotated[Path, typer.Option("--output", "-o", help="File to write.")]


@app.command()
def upgrade(
    file: Source, output: Target, force: Force = False, output_format: OutputFormatOption = OutputFormat.TEXT
) -> None:
    """Rewrite a project of an older shape in the current one, and report what had no place in it.

    Example: curation upgrade sample_data/messy/preview-2021.clu.json -o upgraded.clu.json
    """
    from curation import api
    from curation.render.conversion import conversion_text

    made = api.upgrade(file, output, force=force)
    show(
        output_format,
        lambda: conversion_text(made, output.as_posix()),
        sections=lambda: {"conversion": made.to_dict(), "written": [output.as_posix()]},
    )

"""`curation check`: the upload gate."""

from __future__ import annotations

from typing import Annotated

import typer

from curation.cli._app import app
from curation.cli._options import FailOn, OutputFormat, OutputFormatOption, finish, show
from curation.model.finding import Severity
from curation.render.text import report_text

Paths = Annotated[
    list[str],
    typer.Argument(help="Files, folders or globs; a folder with a curation.toml counts as a whole."),
]


@app.command()
def check(
    paths: Paths,
    fail_on: FailOn = Severity.ERROR,
    output_format: OutputFormatOption = OutputFormat.TEXT,
) -> None:
    """Check files against what the service accepts, offline.

    Example: curation check sample_data/messy
    """
    from curation import api

    report = api.check(*paths)
    show(output_format, lambda: report_text(report), report=report)
    finish(report, fail_on)

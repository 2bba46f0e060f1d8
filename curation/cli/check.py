"""`curation check`: the upload gate."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from curation.cli._app import app
from curation.cli._options import FailOn, finish
from curation.cli._reports import REPORTS, parse_outputs
from curation.formats.files import write_atomically
from curation.model.finding import Severity

Paths = Annotated[
    list[str],
    typer.Argument(help="Files, folders or globs; a folder with a curation.toml counts as a whole."),
]
Formats = Annotated[
    list[str],
    typer.Option(
        "--output-format",
        "-f",
        metavar="FORMAT[=FILE]",
        help=f"{', '.join(REPORTS)}; =FILE writes it there. Several can be given.",
    ),
]


@app.command()
def check(paths: Paths, fail_on: FailOn = Severity.ERROR, output_format: Formats = ["text"]) -> None:  # noqa: B006
    """Check files against what the service accepts, offline.

    Example: curation check sample_data/messy -f text -f azure
    """
    from curation import api

    outputs = parse_outputs(output_format)
    report = api.check(*paths)
    for name, path in outputs:
        text = REPORTS[name](report)
        if path is None:
            typer.echo(text, nl=False)
        else:
            write_atomically(Path(path), text.encode("utf-8", errors="backslashreplace"))
    finish(report, fail_on)

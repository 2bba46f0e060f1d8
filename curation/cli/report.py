"""`curation report`: everything on one page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from curation.cli._app import app
from curation.cli._options import Folder, Force, OutputFormat, OutputFormatOption, show
from curation.cli._progress import progress

Page = Annotated[Path, typer.Option("--output", "-o", help="File for the page.")]
Redact = Annotated[
    bool,
    typer.Option(
        "--redact", help="Mask every utterance, for mailing; JSON has findings without words, and no sections."
    ),
]


@app.command()
def report(
    folder: Folder = Path(),
    output: Page = Path("report.html"),
    redact: Redact = False,
    force: Force = False,
    output_format: OutputFormatOption = OutputFormat.TEXT,
) -> None:
    """Write one page with the verdict, coverage, proposals, overlaps, confusion, map, split and findings.

    Example: curation report sample_data --output report.html
    """
    from curation import api
    from curation.render.report_values import redacted
    from curation.render.text import overview_text

    with progress() as say:
        found = api.report(folder, output=output, redact=redact, force=force, say=say)
    shown = output.as_posix()
    told = redacted(found.report) if redact else found.report
    sections = dict if redact else found.to_dict
    show(output_format, lambda: overview_text(found, shown), report=told, sections=sections)

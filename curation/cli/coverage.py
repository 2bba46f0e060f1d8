"""`curation coverage`: what the utterances cover."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from curation.cli._app import app
from curation.cli._options import Folder, OutputFormat, OutputFormatOption, show
from curation.cli._progress import progress
from curation.model.contract import ADVISED_ROWS

Enough = Annotated[int, typer.Option("--enough", min=1, help="Phrasings from which an intent counts as covered.")]
FailUnder = Annotated[
    float | None,
    typer.Option("--fail-under", min=0, max=1, help="Exit 1 if a smaller share of intents is covered (0..1)."),
]


@app.command()
def coverage(
    folder: Folder = Path(),
    enough: Enough = ADVISED_ROWS,
    fail_under: FailUnder = None,
    output_format: OutputFormatOption = OutputFormat.TEXT,
) -> None:
    """Count rows, phrasings, languages and entities of every intent, and how far others reach into it.

    Example: curation coverage sample_data --fail-under 0.6
    """
    from curation import api
    from curation.model.report import Report
    from curation.render.coverage import coverage_text

    workspace = api.load(folder)
    with progress() as say:
        found = api.coverage(workspace, enough=enough, say=say)
    show(output_format, lambda: coverage_text(found), report=Report.of(workspace), sections=found.to_dict)
    if fail_under is not None and found.share < fail_under:
        raise typer.Exit(1)

"""`curation propose`: the tasks an unlinked intent may lead to."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from curation.cli._app import app
from curation.cli._options import Folder, OutputFormat, OutputFormatOption, show
from curation.model.report import Report
from curation.render.text import proposals_text

Sheet = Annotated[Path | None, typer.Option("--sheet", help="Also write a CSV sheet to answer on.")]


@app.command()
def propose(
    folder: Folder = Path(), sheet: Sheet = None, output_format: OutputFormatOption = OutputFormat.TEXT
) -> None:
    """Rank the tasks for each unlinked intent, or say that none fits. Nothing is linked by this.

    Example: curation propose sample_data --sheet sheet.csv
    """
    from curation import api

    workspace = api.load(folder)
    proposals = api.propose(workspace)
    if sheet is not None:
        api.review_sheet(proposals, sheet)
    show(output_format, report=Report.of(workspace), text=lambda: proposals_text(proposals), sections=proposals.to_dict)

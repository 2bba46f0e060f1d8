"""`curation decide`: people's answers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from curation.cli._app import app
from curation.cli._options import Folder, OutputFormat, OutputFormatOption, show
from curation.errors import CurationError
from curation.model.report import Report
from curation.render.text import mapping_text

Sheet = Annotated[Path | None, typer.Option("--from", help="Append the answers on this sheet to the decisions.")]
Reviewer = Annotated[str, typer.Option("--reviewer", help="Who answered; needed with --from.")]
Date = Annotated[str, typer.Option("--date", help="When, as you write it: 2026-11-21. The tool has no clock.")]


@app.command()
def decide(
    folder: Folder = Path(),
    sheet: Sheet = None,
    reviewer: Reviewer = "",
    date: Date = "",
    output_format: OutputFormatOption = OutputFormat.TEXT,
) -> None:
    """Show where every intent stands; with --from, take over the answers on a review sheet first.

    Example: curation decide sample_data
    """
    from curation import api

    if sheet is not None and not reviewer:
        raise CurationError("say who answered: --reviewer NAME")
    workspace = api.load(folder)
    mapping = api.answer(folder, sheet, reviewer=reviewer, date=date) if sheet else api.decide(workspace)
    report = Report.of(workspace)
    show(
        output_format,
        report=report,
        text=lambda: mapping_text(mapping),
        sections=lambda: {"mapping": mapping.to_dict()},
    )

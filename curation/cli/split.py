"""`curation split`: Train and Test."""

from __future__ import annotations

from pathlib import Path

from curation.cli._app import app
from curation.cli._options import Folder, OutputFormat, OutputFormatOption, show
from curation.model.report import Report
from curation.render.text import split_text


@app.command()
def split(folder: Folder = Path(), output_format: OutputFormatOption = OutputFormat.TEXT) -> None:
    """Show which utterances go to Train and which to Test, and what could not be guaranteed.

    Example: curation split sample_data
    """
    from curation import api

    workspace = api.load(folder)
    made = api.split(workspace)
    show(
        output_format,
        report=Report.of(workspace),
        text=lambda: split_text(made),
        sections=lambda: {"split": made.to_dict()},
    )

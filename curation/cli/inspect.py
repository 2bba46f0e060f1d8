"""`curation inspect`: unlinked, duplicated, ambiguous."""

from __future__ import annotations

from pathlib import Path

from curation.cli._app import app
from curation.cli._options import FailOn, Folder, OutputFormat, OutputFormatOption, finish, show
from curation.model.finding import Severity
from curation.render.findings import report_text


@app.command()
def inspect(
    folder: Folder = Path(),
    fail_on: FailOn = Severity.ERROR,
    output_format: OutputFormatOption = OutputFormat.TEXT,
) -> None:
    """Show unlinked intents, texts under two intents, and intents that are hard to tell apart.

    Example: curation inspect sample_data
    """
    from curation import api

    report = api.inspect(folder)
    show(output_format, lambda: report_text(report), report=report)
    finish(report, fail_on)

"""`curation build`: split and bundle."""

from __future__ import annotations

from pathlib import Path

from curation.cli._app import app
from curation.cli._options import (
    AllowOpen,
    Environment,
    Folder,
    Force,
    Names,
    Output,
    OutputFormat,
    OutputFormatOption,
    Previous,
    Trim,
    show,
)
from curation.cli._reports import finish
from curation.model.finding import Severity


@app.command()
def build(
    folder: Folder = Path(),
    output: Output = None,
    previous: Previous = None,
    names: Names = None,
    env: Environment = None,
    trim: Trim = False,
    allow_open: AllowOpen = False,
    force: Force = False,
    output_format: OutputFormatOption = OutputFormat.TEXT,
) -> None:
    """Write the bundle without looking for duplicates, ambiguity or proposals.

    Example: curation build sample_data --output dist --allow-open
    """
    from curation import api
    from curation.render.text import run_text

    result = api.build(
        folder,
        output=output,
        previous=previous or (),
        names=names or (),
        environment=env,
        trim=trim,
        allow_open=allow_open,
        force=force,
    )
    show(output_format, lambda: run_text(result), report=result.report, sections=result.to_dict)
    still_open = bool(result.mapping.open_intents) and not allow_open
    finish(result.report, Severity.ERROR, failed=still_open or bool(result.blocked))

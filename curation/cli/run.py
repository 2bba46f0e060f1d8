"""`curation run`: the whole line."""

from __future__ import annotations

from pathlib import Path

from curation.cli._app import app
from curation.cli._options import (
    AllowOpen,
    Environment,
    FailOn,
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
from curation.cli._progress import progress
from curation.cli._reports import finish
from curation.model.finding import Severity


@app.command()
def run(
    folder: Folder = Path(),
    output: Output = None,
    previous: Previous = None,
    names: Names = None,
    env: Environment = None,
    trim: Trim = False,
    allow_open: AllowOpen = False,
    force: Force = False,
    fail_on: FailOn = Severity.ERROR,
    output_format: OutputFormatOption = OutputFormat.TEXT,
) -> None:
    """Check, inspect, propose, decide, split, and write the bundle if there is no error.

    Example: curation run sample_data --output dist --allow-open
    """
    from curation import api
    from curation.render.text import run_text

    with progress() as say:
        result = api.run(
            folder,
            output=output,
            previous=previous or (),
            names=names or (),
            environment=env,
            trim=trim,
            allow_open=allow_open,
            force=force,
            say=say,
        )
    show(output_format, lambda: run_text(result), report=result.report, sections=result.to_dict)
    still_open = bool(result.mapping.open_intents) and not allow_open
    finish(result.report, fail_on, failed=still_open or bool(result.blocked))

"""`curation inspect`: unlinked, duplicated, mislabelled, ambiguous, missing."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from curation.cli._app import app
from curation.cli._completion import changes
from curation.cli._options import FailOn, Folder
from curation.cli._policy import Baseline
from curation.cli._progress import progress
from curation.cli._reports import finish, parse_outputs, print_report, print_what_if
from curation.model.finding import Severity

Formats = Annotated[
    list[str],
    typer.Option("--output-format", "-f", metavar="FORMAT[=FILE]", help="As of `check`; several with files."),
]
Changes = Annotated[
    list[str] | None,
    typer.Option(
        "--what-if",
        metavar="CHANGE",
        help="merge:A,B, drop:ID or relabel:ID; ID as shown in brackets.",
        autocompletion=changes,
    ),
]


@app.command()
def inspect(
    folder: Folder = Path(),
    what_if: Changes = None,
    baseline: Baseline = None,
    fail_on: FailOn = Severity.ERROR,
    output_format: Formats = ["text"],  # noqa: B006 - typer copies it
) -> None:
    """Show what is unlinked, said twice, likely mislabelled, ambiguous, redundant or missing.

    Example: curation inspect sample_data --what-if merge:EndRental,ReturnBike
    """
    from curation import api

    outputs = parse_outputs(output_format)
    files = [path for _, path in outputs if path]
    with progress() as say:
        if what_if:
            print_what_if(api.what_if(folder, what_if, outputs=files, say=say), outputs)
            return
        report = api.inspect(folder, baseline=baseline, outputs=files, say=say)
    print_report(report, outputs, text="findings.inspected_text")
    finish(report, fail_on)

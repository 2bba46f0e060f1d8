"""`curation duplicates`: what a log says again and again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from curation.cli._app import app
from curation.cli._logs import Columns, EngineName, Log, Scheduler, Work, Workers
from curation.cli._options import OutputFormat, OutputFormatOption, pairs_of, show
from curation.cli._progress import progress

Threshold = Annotated[
    float, typer.Option("--threshold", help="How alike texts are that are nearly the same: a cosine from 0.5 to 1.")
]
Table = Annotated[
    Path | None,
    typer.Option("--table", help="Also write every text and which one stands for it, one JSON object a line."),
]


@app.command()
def duplicates(
    log: Log,
    threshold: Threshold = 0.9,
    columns: Columns = None,
    table: Table = None,
    engine: EngineName = "local",
    scheduler: Scheduler = None,
    workers: Workers = None,
    work: Work = None,
    output_format: OutputFormatOption = OutputFormat.TEXT,
) -> None:
    """Group the texts of a log that are nearly the same, a million of them in minutes.

    Example: curation duplicates sample_data/log.txt --threshold 0.6
    """
    from curation import api
    from curation.render.duplicates import duplicates_text

    with progress() as say:
        found = api.duplicates(
            log,
            threshold=threshold,
            columns=pairs_of(columns),
            table=table,
            engine=engine,
            scheduler=scheduler,
            workers=workers,
            work=work,
            say=say,
        )
    show(output_format, lambda: duplicates_text(found), sections=found.to_dict)

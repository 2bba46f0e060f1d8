"""`curation triage`: a log against the workspace."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from curation.cli._app import app
from curation.cli._logs import Columns, EngineName, Log, Scheduler, Work, Workers
from curation.cli._options import OutputFormat, OutputFormatOption, pairs_of, show
from curation.cli._progress import progress

Against = Annotated[Path, typer.Argument(help="Folder of the workspace they are compared with.")]
Sheet = Annotated[Path | None, typer.Option("--sheet", help="Also write a CSV sheet to file the texts on.")]

Table = Annotated[
    Path | None, typer.Option("--table", help="Also write every text and its answer, one JSON object a line.")
]


@app.command()
def triage(
    log: Log,
    folder: Against = Path(),
    columns: Columns = None,
    sheet: Sheet = None,
    table: Table = None,
    engine: EngineName = "local",
    scheduler: Scheduler = None,
    workers: Workers = None,
    work: Work = None,
    output_format: OutputFormatOption = OutputFormat.TEXT,
) -> None:
    """Say of each text of a log which route and intent it is likely of, and group what no intent covers.

    Example: curation triage sample_data/log.txt sample_data --sheet sheet.csv
    """
    from curation import api
    from curation.model.report import Report
    from curation.render.triage import triage_text

    workspace = api.load(folder)
    with progress() as say:
        found = api.triage(
            log,
            workspace,
            columns=pairs_of(columns),
            sheet=sheet,
            table=table,
            engine=engine,
            scheduler=scheduler,
            workers=workers,
            work=work,
            say=say,
        )
    show(output_format, lambda: triage_text(found), report=Report.of(workspace), sections=found.to_dict)

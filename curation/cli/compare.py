"""`curation compare`: what a change of the data does to routing."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from curation.cli._app import app
from curation.cli._options import OutputFormat, OutputFormatOption, show
from curation.cli._progress import progress

Old = Annotated[Path, typer.Argument(help="Folder of the workspace as it was.")]
New = Annotated[Path, typer.Argument(help="Folder of the workspace as it is.")]
Gate = Annotated[
    list[str] | None,
    typer.Option(
        help="NAME=LIMIT, several times: accuracy, macro-f1, intent-f1 (the fall allowed), broken, gone (the number)."
    ),
]


@app.command()
def compare(old: Old, new: New, gate: Gate = None, output_format: OutputFormatOption = OutputFormat.TEXT) -> None:
    """Show which utterances are routed otherwise once the data changed, and why; exit 1 past a gate.

    Example: curation compare sample_data sample_data --gate macro-f1=0.01
    """
    from curation import api
    from curation.model.report import Report
    from curation.render.routing import comparison_text

    workspace = api.load(new)
    with progress() as say:
        found = api.compare(old, workspace, gates=gate or [], say=say)
    show(output_format, lambda: comparison_text(found), report=Report.of(workspace), sections=found.to_dict)
    if found.past:
        raise typer.Exit(1)

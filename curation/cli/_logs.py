"""Options of the commands that work on logs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["Columns", "EngineName", "Log", "Scheduler", "Work", "Workers"]

Log = Annotated[
    Path, typer.Argument(help="Texts nobody filed yet: lines, .csv, .tsv, .jsonl or .parquet, or a folder.")
]
Columns = Annotated[str | None, typer.Option("--columns", help="Which column is the text: text=NAME.")]
EngineName = Annotated[str, typer.Option("--engine", help="local: in this process; dask: by the workers of a cluster.")]
Scheduler = Annotated[
    str | None,
    typer.Option("--scheduler", help="Address of a Dask cluster that runs already; else one is started here."),
]
Workers = Annotated[int | None, typer.Option("--workers", min=1, help="Processes of the cluster that is started here.")]
Work = Annotated[
    Path | None, typer.Option("--work", help="Folder for what is done so far: a run that was stopped goes on there.")
]

"""`curation split`: Train and Test."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from curation.cli._app import app
from curation.cli._options import Folder, OutputFormat, OutputFormatOption, show
from curation.model.report import Report
from curation.render.text import split_text

Share = Annotated[float | None, typer.Option("--test-share", help="Share held out for Test, above 0 and below 1.")]
Seed = Annotated[int | None, typer.Option("--seed", help="Another seed gives another, equally fair split.")]
Respect = Annotated[str | None, typer.Option("--respect", help="keep tags and top Test up, only those, or ignore.")]
Folds = Annotated[int | None, typer.Option("--folds", help="Also deal rows out for cross-validation.")]
Record = Annotated[bool, typer.Option("--record", help="Keep every side in split.csv: rows added later move none.")]


@app.command()
def split(
    folder: Folder = Path(),
    test_share: Share = None,
    seed: Seed = None,
    respect: Respect = None,
    folds: Folds = None,
    record: Record = False,
    output_format: OutputFormatOption = OutputFormat.TEXT,
) -> None:
    """Show which utterances go to Train and which to Test, and what could not be guaranteed.

    Example: curation split sample_data --test-share 0.25
    """
    from curation import api

    made = api.split(folder, test_share=test_share, seed=seed, respect=respect, folds=folds, record=record)
    report = Report.of(api.load(folder))
    show(output_format, lambda: split_text(made), report=report, sections=lambda: {"split": made.to_dict()})

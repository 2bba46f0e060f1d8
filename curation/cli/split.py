"""`curation split`: Train and Test."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from curation.cli._app import app
from curation.cli._options import Folder, OutputFormat, OutputFormatOption, show
from curation.model.report import Report
from curation.render.evaluation import leakage_text
from curation.render.progress import progress
from curation.render.text import split_text

Share = Annotated[float | None, typer.Option("--test-share", help="Share held out for Test, above 0 and below 1.")]
Seed = Annotated[int | None, typer.Option("--seed", help="Another seed gives another, equally fair split.")]
Respect = Annotated[str | None, typer.Option("--respect", help="keep tags and top Test up, only those, or ignore.")]
Folds = Annotated[int | None, typer.Option("--folds", help="Also deal rows out for cross-validation.")]
Record = Annotated[bool, typer.Option("--record", help="Keep every side in split.csv: rows added later move none.")]

Leakage = Annotated[
    bool, typer.Option("--leakage", help="Instead: what the tags in the files leak into Test, and what that adds.")
]


@app.command()
def split(
    folder: Folder = Path(),
    test_share: Share = None,
    seed: Seed = None,
    respect: Respect = None,
    folds: Folds = None,
    record: Record = False,
    leakage: Leakage = False,
    output_format: OutputFormatOption = OutputFormat.TEXT,
) -> None:
    """Show which utterances go to Train and which to Test, and what could not be guaranteed.

    Example: curation split sample_data --test-share 0.25
    """
    from curation import api

    report = Report.of(api.load(folder))
    if leakage:
        with progress() as say:
            leaks = api.leakage(folder, say=say)
        show(output_format, lambda: leakage_text(leaks), report=report, sections=leaks.to_dict)
        return
    made = api.split(folder, test_share=test_share, seed=seed, respect=respect, folds=folds, record=record)
    show(output_format, lambda: split_text(made), report=report, sections=lambda: {"split": made.to_dict()})

"""`curation split`: Train and Test."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from curation.cli._app import app
from curation.cli._options import Folder, OutputFormat, OutputFormatOption, show
from curation.cli._progress import progress
from curation.errors import CurationError

Share = Annotated[float | None, typer.Option("--test-share", help="Share held out for Test, above 0 and below 1.")]
Seed = Annotated[int | None, typer.Option("--seed", help="Another seed gives another, equally fair split.")]
Respect = Annotated[str | None, typer.Option("--respect", help="keep tags and top Test up, only those, or ignore.")]
Folds = Annotated[int | None, typer.Option("--folds", help="Also deal rows out for cross-validation.")]
Tasks = Annotated[bool | None, typer.Option("--tasks/--no-tasks", help="Split the tasks of a routed workspace too.")]
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
    tasks: Tasks = None,
    folds: Folds = None,
    record: Record = False,
    leakage: Leakage = False,
    output_format: OutputFormatOption = OutputFormat.TEXT,
) -> None:
    """Show which utterances go to Train and which to Test, and what could not be guaranteed.

    Example: curation split sample_data --test-share 0.25
    """
    from curation import api
    from curation.model.report import Report
    from curation.render.evaluation import leakage_text
    from curation.render.split import record_text, split_text

    workspace = api.load(folder)
    report = Report.of(workspace)
    if leakage:
        given = {"--test-share": test_share, "--seed": seed, "--respect": respect, "--tasks": tasks, "--folds": folds}
        _refuse_beside_leakage({**given, "--record": record or None})
        with progress() as say:
            leaks = api.leakage(folder, say=say)
        show(output_format, lambda: leakage_text(leaks), report=report, sections=leaks.to_dict)
        return
    made = api.split(folder, test_share=test_share, seed=seed, respect=respect, tasks=tasks, folds=folds, record=record)
    show(
        output_format,
        lambda: split_text(made, workspace.handed_on),
        report=report,
        sections=lambda: {"split": made.to_dict()},
    )
    if record:
        written = record_text(workspace.settings.split.record, workspace.recorded_sides, made.record())
        typer.echo(written, nl=False, err=True)


def _refuse_beside_leakage(given: dict[str, object]) -> None:
    named = [name for name, value in given.items() if value is not None]
    if named:
        raise CurationError(f"--leakage judges the tags as they are: {', '.join(named)} changes nothing; leave it out")

"""`curation evaluate`: how well intents would be told apart."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from curation.cli._app import app
from curation.cli._options import Folder, OutputFormat, OutputFormatOption, show
from curation.cli._progress import progress

Service = Annotated[Path | None, typer.Option("--service", help="Evaluation by the service, to be put beside ours.")]
Growth = Annotated[bool, typer.Option(help="Ask as well what more examples of each intent would buy.")]
FailUnder = Annotated[
    float | None, typer.Option("--fail-under", min=0, max=1, help="Exit 1 if a macro F1 on Test is below this (0..1).")
]


@app.command()
def evaluate(
    folder: Folder = Path(),
    service: Service = None,
    growth: Growth = True,
    fail_under: FailUnder = None,
    output_format: OutputFormatOption = OutputFormat.TEXT,
) -> None:
    """Forecast how well intents and tasks will be told apart: learned from Train, judged on Test, with intervals.

    Example: curation evaluate sample_data --fail-under 0.2
    """
    from curation import api
    from curation.model.report import Report
    from curation.render.evaluation import agreement_text, evaluations_text

    with progress() as say:
        found = api.evaluate(folder, growth=growth, say=say)
        beside = api.agreement(found, service) if service else None
    text = evaluations_text(found) + (f"\n{agreement_text(beside)}" if beside else "")
    sections = found.to_dict() | ({"agreement": beside.to_dict()} if beside else {})
    show(output_format, lambda: text, report=Report.of(api.load(folder)), sections=lambda: sections)
    on_test = [item for item in found if item.by == "test"]
    if fail_under is not None and not on_test:
        typer.echo("nothing could be judged on Test, so that --fail-under cannot be said to hold", err=True)
    if fail_under is not None and (not on_test or any(item.macro_f1.value < fail_under for item in on_test)):
        raise typer.Exit(1)

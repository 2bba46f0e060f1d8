"""`curation merge`: several files of one kind as one."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from curation.cli._app import app
from curation.cli._options import Force, OutputFormat, OutputFormatOption, show
from curation.cli._progress import progress


class OnCollision(StrEnum):
    """What happens to two definitions of one name."""

    UNITE = "unite"
    FIRST = "first"
    REFUSE = "refuse"


Sources = Annotated[list[str], typer.Argument(help="Files, folders or globs of one kind, of any format.")]
Target = Annotated[Path | None, typer.Option("--output", "-o", help="File to write; without it, only the report.")]
Ledger = Annotated[Path | None, typer.Option(help="File for the rows that were left out, one JSON object a line.")]
Collision = Annotated[
    OnCollision,
    typer.Option(help="Two definitions of one name: unite their parts, keep the first file's, or refuse."),
]


@app.command()
def merge(
    sources: Sources,
    output: Target = None,
    ledger: Ledger = None,
    collision: Collision = OnCollision.UNITE,
    force: Force = False,
    output_format: OutputFormatOption = OutputFormat.TEXT,
) -> None:
    """Merge files of one kind: equal rows become one, all others stay, and disagreements are listed.

    Example: curation merge sample_data/utterances -o merged.json --ledger left-out.jsonl
    """
    from curation import api
    from curation.render.converted import merged_text

    with progress() as say:
        say("merging")
        made = api.merge(*sources, output=output, ledger=ledger, collision=collision.value, force=force)
    written = [path.as_posix() for path in (output, ledger) if path is not None]
    show(
        output_format,
        lambda: merged_text(made, " and ".join(written)),
        sections=lambda: {"merged": made.to_dict(), "written": written},
    )

"""`curation decide`: people's answers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from curation.cli._app import app
from curation.cli._options import Date, OutputFormat, OutputFormatOption, Reviewer, show
from curation.errors import CurationError

Sources = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="[FOLDER] [SHEET]",
        help="The folder, this one if not given; and a sheet with answers (CSV, XLSX) to append to its decisions.",
    ),
]
Sssom = Annotated[Path | None, typer.Option("--sssom", help="Also write decisions and proposals as an SSSOM table.")]


@app.command()
def decide(
    sources: Sources = None,
    reviewer: Reviewer = "",
    date: Date = "",
    sssom: Sssom = None,
    output_format: OutputFormatOption = OutputFormat.TEXT,
) -> None:
    """Show where every intent stands; with a sheet, take over the answers on it first. Exit 1 if some were passed over.

    Example: curation decide sample_data answers.xlsx --reviewer mira
    """
    from curation import api
    from curation.model.report import Report
    from curation.render.text import answered_text, mapping_text

    folder, sheet = _parted(sources or [])
    answered = api.answer(folder, sheet, reviewer=reviewer, date=date) if sheet else None
    workspace = api.load(folder)
    mapping = answered.mapping if answered else api.decide(workspace)
    if sssom:
        api.sssom(workspace, sssom)
    show(
        output_format,
        report=Report.of(workspace),
        text=lambda: (answered_text(answered) if answered else "") + mapping_text(mapping),
        sections=lambda: answered.to_dict() if answered else {"mapping": mapping.to_dict()},
    )
    if answered and answered.passed_over:
        raise typer.Exit(1)


def _parted(sources: list[Path]) -> tuple[Path, Path | None]:
    """The folder and the sheet among what was named, in either order."""
    sheets = [path for path in sources if not path.is_dir()]
    folders = [path for path in sources if path.is_dir()]
    missing = [path for path in sheets if not path.exists()]
    if missing:
        raise CurationError(f"{missing[0]}: there is no such file or folder")
    if len(sheets) > 1 or len(folders) > 1:
        raise CurationError("name one folder and one sheet with answers")
    return folders[0] if folders else Path(), sheets[0] if sheets else None

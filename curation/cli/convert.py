"""`curation convert`: files of any format to one of another."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from curation.cli._app import app
from curation.cli._options import Force, OutputFormat, OutputFormatOption, pairs_of, show
from curation.cli._progress import progress

Sources = Annotated[list[str], typer.Argument(help="Files, folders or globs; several become one.")]
To = Annotated[
    str,
    typer.Option(help="upload, clu, orchestration, cqa, csv, xlsx, jsonl, chat, evals or lu."),
]
Target = Annotated[Path | None, typer.Option("--output", "-o", help="File to write; without it, only the report.")]
From = Annotated[str | None, typer.Option("--from", help="What the files are, where that is not recognised.")]
Columns = Annotated[
    str | None,
    typer.Option(help="Which column of a table is what: text=Phrase,intent=Topic; kept with --keep-columns."),
]
Keep = Annotated[bool, typer.Option("--keep-columns", help="Add --columns to the curation.toml here, for next time.")]
Sheet = Annotated[str | None, typer.Option(help="Sheet of a workbook; the first that is known if not given.")]
Name = Annotated[str | None, typer.Option(help="Name of the project that is written.")]
Language = Annotated[str | None, typer.Option(help="Language of the files, such as en-us; what they say if not given.")]
Source = Annotated[bool, typer.Option("--source", help="Keep with each row the file and place it came from.")]


@app.command()
def convert(
    sources: Sources,
    to: To,
    output: Target = None,
    from_format: From = None,
    columns: Columns = None,
    keep_columns: Keep = False,
    sheet: Sheet = None,
    name: Name = None,
    language: Language = None,
    source: Source = False,
    force: Force = False,
    output_format: OutputFormatOption = OutputFormat.TEXT,
) -> None:
    """Convert LUIS, .lu, Rasa, Dialogflow, spreadsheets and more, and report all that had no place in the result.

    Example: curation convert sample_data/utterances --to csv -o utterances.csv
    """
    from curation import api
    from curation.render.converted import converted_text

    with progress() as say:
        say("converting")
        made = api.convert(
            *sources,
            to=to,
            output=output,
            from_format=from_format,
            columns=pairs_of(columns),
            keep_columns=keep_columns,
            sheet=sheet,
            name=name,
            language=language,
            source=source,
            force=force,
        )
    written = output.as_posix() if output else ""
    show(
        output_format,
        lambda: converted_text(made, written),
        sections=lambda: {"converted": made.to_dict(), "written": [written] if written else []},
    )

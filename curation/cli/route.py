"""`curation route`: where utterances would go."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from curation.cli._app import app
from curation.cli._options import OutputFormat, OutputFormatOption, pairs_of, show
from curation.cli._progress import progress
from curation.errors import CurationError

_LOGS = (".txt", ".csv", ".tsv", ".jsonl", ".ndjson", ".log")

Texts = Annotated[str, typer.Argument(help="An utterance, a file of them (as for triage), or - for standard input.")]
Against = Annotated[Path, typer.Argument(help="Folder of the workspace.")]
Threshold = Annotated[float | None, typer.Option(help="Confidence below which the answer is None, for every project.")]
Columns = Annotated[str | None, typer.Option("--columns", help="Which column of a table is the text: text=NAME.")]


@app.command()
def route(
    texts: Texts,
    folder: Against = Path(),
    threshold: Threshold = None,
    columns: Columns = None,
    output_format: OutputFormatOption = OutputFormat.TEXT,
) -> None:
    """Say where an utterance would go: the task, then the intent inside, with rivals and what it is like.

    Example: curation route "the brakes of my bike squeak" sample_data
    """
    from curation import api
    from curation.model.report import Report
    from curation.render.routing import routes_text

    workspace = api.load(folder)
    with progress() as say:
        asked = _standard_input() if texts == "-" else Path(texts) if _is_file(texts) else _said(texts)
        found = api.route(asked, workspace, threshold=threshold, columns=pairs_of(columns), say=say)
    show(output_format, lambda: routes_text(found), report=Report.of(workspace), sections=found.to_dict)


def _standard_input() -> list[str]:
    if sys.stdin is None or sys.stdin.closed:
        raise CurationError("-: there is no standard input; name an utterance or a file")
    lines = [line for line in sys.stdin.buffer.read().decode("utf-8", "replace").splitlines() if line.strip()]
    if not lines:
        raise CurationError("-: standard input is empty; give it utterances, one a line")
    return lines


def _said(text: str) -> str:
    """An utterance, unless it is more likely the name of a file that is not there."""
    if not text.strip():
        raise CurationError("an utterance without a word goes nowhere; name one, or a file of them")
    if "\0" not in text and os.path.exists(text):  # noqa: PTH110 - see `_is_file`
        raise CurationError(f"{text}: no file that can be read line by line; name an utterance, or a file of them")
    looks = text.casefold().endswith(_LOGS) or text.startswith(("./", "../", "~/", "/", ".\\", "..\\"))
    if text.split() == [text] and looks:
        raise CurationError(f"{text}: there is no such file")
    return text


def _is_file(text: str) -> bool:
    """Whether there is a file of that name; an utterance may be longer than a name, or hold what none can."""
    return "\0" not in text and os.path.isfile(text)  # noqa: PTH113 - false, not an error, where no name is like that

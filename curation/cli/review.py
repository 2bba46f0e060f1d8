"""`curation review`: one question at a time, on a page, a sheet or in the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from curation.cli._app import app
from curation.cli._options import Date, Folder, Reviewer
from curation.cli._progress import progress
from curation.errors import CurationError

Html = Annotated[Path | None, typer.Option("--html", help="Write the page to a file that needs no server.")]
Xlsx = Annotated[Path | None, typer.Option("--xlsx", help="Write a workbook to answer on.")]
Csv = Annotated[Path | None, typer.Option("--csv", help="Write a CSV sheet to answer on.")]
Terminal = Annotated[bool, typer.Option("--tty", help="Ask in the terminal.")]
Port = Annotated[int, typer.Option("--port", min=0, max=65535, help="Port of the page; 0 takes any that is free.")]
Open = Annotated[bool, typer.Option("--open/--no-open", help="Open the page in the browser.")]
AcceptAbove = Annotated[
    float | None,
    typer.Option("--accept-above", min=0.0, max=1.0, help="Confidence from which proposals are pre-selected."),
]


@app.command()
def review(
    folder: Folder = Path(),
    html: Html = None,
    xlsx: Xlsx = None,
    csv: Csv = None,
    tty: Terminal = False,
    port: Port = 0,
    open_browser: Open = True,
    accept_above: AcceptAbove = None,
    reviewer: Reviewer = "",
    date: Date = "",
) -> None:
    """Have a person decide, with the evidence beside each question: where intents lead, what is filed amiss.

    Without an option the page is served to this machine only, and every answer is kept at once.

    Example: curation review sample_data --html review.html
    """
    from curation import api
    from curation.review import write_or_ask

    if sum(map(bool, (html, xlsx, csv, tty))) > 1:
        raise CurationError("choose one of --html, --xlsx, --csv and --tty")
    for path in filter(None, (html, xlsx, csv)):
        api.refuse_existing(path)
    with progress() as say:
        queue = api.review_queue(folder, say=say)
    write_or_ask(
        folder, queue, html=html, sheet=xlsx or csv, tty=tty, port=port, open_browser=open_browser,
        accept_above=accept_above, reviewer=reviewer, date=date, say=typer.echo,
    )  # fmt: skip

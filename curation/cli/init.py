"""`curation init`: a first curation.toml."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from curation.cli._app import app
from curation.cli._options import Folder, Force, OutputFormat, OutputFormatOption, show
from curation.render.inert import inert
from curation.render.text import shell_word

Deployment = Annotated[str, typer.Option("--deployment", help="Name that CLU tasks are deployed under.")]


@app.command()
def init(
    folder: Folder = Path(),
    deployment: Deployment = "production",
    force: Force = False,
    output_format: OutputFormatOption = OutputFormat.TEXT,
) -> None:
    """Write a curation.toml that names what is in a folder.

    Example: curation init my-bot --deployment production
    """
    from curation import api

    path = api.init(folder, deployment=deployment, force=force)
    text = f"wrote {inert(path.as_posix())}; look through it, then: curation run {shell_word(folder.as_posix())}\n"
    show(output_format, lambda: text, sections=lambda: {"written": [path.as_posix()]})

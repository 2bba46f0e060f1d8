"""`curation init`: a first curation.toml."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from curation.cli._app import app
from curation.cli._options import Folder, Force, OutputFormat, OutputFormatOption, show

Deployment = Annotated[str, typer.Option("--deployment", help="Name that CLU tasks are deployed under.")]
Editor = Annotated[
    bool, typer.Option("--editor/--no-editor", help="Tell Visual Studio Code which schema each file has.")
]


@app.command()
def init(
    folder: Folder = Path(),
    deployment: Deployment = "production",
    editor: Editor = True,
    force: Force = False,
    output_format: OutputFormatOption = OutputFormat.TEXT,
) -> None:
    """Write a curation.toml that names what is in a folder.

    Example: curation init my-bot --deployment production
    """
    from curation import api
    from curation.model.words import plural
    from curation.render.inert import inert
    from curation.render.text import shell_word

    written = api.init(folder, deployment=deployment, editor=editor, force=force)
    more = f" and {plural(len(written) - 1, 'file')} for the editor" if written[1:] else ""
    after = f"look through it, then: curation run {shell_word(folder.as_posix())}"
    text = f"wrote {inert(written[0].as_posix())}{more}; {after}\n"
    show(output_format, lambda: text, sections=lambda: {"written": [path.as_posix() for path in written]})

"""`curation schema`: the published JSON Schemas."""

from __future__ import annotations

from typing import Annotated

import typer

from curation.cli._app import app

Name = Annotated[str, typer.Argument(help="Name of a schema; leave it out for the list.")]


@app.command()
def schema(name: Name = "") -> None:
    """Print a JSON Schema (draft-07), or the list of names. A schema is JSON in any case.

    Example: curation schema utterances
    """
    from curation import api

    typer.echo(api.schema(name) if name else "\n".join(api.schemas()) + "\n", nl=False)

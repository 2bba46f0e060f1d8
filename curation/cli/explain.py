"""`curation explain`: one rule, whole."""

from __future__ import annotations

from typing import Annotated

import typer

from curation.cli._app import app
from curation.cli._completion import codes
from curation.cli._options import OutputFormat, OutputFormatOption, show

Word = Annotated[str, typer.Argument(help="Code or name of a rule, such as ENT003.", autocompletion=codes)]


@app.command()
def explain(rule: Word, output_format: OutputFormatOption = OutputFormat.TEXT) -> None:
    """Say what a rule flags and why, with examples and the evidence it rests on.

    Example: curation explain ENT003
    """
    from curation import api
    from curation.render.rule_pages import rule_page

    found = api.explain(rule)
    show(output_format, lambda: rule_page(found), sections=lambda: {"rules": [found.to_dict()]})

"""`curation baseline`: accept the findings of today, so that only new ones are reported."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from curation.cli._app import app
from curation.cli._options import Force, OutputFormat, OutputFormatOption, show
from curation.cli._policy import Config, ExtendSelect, Ignore, Isolated, Paths, Select, options_of


class Action(StrEnum):
    """What is done to a baseline."""

    WRITE = "write"
    PRUNE = "prune"


WhatToDo = Annotated[
    Action, typer.Argument(help="write: accept everything found today; prune: forget what is not found any more.")
]
Target = Annotated[
    Path | None,
    typer.Option("--output", "-o", help="The baseline file; the one of the settings, or curation-baseline.json."),
]

Inspected = Annotated[bool, typer.Option("--inspect", help="Accept what `curation inspect` finds as well.")]


@app.command()
def baseline(
    action: WhatToDo,
    paths: Paths,
    output: Target = None,
    select: Select = [],  # noqa: B006
    extend_select: ExtendSelect = [],  # noqa: B006
    ignore: Ignore = [],  # noqa: B006
    config: Config = None,
    isolated: Isolated = False,
    inspected: Inspected = False,
    force: Force = False,
    output_format: OutputFormatOption = OutputFormat.TEXT,
) -> None:
    """Write or prune a file of accepted findings, for `check --baseline` and `inspect --baseline`.

    Example: curation baseline write sample_data/messy -o accepted.json
    """
    from curation import api
    from curation.model.words import plural

    given = options_of(None, select, extend_select, ignore, None, config, isolated)
    pruned = action is Action.PRUNE
    made = api.baseline(*paths, output=output, prune=pruned, inspected=inspected, force=force, **given)
    commands = "curation check --baseline FILE" + (" and curation inspect --baseline FILE" if inspected else "")
    text = f"{plural(len(made), 'finding')} accepted; new ones are reported by: {commands}\n"
    show(output_format, lambda: text, sections=lambda: {"baseline": made.to_dict()})

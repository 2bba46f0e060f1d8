"""`curation check`: the upload gate."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from curation.cli._app import app
from curation.cli._checking import Wanted, check_by_pieces, check_once, check_whenever_changed
from curation.cli._logs import Scheduler, Work, Workers
from curation.cli._options import FailOn
from curation.cli._policy import (
    Baseline,
    Config,
    ExtendSelect,
    Ignore,
    Isolated,
    Paths,
    ProfileOption,
    Select,
    options_of,
)
from curation.cli._reports import FORMATS, parse_outputs
from curation.model.finding import Severity

Formats = Annotated[
    list[str],
    typer.Option(
        "--output-format",
        "-f",
        metavar="FORMAT[=FILE]",
        help=f"{', '.join(FORMATS)}; =FILE writes it there. Several can be given.",
    ),
]
Fix = Annotated[bool, typer.Option("--fix", help="Mend in the files what can be mended, and report the rest.")]
Unsafe = Annotated[
    bool, typer.Option("--unsafe-fixes", help="With --fix or --diff: also fixes that a person should look at.")
]
Diff = Annotated[bool, typer.Option("--diff", help="Show what --fix would change, and change nothing.")]
Ledger = Annotated[Path | None, typer.Option("--ledger", help="Add every change to this file, one JSON object a line.")]
StdinName = Annotated[str, typer.Option("--stdin-filename", help="Name of what comes from standard input (-).")]
ByPieces = Annotated[
    str | None,
    typer.Option(
        "--engine",
        help="Check a log of labelled rows by pieces, of any size; local: in this process, dask: on a cluster.",
    ),
]
Watch = Annotated[bool, typer.Option("--watch", help="Check again whenever a file changes, until interrupted.")]


@app.command()
def check(
    paths: Paths,
    fail_on: FailOn = Severity.ERROR,
    fix: Fix = False,
    unsafe_fixes: Unsafe = False,
    diff: Diff = False,
    ledger: Ledger = None,
    profile: ProfileOption = None,
    select: Select = [],  # noqa: B006
    extend_select: ExtendSelect = [],  # noqa: B006
    ignore: Ignore = [],  # noqa: B006
    baseline: Baseline = None,
    config: Config = None,
    isolated: Isolated = False,
    stdin_filename: StdinName = "stdin.json",
    watch: Watch = False,
    engine: ByPieces = None,
    scheduler: Scheduler = None,
    workers: Workers = None,
    work: Work = None,
    output_format: Formats = ["text"],  # noqa: B006
) -> None:
    """Check files against what the service accepts, offline; - is standard input.

    Example: curation check sample_data/messy -f text -f azure
    """
    options = options_of(profile, select, extend_select, ignore, baseline, config, isolated)
    outputs = parse_outputs(output_format)
    wanted = Wanted(paths, options, outputs, fail_on, fix, unsafe_fixes, diff, ledger, stdin_filename)
    if engine or scheduler or workers or work:
        check_by_pieces(wanted, engine, scheduler, workers, work, whole_only=watch)
    if watch:
        check_whenever_changed(wanted)
    check_once(wanted)

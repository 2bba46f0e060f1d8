"""`curation format`: files in their canonical form."""

from __future__ import annotations

from typing import Annotated

import typer

from curation.cli._app import app
from curation.cli._options import OutputFormat, OutputFormatOption, show
from curation.cli._reports import print_diff

Paths = Annotated[list[str], typer.Argument(help="Files, folders or globs.")]
Check = Annotated[bool, typer.Option("--check", help="Change nothing; exit 1 if a file would change.")]
Diff = Annotated[bool, typer.Option("--diff", help="Show what would change, and change nothing; exit 1 if anything.")]
Sort = Annotated[bool, typer.Option("--sort", help="Put rows in order of intent and text, names in order.")]


@app.command("format")
def format_(
    paths: Paths,
    check: Check = False,
    diff: Diff = False,
    sort: Sort = False,
    output_format: OutputFormatOption = OutputFormat.TEXT,
) -> None:
    """Write files with documented key order and one row a line, so that a diff shows only what changed.

    Example: curation format sample_data/tasks --diff
    """
    from curation import api
    from curation.model.words import plural
    from curation.render.inert import inert

    keep = check or diff
    made = api.format(*paths, write=not keep, sort=sort)
    if diff and output_format is OutputFormat.TEXT:
        changed = set(made.changed)
        print_diff(made.before, {file: data for file, data in made.after.items() if file in changed})
    done = "would change" if keep else "formatted"
    lines = [f"{done}: {inert(file)}\n" for file in made.changed]
    lines.append(
        f"{plural(len(made.changed), 'file')} {done}, {len(made.after) - len(made.changed):,} as they should be\n"
    )
    show(output_format, lambda: "".join(lines), sections=lambda: {"formatted": made.to_dict()})
    if keep and made.changed:
        raise typer.Exit(1)

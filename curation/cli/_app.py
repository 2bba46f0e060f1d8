"""The application: its options, and the commands it loads."""

from __future__ import annotations

import sys
from importlib import import_module
from pkgutil import iter_modules
from typing import Annotated

import typer

__all__ = ["ORDER", "app", "load_commands"]

ORDER = (
    "run",
    "check",
    "baseline",
    "diff",
    "format",
    "upgrade",
    "convert",
    "merge",
    "inspect",
    "coverage",
    "report",
    "triage",
    "duplicates",
    "propose",
    "review",
    "decide",
    "status",
    "split",
    "evaluate",
    "route",
    "compare",
    "build",
    "migrate",
    "init",
    "rules",
    "explain",
    "schema",
)

app = typer.Typer(
    name="curation",
    help="Offline curation of training data for Azure CLU, question answering and orchestration workflow.",
    invoke_without_command=True,
    add_completion=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _version(wanted: bool) -> None:
    if wanted:
        from curation.model.versions import versions_text

        typer.echo(versions_text())
        raise typer.Exit


@app.callback()
def _options(
    ctx: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", help="Print the versions and exit.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Exit codes: 0 clean, 1 findings, 2 cannot run, 3 a bug in curation, 130 interrupted.

    Without a command: what to do next in this folder.
    """
    if ctx.invoked_subcommand is None:
        from curation import api
        from curation.cli._output import put
        from curation.render.standing import standing_text

        put(standing_text(api.standing(".")))


def load_commands() -> None:
    """Load the command that is asked for, or all of them."""
    import curation.cli as package

    found = {m.name for m in iter_modules(package.__path__) if not m.name.startswith("_")}
    word = sys.argv[1] if sys.argv[1:2] else ""
    if word in found or word == "--version":
        found &= {word}  # the other commands need not be loaded to run this one
    for name in sorted(found, key=ORDER.index):
        import_module(f"curation.cli.{name}")

"""The application, and the one place where exceptions become exit codes."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pkgutil import iter_modules
from typing import Annotated

import typer

from curation import __version__
from curation.errors import CurationError

__all__ = ["app", "main"]

EXIT_CLEAN, EXIT_FINDINGS, EXIT_CANNOT_RUN, EXIT_BUG, EXIT_INTERRUPTED = 0, 1, 2, 3, 130

_ORDER = (
    "run",
    "check",
    "inspect",
    "propose",
    "decide",
    "split",
    "build",
    "init",
    "rules",
    "explain",
    "schema",
)

app = typer.Typer(
    name="curation",
    help="Offline curation of training data for Azure CLU, question answering and orchestration workflow.",
    no_args_is_help=True,
    add_completion=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"curation {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and exit.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Exit codes: 0 clean, 1 findings, 2 cannot run, 3 a bug in curation, 130 interrupted."""


def _register() -> None:
    import curation.cli as package

    found = {m.name for m in iter_modules(package.__path__) if not m.name.startswith("_")}
    for name in sorted(found, key=lambda name: _ORDER.index(name) if name in _ORDER else len(_ORDER)):
        import_module(f"curation.cli.{name}")


def main() -> None:
    """Run the command line and leave the process with one of the documented exit codes."""
    sys.exit(_run())


def _run() -> int:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    _register()
    try:
        status = app(standalone_mode=True)
        sys.stdout.flush()
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else EXIT_CANNOT_RUN
    except CurationError as error:
        return _say(f"error: {error}", EXIT_CANNOT_RUN)
    except KeyboardInterrupt:
        return _say("interrupted; nothing was left half-written", EXIT_INTERRUPTED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_CLEAN
    except Exception as error:  # noqa: BLE001 - the one place where a bug becomes an exit code
        return _bug(error)
    return status if isinstance(status, int) else EXIT_CLEAN


def _say(message: str, code: int) -> int:
    from curation.render.inert import inert

    typer.echo(inert(message), err=True)
    return code


def _bug(error: Exception) -> int:
    """A bug report without the message, which may quote an utterance: type and place are what is needed."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_name}, line {trace.tb_lineno}" if trace else "an unknown place"
    return _say(
        f"bug in curation {__version__}: {type(error).__name__} in {place}; nothing was left half-written. "
        "Please report this line with the command that led to it.",
        EXIT_BUG,
    )

"""The process: its streams, what it is asked to do, and the one place where exceptions become exit codes."""

from __future__ import annotations

import gc
import io
import os
import re
import sys
from contextlib import suppress
from typing import TextIO

from curation import __version__
from curation.errors import CurationError

__all__ = ["main"]

EXIT_CLEAN, EXIT_FINDINGS, EXIT_CANNOT_RUN, EXIT_BUG, EXIT_INTERRUPTED = 0, 1, 2, 3, 130
INTERRUPTED = "interrupted; nothing was left half-written"


def main() -> None:
    """Run the command line and leave the process with one of the documented exit codes."""
    _open_closed_streams()
    # Starting up makes many objects that stay; looking for cycles among them costs a tenth of the time.
    gc.set_threshold(1_000_000, 50, 50)
    code = _run()
    gc.freeze()  # the last look for cycles, as the process ends, takes a tenth as well
    sys.exit(code)


def _open_closed_streams() -> None:
    """Give what whoever started this has closed somewhere to go, so that no file takes its place."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115


def _run() -> int:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    sys.stderr = _Inert(sys.stderr)
    try:
        return _call()
    except (CurationError, RecursionError) as error:
        deep = "brackets are nested too deeply for any of the upload formats"
        return _say(f"error: {deep if isinstance(error, RecursionError) else error}", EXIT_CANNOT_RUN)
    except BrokenPipeError:
        _discard_output()
        return EXIT_FINDINGS  # nobody read to the end, so that nothing can be called clean
    except OSError as error:
        return _say(f"error: {error.strerror or type(error).__name__}: {error.filename or ''}", EXIT_CANNOT_RUN)
    except KeyboardInterrupt:
        return _say(INTERRUPTED, EXIT_INTERRUPTED)
    except Exception as error:  # noqa: BLE001 - the one place where a bug becomes an exit code
        return _bug(error)


def _call() -> int:
    try:
        _dispatch()
    except SystemExit as leaving:
        code = EXIT_CANNOT_RUN if isinstance(leaving.code, str) else int(leaving.code or EXIT_CLEAN)
    else:
        code = EXIT_CLEAN
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _discard_output()
        return code or EXIT_FINDINGS
    return _say(INTERRUPTED, code) if code == EXIT_INTERRUPTED else code


def _discard_output() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _dispatch() -> None:
    """Do what the command line says.

    `check` of files and nothing else is what hooks call all day. It needs no parser, and a parser takes longer to get
    ready than such a check.
    """
    command, *words = sys.argv[1:] or [""]
    if command == "check" and words and all(map(_is_path, words)) and not os.environ.get("_CURATION_COMPLETE"):
        from curation.cli._checking import check_files

        check_files(words)
    else:
        from curation.cli._app import app, load_commands

        load_commands()
        app(standalone_mode=True)


def _is_path(word: str) -> bool:
    return not word.startswith("-") and os.path.lexists(word)


class _Inert(io.TextIOBase):
    """Standard error without commands to a build agent: usage errors quote what was typed."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.unguarded = stream

    def write(self, text: str) -> int:
        self._stream.write(re.sub(r"##(?=\w*\[)|(?m:^(\s*):(?=:))", r"\1#\\#", text))
        return len(text)

    def flush(self) -> None:
        self._stream.flush()

    def isatty(self) -> bool:
        return self._stream.isatty()

    def fileno(self) -> int:
        return self._stream.fileno()

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return self._stream.encoding


def _say(message: str, code: int) -> int:
    from curation.render.inert import inert

    with suppress(OSError, ValueError):  # whoever cannot be told gets the code all the same
        sys.stderr.write(f"{inert(message)}\n")
        sys.stderr.flush()
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

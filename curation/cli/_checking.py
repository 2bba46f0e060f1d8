"""What `curation check` does with its options: once, or again whenever a file changes."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from curation.cli._reports import finish, print_diff, print_report
from curation.errors import CurationError
from curation.model.finding import Severity

if TYPE_CHECKING:
    from curation.api import CheckOptions

__all__ = ["Wanted", "check_by_pieces", "check_files", "check_once", "check_whenever_changed"]

_STDIN = "-"
_PAUSE = 0.5
"""Seconds between two looks at the files."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was given on the command line."""

    paths: list[str]
    options: CheckOptions
    outputs: list[tuple[str, str | None]]
    fail_on: Severity
    fix: bool = False
    unsafe: bool = False
    diff: bool = False
    ledger: Path | None = None
    stdin_name: str = "stdin.json"


def check_files(paths: list[str]) -> None:
    """Check with the defaults of `curation check`, which are written there."""
    check_once(Wanted(paths, {}, [("text", None)], Severity.ERROR))


def check_once(wanted: Wanted) -> None:
    """Check, and mend if that is wanted; print; leave with the exit code.

    With `--diff`, changes that would be made are findings. Mended standard input goes to standard output, and the
    report then to standard error.
    """
    from curation import api

    if wanted.unsafe and not (wanted.fix or wanted.diff):
        raise CurationError("--unsafe-fixes says which fixes; give --fix or --diff with it")
    if wanted.fix and wanted.diff:
        raise CurationError("--diff changes nothing and --fix does; give one of them")
    if wanted.ledger and not wanted.fix:
        raise CurationError("--ledger is for changes; give --fix with it")
    given, wanted = _with_stdin(wanted)
    outputs = [path for _, path in wanted.outputs if path]
    wanted = replace(wanted, options={**wanted.options, "outputs": outputs})
    if not (wanted.fix or wanted.diff):
        report = api.check(*wanted.paths, **wanted.options)
        print_report(report, wanted.outputs)
        finish(report, wanted.fail_on)
        return
    made = api.fix(*wanted.paths, unsafe=wanted.unsafe, write=wanted.fix, ledger=wanted.ledger, **wanted.options)
    if wanted.diff:
        print_diff(made.before, made.after)
    for name in given if wanted.fix else ():
        sys.stdout.flush()
        sys.stdout.buffer.write(made.after.get(name, given[name]))
    print_report(made.report, wanted.outputs, err=wanted.fix and bool(given))
    finish(made.report, wanted.fail_on, failed=wanted.diff and bool(made.changes))


def check_by_pieces(
    wanted: Wanted,
    engine: str | None,
    scheduler: str | None,
    workers: int | None,
    work: Path | None,
    *,
    whole_only: bool,
) -> NoReturn:
    """Check a log; `whole_only` says that an option was given that is for files as a whole."""
    from curation import api
    from curation.cli._progress import progress

    if whole_only or wanted.fix or wanted.diff or wanted.ledger or _STDIN in wanted.paths:
        problem = "with --engine a log is checked by pieces"
        raise CurationError(f"{problem}; leave out -, --fix, --diff, --ledger and --watch")
    outputs = [path for _, path in wanted.outputs if path]
    options: CheckOptions = {**wanted.options, "outputs": outputs}
    with progress() as say:
        report = api.check(
            *wanted.paths, engine=engine, scheduler=scheduler, workers=workers, work=work, say=say, **options
        )
    print_report(report, wanted.outputs)
    finish(report, wanted.fail_on)
    sys.exit()


def _with_stdin(wanted: Wanted) -> tuple[dict[str, bytes], Wanted]:
    """The bytes of standard input by the name they go under, and the paths with that name."""
    if _STDIN not in wanted.paths:
        return {}, wanted
    name = Path(wanted.stdin_name)
    real = os.path.realpath(name)
    if not wanted.stdin_name or name.is_dir() or any(os.path.realpath(p) == real for p in wanted.paths if p != _STDIN):
        raise CurationError(f"{wanted.stdin_name}: not a name for standard input beside the other paths; give another")
    given = {name.as_posix(): sys.stdin.buffer.read()}
    paths = list(dict.fromkeys(next(iter(given)) if path == _STDIN else path for path in wanted.paths))
    options: CheckOptions = {**wanted.options, "contents": given}
    return given, replace(wanted, paths=paths, options=options)


def check_whenever_changed(wanted: Wanted) -> NoReturn:
    """Check, wait until a file changes, and check again; ends with an interrupt only."""
    if _STDIN in wanted.paths or wanted.fix:
        raise CurationError("--watch looks at files and changes none; leave out - and --fix")
    seen: dict[str, int] | None = None
    while True:
        now = _times(wanted)
        if now != seen:
            seen = now
            try:
                check_once(wanted)
            except SystemExit:
                pass
            except CurationError as error:
                sys.stderr.write(f"error: {error}\n")
            sys.stdout.flush()
            sys.stderr.write("waiting for changes; Ctrl-C ends it\n")
        time.sleep(_PAUSE)


def _times(wanted: Wanted) -> dict[str, int]:
    """When each file, and what the check is judged by, was changed last, in nanoseconds."""
    from curation.formats.files import expand

    settings = [Path(folder) / "curation.toml" for folder in (*wanted.paths, ".")]
    others = [*settings, wanted.options.get("config"), wanted.options.get("baseline")]
    found: dict[str, int] = {}
    for path in (*wanted.paths, *(str(other) for other in others if other and Path(other).is_file())):
        try:
            files = expand([path], Path.cwd())
        except CurationError:
            continue
        for file in files:
            try:
                found[str(file)] = file.stat().st_mtime_ns
            except OSError:
                found[str(file)] = 0
    return found

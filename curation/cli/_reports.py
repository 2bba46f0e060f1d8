"""The formats a report of findings can be printed in, by name."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from curation.cli._output import put
from curation.errors import CurationError
from curation.model.words import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from curation.model.finding import Severity
    from curation.model.report import Report
    from curation.model.what_if import WhatIfs

__all__ = ["FORMATS", "finish", "parse_outputs", "print_diff", "print_report", "print_what_if", "rendered"]

FORMATS = {
    "text": "findings.report_text",
    "concise": "annotations.concise_lines",
    "json": "as_json.result_json",
    "jsonl": "annotations.json_lines",
    "sarif": "sarif.sarif_text",
    "junit": "junit.junit_text",
    "github": "annotations.github_lines",
    "azure": "annotations.azure_lines",
    "markdown": "findings_markdown.report_markdown",
}
"""Module and function of each, loaded when it is wanted."""


def rendered(name: str, report: Report, *, text: str = FORMATS["text"]) -> str:
    """The report in a format; `text` is the function for that of a terminal."""
    module, _, function = {**FORMATS, "text": text}[name].partition(".")
    more = {"environment": os.environ} if name == "sarif" else {}
    made = getattr(import_module(f"curation.render.{module}"), function)(report, **more)
    return made if isinstance(made, str) else "".join(f"{line}\n" for line in made)


def parse_outputs(wanted: list[str]) -> list[tuple[str, str | None]]:
    """Names of formats with the file each goes to; `None` for standard output.

    Raises:
        CurationError: a format that is not there, an empty file name, or one file for two formats.
    """
    found: list[tuple[str, str | None]] = []
    for item in wanted:
        name, equals, path = item.partition("=")
        if name not in FORMATS:
            close = nearest(name, FORMATS)
            hint = f"did you mean {close}?" if close else f"there are {', '.join(FORMATS)}"
            raise CurationError(f'there is no format "{name}"; {hint}')
        if equals and not path:
            raise CurationError(f"{item}: name a file behind the equals sign, or leave it out")
        found.append((name, path if equals else None))
    files = [path for _, path in found if path]
    if len(set(files)) < len(files):
        raise CurationError("two formats go to one file; give each a file of its own")
    return found


def print_diff(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> None:
    """Print what would change in files."""
    from curation.render.diff import diff_text

    sys.stdout.write(diff_text(before, after))


def _unguarded(stream: TextIO) -> TextIO:
    return getattr(stream, "unguarded", stream)


def print_report(
    report: Report, outputs: list[tuple[str, str | None]], *, err: bool = False, text: str = FORMATS["text"]
) -> None:
    """Print a report in every format that is wanted, or write it to its file; `text` is the function for text."""
    from curation.formats.files import write_atomically

    for name, path in outputs:
        made = rendered(name, report, text=text)
        if path is None and name == "text" and not err:
            put(made)
        elif path is None:
            # Reports are inert; the guard of standard error would break up the commands that are meant.
            (_unguarded(sys.stderr) if err else sys.stdout).write(made)
        else:
            write_atomically(Path(path), made.encode("utf-8", errors="backslashreplace"))


def print_what_if(changes: WhatIfs, outputs: list[tuple[str, str | None]]) -> None:
    """Print what changes would bring as text or JSON, or write it to its file.

    Raises:
        CurationError: another format, which is one of findings.
    """
    from curation.formats.files import write_atomically
    from curation.model.report import Report
    from curation.render.as_json import result_json
    from curation.render.what_if import what_if_text

    made = {"text": lambda: what_if_text(changes), "json": lambda: result_json(Report(), changes.to_dict())}
    for name, _ in outputs:
        if name not in made:
            raise CurationError(f'"{name}" is a format of findings; what a change would bring is text or json')
    for name, path in outputs:
        if path is None and name == "text":
            put(made[name]())
        elif path is None:
            sys.stdout.write(made[name]())
        else:
            write_atomically(Path(path), made[name]().encode("utf-8", errors="backslashreplace"))


def finish(report: Report, fail_on: Severity, *, failed: bool = False) -> None:
    """Leave with 2 if a file could not be read, with 1 on findings that weigh enough, else with 0."""
    if any(finding.code == "FIL001" for finding in report.findings):
        sys.exit(2)
    if failed or report.at_least(fail_on):
        sys.exit(1)

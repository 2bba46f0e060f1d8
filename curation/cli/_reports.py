"""The formats a report of findings can be printed in, by name."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator

from curation.errors import CurationError
from curation.model.report import Report
from curation.render.annotations import azure_lines, concise_lines, github_lines, json_lines
from curation.render.as_json import result_json
from curation.render.text import report_text

__all__ = ["REPORTS", "parse_outputs"]


def _joined(lines: Callable[[Report], Iterator[str]]) -> Callable[[Report], str]:
    return lambda report: "".join(f"{line}\n" for line in lines(report))


REPORTS: dict[str, Callable[[Report], str]] = {
    "text": report_text,
    "concise": _joined(concise_lines),
    "json": result_json,
    "jsonl": _joined(json_lines),
    "github": _joined(github_lines),
    "azure": _joined(azure_lines),
}


def parse_outputs(wanted: list[str]) -> list[tuple[str, str | None]]:
    """Names of formats with the file each goes to; `None` for standard output.

    Raises:
        CurationError: a format that is not there, an empty file name, or one file for two formats.
    """
    found: list[tuple[str, str | None]] = []
    for item in wanted:
        name, equals, path = item.partition("=")
        if name not in REPORTS:
            close = difflib.get_close_matches(name, REPORTS, n=1)
            hint = f"did you mean {close[0]}?" if close else f"there are {', '.join(REPORTS)}"
            raise CurationError(f'there is no format "{name}"; {hint}')
        if equals and not path:
            raise CurationError(f"{item}: name a file behind the equals sign, or leave it out")
        found.append((name, path if equals else None))
    files = [path for _, path in found if path]
    if len(set(files)) < len(files):
        raise CurationError("two formats go to one file; give each a file of its own")
    return found

"""The sheet on which a person files the texts of a log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.formats.cells import csv_bytes

if TYPE_CHECKING:
    from curation.model.triage import Triaged

__all__ = ["TRIAGE_COLUMNS", "triage_sheet_bytes"]

TRIAGE_COLUMNS = (
    "text", "count", "file", "line", "route", "intent", "confidence", "margin", "rival", "novelty", "nearest", "theme",
    "decision",
)  # fmt: skip
"""The columns of the sheet; `decision` is for the intent a person files the text under."""


def triage_sheet_bytes(found: Triaged) -> bytes:
    """One row a text, the most frequent first; cells that a spreadsheet would run are made inert."""
    rows = [
        [
            line.text,
            str(line.count),
            line.file,
            str(line.line),
            line.route,
            line.intent if line.covered else "",
            f"{line.confidence:.3f}",
            f"{line.margin:.3f}",
            line.rival,
            f"{line.novelty:.3f}",
            line.nearest,
            line.theme,
            "",
        ]
        for line in found.lines
    ]
    return csv_bytes([list(TRIAGE_COLUMNS), *rows])

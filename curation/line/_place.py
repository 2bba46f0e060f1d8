"""Where a finding stands in its file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from curation.formats.read import locate_in

if TYPE_CHECKING:
    from curation.model.report import Report
    from curation.model.workspace import Workspace

__all__ = ["placed"]


def placed(report: Report, workspace: Workspace) -> Report:
    """The report with line and column of every finding; texts are scanned only where something was found."""
    pointers: dict[str, set[str]] = {}
    for finding in report.findings:
        if finding.line is None:
            pointers.setdefault(finding.file, set()).add(finding.pointer)
    documents = {document.file: document for document in workspace.documents}
    places = {file: locate_in(documents[file], wanted) for file, wanted in pointers.items() if file in documents}
    return report.with_findings(
        replace(f, line=at.start.line, column=at.start.column, end_line=at.end.line, end_column=at.end.column)
        if f.line is None and (at := places.get(f.file, {}).get(f.pointer))
        else f
        for f in report.findings
    )

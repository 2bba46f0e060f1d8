"""A report as plain bytes and back, so that it can be kept between runs."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from curation.model.finding import Finding, Severity
from curation.model.report import NotChecked, Report, Suppressed

__all__ = ["read_report", "report_bytes"]


def report_bytes(report: Report) -> bytes | None:
    """The report as JSON; `None` for one that holds fixes or changes, which are not kept."""
    findings = (*report.findings, *(item.finding for item in report.suppressed))
    if report.changes or any(finding.fix for finding in findings):
        return None
    return json.dumps(asdict(report)).encode()


def read_report(data: bytes) -> Report:
    """What `report_bytes` made. Sequences inside `evidence` come back as lists."""
    values = json.loads(data)
    return Report(
        **{
            **values,
            "findings": tuple(map(_finding, values["findings"])),
            "suppressed": tuple(
                Suppressed(_finding(item["finding"]), item["reason"], item["by"]) for item in values["suppressed"]
            ),
            "not_checked": tuple(NotChecked(**item) for item in values["not_checked"]),
            "beyond": tuple((code, count) for code, count in values["beyond"]),
            **{name: tuple(values[name]) for name in ("files", "asked", "changes")},
        }
    )


def _finding(values: dict[str, Any]) -> Finding:
    mark = tuple(values["mark"]) if values["mark"] else None
    return Finding(**{**values, "severity": Severity(values["severity"]), "mark": mark})

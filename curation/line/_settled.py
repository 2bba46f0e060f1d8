"""Which findings in the files a later step takes care of."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from curation.model.report import Suppressed
from curation.rules import find_rule

if TYPE_CHECKING:
    from curation.model.finding import Finding
    from curation.model.mapping import Mapping
    from curation.model.report import Report

__all__ = ["decided", "settled"]


def decided(report: Report, mapping: Mapping) -> Report:
    """The report with what a decision settles among what is kept out of it."""
    kept: list[Finding] = []
    out: list[Finding] = []
    for finding in report.findings:
        by_decision = find_rule(finding.code).settled_by == "decision" and settled(finding, mapping)
        (out if by_decision else kept).append(finding)
    suppressed = tuple(Suppressed(finding, "a decision settles it", "decision") for finding in out)
    return replace(report, findings=tuple(kept), suppressed=(*report.suppressed, *suppressed))


def settled(finding: Finding, mapping: Mapping, *, trim: bool = False) -> bool:
    """Whether the split, a decision, or trimming where that is asked for, settles what was found in the files."""
    match find_rule(finding.code).settled_by:
        case "split":
            return True
        case "decision":
            return finding.subject in mapping.decided
        case "trim":
            return trim and finding.subject in ("utterances", "")
        case _:
            return False

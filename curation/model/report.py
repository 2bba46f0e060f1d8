"""Findings in a stable order, and what could not be judged."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from curation.model.display import Displayed
from curation.model.finding import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import pandas as pd

    from curation.model.fix import Change
    from curation.model.workspace import Workspace

__all__ = ["NotChecked", "Report", "Suppressed"]


@dataclass(frozen=True, slots=True, order=True)
class NotChecked:
    """A rule that could not be judged, or a file nothing could be judged in, and why."""

    what: str
    reason: str


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A finding kept out of the report, with the reason, and what keeps it out."""

    finding: Finding
    reason: str
    by: Literal["settings", "baseline", "decision"] = "settings"


@dataclass(frozen=True)
class Report(Displayed):
    """What was found, what was kept out on request, and what was not checked.

    `outdated` counts findings that a baseline accepts and that are not there any more. `changes` are the fixes that
    were applied before these findings were left. `asked` are the codes of the rules that were asked.
    `beyond` counts, by code, findings of statistical rules that matter less than those shown.
    `root` is the folder that file names start from, seen from the working folder; empty where they are the same.
    """

    findings: tuple[Finding, ...] = ()
    not_checked: tuple[NotChecked, ...] = ()
    suppressed: tuple[Suppressed, ...] = ()
    files: tuple[str, ...] = ()
    rows: int = 0
    outdated: int = 0
    changes: tuple[Change, ...] = ()
    asked: tuple[str, ...] = ()
    root: str = ""
    beyond: tuple[tuple[str, int], ...] = ()

    def __add__(self, other: Report) -> Report:
        """Both reports as one; a finding that both hold is listed once."""
        unique = {finding.order: finding for finding in (*self.findings, *other.findings)}
        return Report(
            findings=tuple(sorted(unique.values(), key=lambda finding: finding.order)),
            not_checked=tuple(sorted({*self.not_checked, *other.not_checked})),
            suppressed=tuple({s.finding.order: s for s in (*self.suppressed, *other.suppressed)}.values()),
            files=tuple(sorted({*self.files, *other.files})),
            rows=max(self.rows, other.rows),
            outdated=self.outdated + other.outdated,
            changes=(*self.changes, *other.changes),
            asked=tuple(sorted({*self.asked, *other.asked})),
            root=self.root or other.root,
            beyond=tuple(sorted((Counter(dict(self.beyond)) + Counter(dict(other.beyond))).items())),
        )

    @staticmethod
    def of(workspace: Workspace) -> Report:
        """A report without findings that says what was read; for results other than findings."""
        files = tuple(document.file for document in workspace.documents)
        return Report(files=files, rows=sum(len(project.utterances) for project in workspace.labelled_projects))

    def path(self, file: str) -> str:
        """A file as it is named from the working folder, where editors and build services look for it."""
        return f"{self.root}/{file}" if self.root and file else file

    def counts(self) -> dict[str, int]:
        """How many findings of each severity, all three named."""
        counted = Counter(finding.severity for finding in self.findings)
        return {str(severity): counted.get(severity, 0) for severity in Severity}

    def at_least(self, severity: Severity) -> tuple[Finding, ...]:
        """The findings that weigh as much as `severity` or more."""
        return tuple(finding for finding in self.findings if finding.severity.rank >= severity.rank)

    def for_intent(self, name: str) -> tuple[Finding, ...]:
        """The findings whose subject is the intent `name`, or one of a pair with it."""
        return tuple(f for f in self.findings if name == f.subject or name in f.evidence.get("intents", ()))

    def suppressed_by(self, what: Literal["settings", "baseline", "decision"]) -> int:
        """How many findings the settings or the baseline keep out."""
        return sum(item.by == what for item in self.suppressed)

    def keeping(self, wanted: Callable[[Finding], bool]) -> Report:
        """The same report with only the findings for which `wanted` is true."""
        return replace(self, findings=tuple(filter(wanted, self.findings)))

    def with_findings(self, findings: Iterable[Finding]) -> Report:
        """The same report with other findings, put in order."""
        return replace(self, findings=tuple(sorted(findings, key=lambda finding: finding.order)))

    def to_frame(self) -> pd.DataFrame:
        """One row a finding; the columns are those of `Finding.to_dict`."""
        import pandas as pd

        columns = [name for name in Finding.__dataclass_fields__ if name not in ("mark", "value")]
        return pd.DataFrame([finding.to_dict() for finding in self.findings], columns=columns)

    def to_dict(self) -> dict[str, Any]:
        """Findings, what was not checked and the counts, as in `schemas/findings.schema.json`."""
        return {
            "summary": {
                **self.counts(),
                "files": len(self.files),
                "utterances": self.rows,
                "suppressed": len(self.suppressed),
                **({"beyond": dict(self.beyond)} if self.beyond else {}),
            },
            "findings": [finding.to_dict() for finding in self.findings],
            **({"changes": [change.to_dict() for change in self.changes]} if self.changes else {}),
            "not_checked": [{"what": item.what, "reason": item.reason} for item in self.not_checked],
        }

"""What one run of the whole line came to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from curation.model.display import Displayed
from curation.model.mapping import Mapping
from curation.model.proposal import Proposals

if TYPE_CHECKING:
    import pandas as pd

    from curation.model.bundle import Bundle
    from curation.model.difference import Difference
    from curation.model.overview import Overview
    from curation.model.report import Report
    from curation.model.split import Split
    from curation.model.workspace import Workspace

__all__ = ["RunResult"]


@dataclass(frozen=True)
class RunResult(Displayed):
    """Every noun of a run. `bundle` is `None` where errors stopped it, and `blocked` says so.

    `settled` counts the findings that decisions and the split take care of, and that `report` leaves out.
    `folder` is what was given as the workspace, for the commands that come next. `differences` say what an import
    would change in the exports that were given. `overview` is what `report.html` shows.
    """

    workspace: Workspace
    report: Report
    mapping: Mapping = field(default_factory=Mapping)
    proposals: Proposals = field(default_factory=Proposals)
    split: Split | None = None
    bundle: Bundle | None = None
    output: str | None = None
    blocked: str = ""
    settled: int = 0
    folder: str = "."
    differences: tuple[Difference, ...] = ()
    overview: Overview | None = None

    def to_frame(self) -> pd.DataFrame:
        """One row a file of the bundle: path, role, project, kind, rows, bytes; none where nothing was written."""
        import pandas as pd

        files = self.bundle.files if self.bundle else ()
        rows = [(file.path, str(file.role), file.project, file.kind, file.rows, len(file.data)) for file in files]
        return pd.DataFrame(rows, columns=["path", "role", "project", "kind", "rows", "bytes"])

    def to_dict(self) -> dict[str, Any]:
        """The sections a run adds to its findings, as in `schemas/findings.schema.json`."""
        return {
            "summary": {"settled": self.settled},
            **self.proposals.to_dict(),
            "mapping": self.mapping.to_dict(),
            **({"split": self.split.summary()} if self.split else {}),
            "bundle": self.bundle.manifest if self.bundle else None,
            "output": self.output,
            **({"differences": [found.to_dict() for found in self.differences]} if self.differences else {}),
        }

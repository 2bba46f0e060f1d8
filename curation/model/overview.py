"""All that one page shows of a workspace."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from curation.model.display import Displayed, drawn
from curation.model.finding import Severity

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from curation.model.coverage import Coverage
    from curation.model.evaluation import Evaluations
    from curation.model.mapping import Mapping
    from curation.model.proposal import Proposals
    from curation.model.report import Report
    from curation.model.split import Split

__all__ = ["DOUBTFUL", "InputFile", "Overview", "Point"]

DOUBTFUL = 0.5
"""The chance to be filed amiss from which a text is marked on the map: a mark costs less than a finding, which waits
for `thresholds.mislabelled`."""


class Point(NamedTuple):
    """One text of an intent: where it stands in the files, its side, and its place on the map (0..1 both ways).

    `said` is what a model that has not seen it takes it for, `confidence` the chance of that, `doubt` that of being
    filed amiss (all 0..1). Without a place (-1) it was not judged.
    """

    scope: str
    text: str
    intent: str
    language: str
    side: str
    file: str
    pointer: str
    said: str = ""
    confidence: float = 0.0
    doubt: float = 0.0
    x: float = -1.0
    y: float = -1.0

    @property
    def doubtful(self) -> bool:
        """Whether it is likelier filed amiss than not."""
        return self.doubt >= DOUBTFUL


class InputFile(NamedTuple):
    """A file that was read: what it was taken for, its hash, its rows."""

    file: str
    kind: str
    sha256: str
    rows: int


@dataclass(frozen=True)
class Overview(Displayed):
    """The results of every step on one workspace, and its texts.

    `title` names the workspace, `folder` is what was given, for the commands that come next. `left_out` counts texts
    beyond those of `points`: with very many a sample stands for all. `settled` counts the findings that decisions and
    the split take care of, and that `report` leaves out.
    """

    title: str
    folder: str
    report: Report
    coverage: Coverage
    mapping: Mapping
    proposals: Proposals
    split: Split
    evaluations: Evaluations
    points: tuple[Point, ...] = ()
    left_out: int = 0
    inputs: tuple[InputFile, ...] = field(default=())
    settled: int = 0

    @property
    def blocking(self) -> int:
        """How many errors stand against an upload."""
        return len(self.report.at_least(Severity.ERROR))

    def to_frame(self) -> pd.DataFrame:
        """One row a text; the columns are the fields of `Point`."""
        import pandas as pd

        return pd.DataFrame(self.points, columns=Point._fields)

    def plot_map(self, ax: Axes | None = None, *, scope: str | None = None, most: int = 12) -> Axes:
        """The texts of a scope on a plane, those likely filed amiss ringed (extra `plots`).

        `most` intents have a mark of their own.
        """
        return drawn("map", self, ax, scope=scope, most=most)

    def to_dict(self) -> dict[str, Any]:
        """The sections of the steps, without the texts that nothing was found about."""
        return {
            **self.proposals.to_dict(),
            "mapping": self.mapping.to_dict(),
            "split": self.split.summary(),
            **self.coverage.to_dict(),
            **self.evaluations.to_dict(),
        }

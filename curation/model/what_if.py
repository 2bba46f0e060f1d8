"""What a change of the data would bring, by models that have not seen the texts they are asked about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from curation.model.display import Displayed

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["WhatIf", "WhatIfs"]


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Macro F1 (0..1) before and after one change, over the same texts; `low` and `high` bound the gain at 95 %.

    `rows` counts the rows that the change touches, `judged` the texts the F1 is over. For a merge `read_as_merged` is
    what the models before reach when an answer for either intent counts as right: what is above it was really gained.
    """

    change: str
    scope: str
    rows: int
    judged: int
    before: float
    after: float
    low: float
    high: float
    read_as_merged: float | None = None

    @property
    def gain(self) -> float:
        """How much the F1 rises."""
        return self.after - self.before

    def to_dict(self) -> dict[str, Any]:
        """The figures to four places, as in `schemas/findings.schema.json`."""
        figures = {name: round(getattr(self, name), 4) for name in ("before", "after", "gain", "low", "high")}
        merged = None if self.read_as_merged is None else round(self.read_as_merged, 4)
        touched = {"change": self.change, "scope": self.scope, "rows": self.rows, "judged": self.judged}
        return {**touched, **figures, "read_as_merged": merged}


@dataclass(frozen=True)
class WhatIfs(Displayed):
    """One result a change that was asked about, in the order they were asked."""

    changes: tuple[WhatIf, ...] = ()

    def to_frame(self) -> pd.DataFrame:
        """One row a change; the columns are those of `WhatIf.to_dict`."""
        import pandas as pd

        return pd.DataFrame([change.to_dict() for change in self.changes])

    def to_dict(self) -> dict[str, Any]:
        """All changes as plain values."""
        return {"what_if": [change.to_dict() for change in self.changes]}

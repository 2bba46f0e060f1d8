"""Where the work on links stands: what is open, stale or in dispute."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from curation.model.display import Displayed
from curation.model.mapping import MappingState

if TYPE_CHECKING:
    import pandas as pd

    from curation.model.mapping import Mapping

__all__ = ["Agreement", "Status"]


class Agreement(NamedTuple):
    """How far two reviewers agree about what both answered: the share, and Cohen's kappa (1 all, 0 as by chance).

    `kappa` is `None` where both gave one answer throughout, so that chance alone explains it.
    """

    first: str
    second: str
    subjects: int
    share: float
    kappa: float | None


@dataclass(frozen=True)
class Status(Displayed):
    """Where every intent stands, and what keeps the work from being done.

    `rejected` are the pairs that are not proposed again. `unserved` are the tasks nothing leads to, `wanting` those
    that cannot be linked because nobody named a deployment.
    """

    mapping: Mapping
    decisions: int
    rejected: tuple[tuple[str, str], ...] = ()
    unserved: tuple[str, ...] = ()
    wanting: tuple[str, ...] = ()
    agreements: tuple[Agreement, ...] = ()

    @property
    def done(self) -> bool:
        """Whether nothing is open, stale or in dispute."""
        return not (self.mapping.open_intents or self.mapping.stale or self.mapping.conflicts)

    def counts(self) -> dict[str, int]:
        """Intents by state, and how many decisions are stale or in dispute."""
        states = {str(state): len(self.mapping.in_state(state)) for state in MappingState}
        return {**states, "stale": len(self.mapping.stale), "conflicts": len(self.mapping.conflicts)}

    def to_frame(self) -> pd.DataFrame:
        """One row an intent; the columns are those of `MappingEntry.to_dict`."""
        import pandas as pd

        return pd.DataFrame(self.mapping.to_frame())

    def to_dict(self) -> dict[str, Any]:
        """The status as in `schemas/findings.schema.json`."""
        mapping = self.mapping
        return {
            "done": self.done,
            "counts": self.counts(),
            "decisions": self.decisions,
            "open": list(mapping.open_intents),
            "unsure": [entry.intent for entry in mapping.entries if entry.source == "unsure"],
            "stale": [decision.to_dict() for decision in mapping.stale],
            "conflicts": [[decision.to_dict() for decision in found] for found in mapping.conflicts],
            "rejected": [{"intent": intent, "task": task} for intent, task in self.rejected],
            "shared_tasks": {task: list(intents) for task, intents in mapping.shared_tasks.items()},
            "unserved_tasks": list(self.unserved),
            "tasks_without_deployment": list(self.wanting),
            "agreements": [
                {
                    **found._asdict(),
                    "share": round(found.share, 3),
                    "kappa": None if found.kappa is None else round(found.kappa, 3),
                }
                for found in self.agreements
            ],
        }

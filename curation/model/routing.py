"""Where an utterance would go."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from curation.model.display import Displayed

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

__all__ = ["Nearest", "Routed", "Routes"]


class Nearest(NamedTuple):
    """A known text that an utterance is like: its route and intent, and the cosine (0..1)."""

    text: str
    route: str
    intent: str
    similarity: float


@dataclass(frozen=True, slots=True)
class Routed:
    """One utterance: the route it would take, and the intent inside.

    `route` is a task, empty for an intent that leads to none; `confidence` the chance of it, `intent_confidence` that
    of the intent once the route is taken, `rival` the next best route or intent with its chance (all 0..1).
    `to_none` names the project whose threshold would send it to None, empty where none does; `threshold` is the one
    it met or missed last.
    """

    text: str
    route: str
    intent: str
    confidence: float
    intent_confidence: float
    rival: str
    rival_confidence: float
    threshold: float
    to_none: str = ""
    nearest: tuple[Nearest, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The route as in `schemas/findings.schema.json`."""
        return asdict(self) | {"nearest": [item._asdict() for item in self.nearest]}


@dataclass(frozen=True)
class Routes(Displayed):
    """Utterances with their routes, in the order they were asked; what could not be read is in `passed_over`."""

    found: tuple[Routed, ...] = ()
    passed_over: tuple[tuple[str, int], ...] = ()

    def __iter__(self) -> Iterator[Routed]:
        """The utterances in order."""
        return iter(self.found)

    def to_frame(self) -> pd.DataFrame:
        """One row an utterance; the columns are the fields of `Routed`, of `nearest` the first text."""
        import pandas as pd

        names = [name for name in Routed.__slots__ if name != "nearest"]
        rows = [(*(getattr(r, n) for n in names), r.nearest[0].text if r.nearest else "") for r in self.found]
        return pd.DataFrame(rows, columns=[*names, "nearest"])

    def to_dict(self) -> dict[str, Any]:
        """All of it as plain values."""
        return {"routes": {"texts": [item.to_dict() for item in self.found], "passed_over": dict(self.passed_over)}}

"""What Test holds that Train holds as well, nearly in the same words, and what that makes of a score."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from curation.model.display import Displayed

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

__all__ = ["LeakageReport", "LeakedRow", "ScopeLeakage"]


@dataclass(frozen=True, slots=True)
class LeakedRow:
    """A text of Test, the text of Train that is most like it (character TF-IDF cosine, 0..1), and their intents."""

    text: str
    intent: str
    twin: str
    twin_intent: str
    similarity: float


@dataclass(frozen=True)
class ScopeLeakage:
    """The leak of one project, or of what is routed.

    `accuracy` is that of a router learned from Train on Test, without texts tagged both; `accuracy_clean` on the texts
    of Test without a twin in Train. `random` and `grouped` are its accuracies by cross-validation, rows dealt out
    one by one and near-duplicates together: what is between them is what a random split adds to a score (all 0..1;
    `None` where there is too little to judge by).
    """

    scope: str
    test: int
    rows: tuple[LeakedRow, ...]
    accuracy: float | None = None
    accuracy_clean: float | None = None
    random: float | None = None
    grouped: float | None = None

    @property
    def share(self) -> float:
        """The share of Test's texts with a twin in Train (0..1)."""
        return len(self.rows) / self.test if self.test else 0.0

    @property
    def inflation(self) -> float | None:
        """How much a random split adds to the accuracy."""
        return None if self.random is None or self.grouped is None else self.random - self.grouped

    def to_dict(self) -> dict[str, Any]:
        """The leak as in `schemas/findings.schema.json`."""
        names = ("accuracy", "accuracy_clean", "random", "grouped", "inflation")
        figures = {name: getattr(self, name) for name in names}
        return {
            "scope": self.scope,
            "test": self.test,
            "leaked": len(self.rows),
            "share": round(self.share, 4),
            **{name: None if value is None else round(value, 4) for name, value in figures.items()},
            "rows": [asdict(row) for row in self.rows],
        }


@dataclass(frozen=True)
class LeakageReport(Displayed):
    """The leaks of a workspace by scope; scopes without a Test side are in `not_judged`, with the reason."""

    found: tuple[ScopeLeakage, ...] = ()
    not_judged: tuple[tuple[str, str], ...] = ()

    def __iter__(self) -> Iterator[ScopeLeakage]:
        """The scopes in order."""
        return iter(self.found)

    def to_frame(self) -> pd.DataFrame:
        """One row a leaked text: scope and the fields of `LeakedRow`."""
        import pandas as pd

        found = ((leak.scope, row) for leak in self.found for row in leak.rows)
        rows = [(scope, *(getattr(row, name) for name in LeakedRow.__slots__)) for scope, row in found]
        return pd.DataFrame(rows, columns=["scope", *LeakedRow.__slots__])

    def to_dict(self) -> dict[str, Any]:
        """All of it as plain values."""
        missing = [{"what": what, "reason": reason} for what, reason in self.not_judged]
        return {"leakage": {"scopes": [leak.to_dict() for leak in self.found], "not_judged": missing}}

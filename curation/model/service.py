"""What the service itself said of a test set, and how far a forecast agrees with it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from curation.model.display import Displayed

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

__all__ = ["Agreement", "IntentAgreement", "ServiceResults"]


@dataclass(frozen=True)
class ServiceResults:
    """An evaluation by the service: how often each intent (first) was taken for each (second), and single texts.

    `texts` holds text, intent and answer where the results name single texts; a summary does not.
    """

    file: str
    confusion: Mapping[tuple[str, str], int]
    texts: tuple[tuple[str, str, str], ...] = ()

    @property
    def intents(self) -> frozenset[str]:
        """The intents that were asked about."""
        return frozenset(given for given, _ in self.confusion)


@dataclass(frozen=True, slots=True)
class IntentAgreement:
    """F1 (0..1) of one intent as forecast and as the service has it, and how many texts each is over."""

    intent: str
    forecast: float
    service: float
    forecast_rows: int
    service_rows: int


@dataclass(frozen=True)
class Agreement(Displayed):
    """A forecast beside the service.

    `rank` is the rank correlation of the intents' F1 (-1..1, `None` where fewer than three intents differ). `common`
    counts the texts that both judged; over these, `common_accuracy` and `common_service_accuracy` are the shares of
    right answers, `same_answer` the share with the same answer, `same_verdict` the share on which both are right or
    both wrong (0..1, `None` where the results name no texts).
    """

    file: str
    scope: str
    accuracy: float
    service_accuracy: float
    intents: tuple[IntentAgreement, ...]
    rank: float | None
    common: int = 0
    common_accuracy: float | None = None
    common_service_accuracy: float | None = None
    same_answer: float | None = None
    same_verdict: float | None = None

    def to_frame(self) -> pd.DataFrame:
        """One row an intent; the columns are the fields of `IntentAgreement`."""
        import pandas as pd

        return pd.DataFrame([asdict(item) for item in self.intents], columns=list(IntentAgreement.__slots__))

    def to_dict(self) -> dict[str, Any]:
        """The comparison as in `schemas/findings.schema.json`."""
        values = {**asdict(self), "intents": [_rounded(asdict(item)) for item in self.intents]}
        return _rounded(values)


def _rounded(values: dict[str, Any]) -> dict[str, Any]:
    return {name: round(value, 4) if isinstance(value, float) else value for name, value in values.items()}

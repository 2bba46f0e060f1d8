"""What a change of the data does to how utterances are routed: a regression test for data."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from curation.errors import CurationError
from curation.model.display import Displayed
from curation.model.words import did_you_mean, plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

__all__ = ["GATES", "Comparison", "Flip", "IntentChange", "ScopeComparison", "gates_of"]

GATES = {
    "accuracy": "how far the accuracy may fall",
    "macro-f1": "how far the macro F1 may fall",
    "intent-f1": "how far the F1 of any intent may fall",
    "broken": "how many utterances that were right may be wrong",
    "gone": "how many intents may be gone",
}
"""What a gate can hold, and what its number means: shares (0..1), of `broken` and `gone` counts."""
_COUNTED = ("broken", "gone")


@dataclass(frozen=True, slots=True)
class Flip:
    """An utterance that is taken for another intent than before, and what seems to be the cause.

    `given` is its intent now, `given_before` what it was filed under before (empty where it was not there).
    """

    text: str
    given: str
    given_before: str
    before: str
    after: str
    confidence: float
    why: str

    @property
    def kind(self) -> str:
        """Whether it was mended, broken, or is wrong in another way."""
        return "mended" if self.after == self.given else "broken" if self.before == self.given else "still wrong"

    def to_dict(self) -> dict[str, Any]:
        """The flip as in `schemas/findings.schema.json`."""
        return asdict(self) | {"kind": self.kind, "confidence": round(self.confidence, 4)}


@dataclass(frozen=True, slots=True)
class IntentChange:
    """F1 of an intent before and after (0..1), with the bounds of the change at 95 %; `rows` were judged."""

    intent: str
    rows: int
    before: float
    after: float
    low: float
    high: float

    @property
    def change(self) -> float:
        """How much the F1 rises."""
        return self.after - self.before

    def to_dict(self) -> dict[str, Any]:
        """The figures, to four places."""
        figures = {name: round(value, 4) if isinstance(value, float) else value for name, value in asdict(self).items()}
        return figures | {"change": round(self.change, 4)}


@dataclass(frozen=True)
class ScopeComparison:
    """One project, or what is routed: the same texts judged by a router of the old and one of the new data.

    The texts are the new Test; nothing that is nearly one of them was learned from on either side. `low` and `high`
    bound the change of the macro F1 at 95 %. An intent that is gone and one that is new with most of its texts are one
    intent `renamed`, which no flip comes of. `added`, `removed` and `refiled` count texts of the data.
    """

    scope: str
    rows: int
    accuracy: tuple[float, float]
    macro_f1: tuple[float, float]
    low: float
    high: float
    flips: tuple[Flip, ...]
    intents: tuple[IntentChange, ...]
    new_intents: tuple[str, ...] = ()
    gone_intents: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    added: int = 0
    removed: int = 0
    refiled: int = 0

    def count(self, kind: str) -> int:
        """How many utterances were mended, broken, or are still wrong."""
        return sum(flip.kind == kind for flip in self.flips)

    def past(self, gates: Mapping[str, float]) -> Iterator[str]:
        """What goes beyond a gate, in words."""
        falls = {"accuracy": self.accuracy[0] - self.accuracy[1], "macro-f1": self.macro_f1[0] - self.macro_f1[1]}
        for name, fall in falls.items():
            if name in gates and fall > gates[name] + 1e-9:
                yield f"{self.scope}: {name} falls by {fall:.3f}, and may by {gates[name]:g}"
        for item in self.intents if "intent-f1" in gates else ():
            if -item.change > gates["intent-f1"] + 1e-9:
                words = f"falls by {-item.change:.3f}, and may by {gates['intent-f1']:g}"
                yield f'{self.scope}: F1 of "{item.intent}" {words}'
        for name, count in (("broken", self.count("broken")), ("gone", len(self.gone_intents))):
            if name in gates and count > gates[name]:
                what = plural(count, "utterance" if name == "broken" else "intent")
                yield f"{self.scope}: {what} {name}, and {gates[name]:g} may be"

    def to_dict(self) -> dict[str, Any]:
        """The comparison as in `schemas/findings.schema.json`."""
        return {
            "scope": self.scope,
            "rows": self.rows,
            "accuracy": {"before": round(self.accuracy[0], 4), "after": round(self.accuracy[1], 4)},
            "macro_f1": {"before": round(self.macro_f1[0], 4), "after": round(self.macro_f1[1], 4),
                         "low": round(self.low, 4), "high": round(self.high, 4)},
            "flips": [flip.to_dict() for flip in self.flips],
            "intents": [item.to_dict() for item in self.intents],
            "new_intents": list(self.new_intents),
            "gone_intents": list(self.gone_intents),
            "renamed": [{"before": before, "after": after} for before, after in self.renamed],
            "data": {"added": self.added, "removed": self.removed, "refiled": self.refiled},
        }  # fmt: skip


@dataclass(frozen=True)
class Comparison(Displayed):
    """The comparisons of two states of a workspace by scope; `past` names every gate that was passed."""

    found: tuple[ScopeComparison, ...] = ()
    past: tuple[str, ...] = ()
    not_judged: tuple[tuple[str, str], ...] = ()

    def __iter__(self) -> Iterator[ScopeComparison]:
        """The scopes in order."""
        return iter(self.found)

    def to_frame(self) -> pd.DataFrame:
        """One row an utterance that flips: scope, the fields of `Flip`, and its kind."""
        import pandas as pd

        found = ((item.scope, flip) for item in self.found for flip in item.flips)
        rows = [(scope, *(getattr(flip, name) for name in Flip.__slots__), flip.kind) for scope, flip in found]
        return pd.DataFrame(rows, columns=["scope", *Flip.__slots__, "kind"])

    def to_dict(self) -> dict[str, Any]:
        """All of it as plain values."""
        missing = [{"what": what, "reason": reason} for what, reason in self.not_judged]
        scopes = [item.to_dict() for item in self.found]
        return {"comparison": {"scopes": scopes, "past": list(self.past), "not_judged": missing}}


def gates_of(given: Mapping[str, float] | list[str]) -> dict[str, float]:
    """Gates by name, from a mapping or from words such as `macro-f1=0.01`.

    Raises:
        CurationError: a gate that is not there, or without a number of 0 or more.
    """
    pairs = given.items() if not isinstance(given, list) else [word.partition("=")[::2] for word in given]
    gates: dict[str, float] = {}
    for name, value in pairs:
        if name not in GATES:
            raise CurationError(f'there is no gate "{name}"; {did_you_mean(str(name), GATES)}')
        try:
            gates[name] = float(value)
        except ValueError:
            gates[name] = -1.0
        counted = name in _COUNTED
        if not 0.0 <= gates[name] <= (1e9 if counted else 1.0) or (counted and gates[name] % 1):
            kind = "a whole number of 0 or more" if counted else "a number from 0 to 1"
            raise CurationError(f"{name}: write {name}=NUMBER, {kind}: {GATES[name]}")
    return gates

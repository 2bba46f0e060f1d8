"""How well utterances are told apart by models that have not seen them, as a forecast of what a training will bring."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from curation.model.display import Displayed, drawn

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd
    from matplotlib.axes import Axes

__all__ = ["Drift", "Evaluation", "Evaluations", "Figure", "Growth", "LabelResult", "Step", "Threshold", "Verdict"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value with the bounds of its 95 % interval (0..1)."""

    value: float
    low: float
    high: float

    def to_dict(self) -> dict[str, float]:
        """The three, to four places."""
        return {name: round(getattr(self, name), 4) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class LabelResult:
    """Precision, recall and F1 of one intent or task; `rows` were judged, `learned` are what it was learned from.

    `rival` is what most of its lost texts are taken for, `lost` how many.
    """

    name: str
    rows: int
    learned: int
    precision: Figure
    recall: Figure
    f1: Figure
    rival: str = ""
    lost: int = 0

    def to_dict(self) -> dict[str, Any]:
        """The result as in `schemas/findings.schema.json`."""
        figures = {"precision": self.precision.to_dict(), "recall": self.recall.to_dict(), "f1": self.f1.to_dict()}
        counts = {"rows": self.rows, "learned": self.learned}
        return {"name": self.name, **counts, **figures, "rival": self.rival, "lost": self.lost}


@dataclass(frozen=True, slots=True)
class Step:
    """What a threshold would do (shares, 0..1).

    `answered` is the share of texts of intents that get an answer, `right` the share that gets the right one,
    `precision` the share of right ones among those answered, `false_accepts` the share of None's texts that get one.
    """

    threshold: float
    answered: float
    right: float
    precision: float
    false_accepts: float | None

    def to_dict(self) -> dict[str, float | None]:
        """The step, to four places."""
        return {name: None if value is None else round(value, 4) for name, value in asdict(self).items()}


@dataclass(frozen=True)
class Threshold:
    """A sweep over confidence thresholds, and the largest one that costs hardly any right answers.

    `recommended` was found on texts of Train, each judged without its group; `low` and `high` are where it falls when
    groups are drawn anew (95 %). `own` is the one that the project has. All are on the scale of these models: the
    service has a scale of its own.
    """

    recommended: float
    low: float
    high: float
    steps: tuple[Step, ...] = ()
    own: float | None = None

    def at(self, value: float) -> Step | None:
        """What the threshold nearest to a value would do."""
        return min(self.steps, key=lambda step: (abs(step.threshold - value), step.threshold), default=None)

    def to_dict(self) -> dict[str, Any]:
        """The sweep as in `schemas/findings.schema.json`."""
        found = {name: round(getattr(self, name), 4) for name in ("recommended", "low", "high")}
        return {**found, "own": self.own, "steps": [step.to_dict() for step in self.steps]}


@dataclass(frozen=True, slots=True)
class Growth:
    """What more examples of an intent would buy.

    `recall` is what it has now (0..1), `gain` what ten more examples are expected to add, with the bounds of its 95 %
    interval.
    """

    name: str
    learned: int
    recall: float
    gain: float
    low: float
    high: float

    def to_dict(self) -> dict[str, Any]:
        """The forecast, to four places."""
        return {k: round(v, 4) if isinstance(v, float) else v for k, v in asdict(self).items()}


@dataclass(frozen=True)
class Drift:
    """How Test differs from Train: each a distance (0: the same, 1: nothing in common) beside that of chance.

    `usual` is the distance that 95 of 100 random splits of the same groups stay below.
    """

    what: str
    distance: float
    usual: float
    words: str = ""

    @property
    def notable(self) -> bool:
        """Whether it is more than chance explains."""
        return self.distance > self.usual

    def to_dict(self) -> dict[str, Any]:
        """The distance, to four places."""
        return {
            "what": self.what,
            "distance": round(self.distance, 4),
            "usual": round(self.usual, 4),
            "notable": self.notable,
            "words": self.words,
        }


@dataclass(frozen=True, slots=True)
class Verdict:
    """One judged utterance: what it is filed under, what it was taken for, how sure that is (0..1)."""

    text: str
    given: str
    said: str
    confidence: float
    rival: str
    rival_confidence: float

    @property
    def right(self) -> bool:
        """Whether it was taken for what it is."""
        return self.given == self.said


@dataclass(frozen=True)
class Evaluation(Displayed):
    """The rows of one project, or of all that is routed, judged by models that have not seen them.

    `by` is "test" (learned from Train, judged on Test) or "cross-validation" (every text judged without its group).
    `curve` holds the macro F1 by share of Train that was learned from, `not_judged` what there was too little of, and
    why.
    """

    scope: str
    by: str
    rows: int
    accuracy: Figure
    macro_f1: Figure
    intents: tuple[LabelResult, ...]
    tasks: tuple[LabelResult, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    threshold: Threshold | None = None
    growth: tuple[Growth, ...] = ()
    curve: Mapping[float, float] = field(default_factory=dict)
    drift: tuple[Drift, ...] = ()
    not_judged: tuple[tuple[str, str], ...] = ()

    def get(self, intent: str) -> LabelResult | None:
        """The result of an intent, if it was judged."""
        return next((found for found in self.intents if found.name == intent), None)

    def confusion(self) -> dict[tuple[str, str], int]:
        """How many texts of the first intent are taken for the second, wrong ones only, the most first."""
        found: dict[tuple[str, str], int] = {}
        for verdict in self.verdicts:
            if not verdict.right:
                found[verdict.given, verdict.said] = found.get((verdict.given, verdict.said), 0) + 1
        return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))

    def example(self, given: str, said: str) -> Verdict | None:
        """The text of the first intent that is most surely taken for the second."""
        alike = (verdict for verdict in self.verdicts if (verdict.given, verdict.said) == (given, said))
        return max(alike, key=lambda verdict: (verdict.confidence, verdict.text), default=None)

    def to_frame(self) -> pd.DataFrame:
        """One row a judged utterance; the columns are the fields of `Verdict`, and `right`."""
        import pandas as pd

        columns = [*Verdict.__slots__, "right"]
        return pd.DataFrame(
            [(*(getattr(v, n) for n in Verdict.__slots__), v.right) for v in self.verdicts], columns=columns
        )

    def plot_confusion(self, ax: Axes | None = None, *, most: int = 20) -> Axes:
        """What texts are filed under and taken for, of the intents with most wrong answers (extra `plots`)."""
        return drawn("confusion", self, ax, most=most)

    def plot_threshold(self, ax: Axes | None = None) -> Axes:
        """What confidence thresholds do, with the recommended one and its bounds (extra `plots`)."""
        return drawn("threshold", self, ax)

    def plot_learning_curve(self, ax: Axes | None = None) -> Axes:
        """Macro F1 on Test by share of Train that was learned from (extra `plots`)."""
        return drawn("learning curve", self, ax)

    def to_dict(self) -> dict[str, Any]:
        """Everything but single right utterances, as in `schemas/findings.schema.json`."""
        return {
            "scope": self.scope,
            "by": self.by,
            "rows": self.rows,
            "accuracy": self.accuracy.to_dict(),
            "macro_f1": self.macro_f1.to_dict(),
            "intents": [found.to_dict() for found in self.intents],
            "tasks": [found.to_dict() for found in self.tasks],
            "confusion": [{"given": g, "said": s, "count": n} for (g, s), n in self.confusion().items()],
            "wrong": [
                {**{k: v for k, v in asdict(verdict).items() if not isinstance(v, float)},
                 "confidence": round(verdict.confidence, 4), "rival_confidence": round(verdict.rival_confidence, 4)}
                for verdict in self.verdicts if not verdict.right
            ],
            "threshold": self.threshold.to_dict() if self.threshold else None,
            "growth": [found.to_dict() for found in self.growth],
            "curve": [{"share": share, "macro_f1": round(value, 4)} for share, value in sorted(self.curve.items())],
            "drift": [found.to_dict() for found in self.drift],
            "not_judged": [{"what": what, "reason": reason} for what, reason in self.not_judged],
        }  # fmt: skip


@dataclass(frozen=True)
class Evaluations(Displayed):
    """The evaluations of a workspace, the routing first; what could not be judged at all says why in `not_judged`."""

    found: tuple[Evaluation, ...] = ()
    not_judged: tuple[tuple[str, str], ...] = ()

    def __iter__(self) -> Iterator[Evaluation]:
        """The evaluations in order."""
        return iter(self.found)

    def __len__(self) -> int:
        """How many there are."""
        return len(self.found)

    def get(self, scope: str, by: str = "test") -> Evaluation | None:
        """The evaluation of a project ("routing" for what is routed), on Test or by cross-validation."""
        return next((item for item in self.found if item.scope == scope and item.by == by), None)

    def to_frame(self) -> pd.DataFrame:
        """One row an intent and an evaluation: scope, by, intent, rows, learned, precision, recall, f1, rival, lost."""
        import pandas as pd

        rows = [
            (e.scope, e.by, r.name, r.rows, r.learned, r.precision.value, r.recall.value, r.f1.value, r.rival, r.lost)
            for e in self.found
            for r in e.intents
        ]
        columns = ["scope", "by", "intent", "rows", "learned", "precision", "recall", "f1", "rival", "lost"]
        return pd.DataFrame(rows, columns=columns)

    def to_dict(self) -> dict[str, Any]:
        """All of it as plain values."""
        missing = [{"what": what, "reason": reason} for what, reason in self.not_judged]
        return {"evaluation": {"scopes": [item.to_dict() for item in self.found], "not_judged": missing}}

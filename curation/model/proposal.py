"""A suggested link; nobody has agreed to it yet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from curation.model.display import Displayed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Set

    import pandas as pd

__all__ = ["Candidate", "Evidence", "ForeignRow", "IntentSplit", "Proposal", "Proposals"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """An utterance of the intent beside the utterance of the task that it is most like (0..1)."""

    text: str
    task_text: str
    similarity: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """One task for one intent.

    `score` is the chance that the intent belongs to this task (0..1). All candidates of a proposal and the
    chance that none fits sum to 1.
    `into` is the intent inside the task that the texts are most like; empty for question answering. `children` are
    the shares of the texts that are like each intent inside the task, `rows_into` the texts that go elsewhere in it
    than `into`, with the intent. `words` are those that speak for this task against the others.
    """

    task: str
    kind: str
    score: float
    into: str = ""
    evidence: tuple[Evidence, ...] = ()
    words: tuple[str, ...] = ()
    children: tuple[tuple[str, float], ...] = ()
    rows_into: tuple[tuple[str, str], ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The candidate as in `schemas/findings.schema.json`, numbers to three places."""
        return {
            "task": self.task,
            "kind": self.kind,
            "score": round(self.score, 3),
            "into": self.into,
            "words": list(self.words),
            "children": [{"intent": name, "share": round(share, 3)} for name, share in self.children],
            "rows_into": [{"text": text, "into": into} for text, into in self.rows_into],
            "evidence": [
                {"text": e.text, "task_text": e.task_text, "similarity": round(e.similarity, 3)} for e in self.evidence
            ],
        }


class ForeignRow(NamedTuple):
    """An utterance that belongs to another task than its intent, the chance of that, and a text of that task.

    `into` is the intent that leads to the other task, or the name of that task where no intent does yet.
    """

    text: str
    chance: float
    task_text: str
    similarity: float
    into: str


@dataclass(frozen=True, slots=True)
class IntentSplit:
    """An intent whose utterances belong to two tasks: most of them to `task`, `rows` to `other`."""

    intent: str
    task: str
    other: str
    rows: tuple[ForeignRow, ...]

    def to_dict(self) -> dict[str, Any]:
        """The split as in `schemas/findings.schema.json`."""
        rows = [
            {**row._asdict(), "chance": round(row.chance, 3), "similarity": round(row.similarity, 3)}
            for row in self.rows
        ]
        return {"intent": self.intent, "task": self.task, "other": self.other, "rows": rows}


@dataclass(frozen=True, slots=True)
class Proposal:
    """The tasks for one unlinked intent, best first, and whether any of them fits.

    `fits` is the chance (0..1) that the intent belongs to one of the tasks at all. Where neither a task nor "none of
    them" has a chance of `threshold`, nothing is proposed: it is unclear, and a person looks at the candidates. `kin`
    are other intents without a task that it is as like as intents of one task are; `apart` is the chance (0..1, part of
    what is left of `fits`) that it makes a new task with such an intent, rather than being kept as a routing intent.
    `closeness` is how like it is to the nearest intent of the best task, and how like these are to each other.
    """

    intent: str
    rows: int
    fits: float
    threshold: float
    candidates: tuple[Candidate, ...]
    fingerprint: str
    reason: str
    kin: tuple[str, ...] = ()
    apart: float = 0.0
    closeness: tuple[float, float] = (0.0, 0.0)

    @property
    def task(self) -> str | None:
        """The proposed task, or `None` where no task fits or it is unclear which."""
        if not self.judged or self.candidates[0].score < self.threshold:
            return None
        return self.candidates[0].task

    @property
    def judged(self) -> bool:
        """Whether there was something to judge by: utterances, and tasks to compare with."""
        return bool(self.candidates and self.rows)

    @property
    def none_fits(self) -> bool:
        """Whether the proposal is to keep the intent as a routing intent, or to make a new task for it."""
        return self.judged and self.task is None and 1.0 - self.fits >= self.threshold

    @property
    def makes_new_task(self) -> bool:
        """Whether, where none fits, a new task with its kin is likelier than a routing intent."""
        return self.none_fits and self.apart >= (1.0 - self.fits) / 2.0

    @property
    def confidence(self) -> float:
        """The chance (0..1) that the proposal is right: its task, or that none fits; of the likelier where unclear.

        0 where there is nothing to judge by.
        """
        if not self.judged:
            return 0.0
        best, none = self.candidates[0].score, 1.0 - self.fits
        return best if self.task else none if self.none_fits else max(best, none)

    def explained(self, kind: str | None = None, rejected: Iterable[str] = ()) -> Proposal:
        """The proposal with its reason in words; `kind` is what an unfinished link asks for."""
        left_out = f"; rejected before: {', '.join(sorted(rejected))}" if rejected else ""
        return replace(self, reason=self._reason(kind) + left_out)

    def beside(self, alone: Set[str]) -> Proposal:
        """The proposal with only those of its kin that fit no task either, named in its reason."""
        kin = tuple(name for name in self.kin if name in alone) if self.none_fits else ()
        apart = self.apart if kin else 0.0
        new = f"; with {', '.join(kin[:3])} it may be a new task ({apart:.0%})" if kin else ""
        together = f"{new}, else keep it as a routing intent ({1.0 - self.fits - apart:.0%})" if new else ""
        return replace(self, kin=kin, apart=apart, reason=self.reason + together)

    def _reason(self, kind: str | None) -> str:
        if not self.candidates:
            return "there is no task with texts to compare with"
        best = self.candidates[0]
        if not self.rows:
            if kind and len(self.candidates) == 1:
                return f"no utterances to judge by; its link asks for {kind}, and {best.task} is the only such task"
            return f"no utterances to judge by; by name it is most like {best.task}"
        if self.none_fits:
            near, usual = self.closeness
            nearer = f"but only {near:.2f} like the nearest of its intents, which are {usual:.2f} like each other"
            why = nearer if near < usual else "and what it has in common with it, other tasks have as well"
            return f"most like {best.task} ({best.score:.0%}), {why}"
        if self.task is None:
            return f"like several tasks, or like none of them enough; most like {best.task}"
        inside = f", most like its intent {best.into}" if best.into else ""
        return f"its utterances are most like those of {best.task}{inside}"

    def to_dict(self) -> dict[str, Any]:
        """The proposal as in `schemas/findings.schema.json`, numbers to three places."""
        return {
            "intent": self.intent,
            "rows": self.rows,
            "task": self.task,
            "confidence": round(self.confidence, 3),
            "fits": round(self.fits, 3),
            "verdict": "task" if self.task else "none" if self.none_fits else "unclear",
            "kin": list(self.kin),
            "new_task": round(self.apart, 3),
            "reason": self.reason,
            "fingerprint": self.fingerprint,
            "candidates": [candidate.to_dict() for candidate in self.candidates],
        }


@dataclass(frozen=True)
class Proposals(Displayed):
    """One proposal for each unlinked intent; the ones to think hardest about come first.

    `splits` are intents, linked or not, whose utterances belong to two tasks. `calibration` says what the stated
    confidence rests on, `nothing` why there is nothing to ask about, where that is not because all is done.
    `unknown_tasks` could not be proposed: neither an utterance nor a linked intent shows what they serve.
    """

    proposals: tuple[Proposal, ...] = ()
    splits: tuple[IntentSplit, ...] = ()
    calibration: str = ""
    nothing: str = ""
    unknown_tasks: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Proposal]:
        """The proposals in order."""
        return iter(self.proposals)

    def __len__(self) -> int:
        """How many intents were unlinked."""
        return len(self.proposals)

    @property
    def grounds(self) -> str:
        """What the proposals rest on and what they leave out, in words; empty where there is none."""
        names = ", ".join(self.unknown_tasks)
        left = f"Not considered, until an utterance or a linked intent shows what they serve: {names}" if names else ""
        return ". ".join(filter(None, (self.calibration, left))) if self.proposals else ""

    def get(self, intent: str) -> Proposal | None:
        """The proposal for `intent`, if it is unlinked."""
        return next((p for p in self.proposals if p.intent == intent), None)

    def to_frame(self) -> pd.DataFrame:
        """One row a candidate: intent, rank (1 is best), task, kind, score, into, fits."""
        import pandas as pd

        rows = [
            (p.intent, rank, c.task, c.kind, c.score, c.into, p.fits)
            for p in self.proposals
            for rank, c in enumerate(p.candidates, start=1)
        ]
        return pd.DataFrame(rows, columns=["intent", "rank", "task", "kind", "score", "into", "fits"])

    def to_dict(self) -> dict[str, Any]:
        """All proposals as plain values."""
        return {
            "proposals": [proposal.to_dict() for proposal in self.proposals],
            "splits": [split.to_dict() for split in self.splits],
            "calibration": self.calibration,
            "unknown_tasks": list(self.unknown_tasks),
        }

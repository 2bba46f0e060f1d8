"""A suggested link; nobody has agreed to it yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

__all__ = ["Candidate", "Evidence", "Proposal", "Proposals"]


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
    `into` is the intent inside the task that the texts are most like; empty for question answering.
    """

    task: str
    kind: str
    score: float
    into: str = ""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """The tasks for one unlinked intent, best first, and whether any of them fits.

    `fits` is the chance (0..1) that the intent belongs to one of the tasks at all. Where the chance of the best
    task is below the threshold the honest answer is "no task fits: keep as routing intent" and `task` is `None`.
    """

    intent: str
    rows: int
    fits: float
    threshold: float
    candidates: tuple[Candidate, ...]
    fingerprint: str
    reason: str

    @property
    def task(self) -> str | None:
        """The proposed task, or `None` where no task fits."""
        if not self.candidates or self.candidates[0].score < self.threshold:
            return None
        return self.candidates[0].task

    @property
    def confidence(self) -> float:
        """Confidence in the proposal as it stands (0..1): that the task is right, or not to link to the best one.

        0 where there is nothing to judge by.
        """
        if not self.candidates or not self.rows:
            return 0.0
        return self.candidates[0].score if self.task else 1.0 - self.candidates[0].score

    def to_dict(self) -> dict[str, Any]:
        """The proposal as in `schemas/findings.schema.json`, numbers to three places."""
        return {
            "intent": self.intent,
            "rows": self.rows,
            "task": self.task,
            "confidence": round(self.confidence, 3),
            "fits": round(self.fits, 3),
            "reason": self.reason,
            "fingerprint": self.fingerprint,
            "candidates": [
                {
                    "task": candidate.task,
                    "kind": candidate.kind,
                    "score": round(candidate.score, 3),
                    "into": candidate.into,
                    "evidence": [
                        {"text": e.text, "task_text": e.task_text, "similarity": round(e.similarity, 3)}
                        for e in candidate.evidence
                    ],
                }
                for candidate in self.candidates
            ],
        }


@dataclass(frozen=True)
class Proposals:
    """One proposal for each unlinked intent; the ones to think hardest about come first."""

    proposals: tuple[Proposal, ...] = ()

    def __iter__(self) -> Iterator[Proposal]:
        """The proposals in order."""
        return iter(self.proposals)

    def __len__(self) -> int:
        """How many intents were unlinked."""
        return len(self.proposals)

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
        return {"proposals": [proposal.to_dict() for proposal in self.proposals]}

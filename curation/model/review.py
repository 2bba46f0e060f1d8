"""What a person is asked, and what came of the answers on a sheet."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from curation.model.display import Displayed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

    from curation.model.decision import Answer, Decision, Subject
    from curation.model.mapping import Mapping as Links

__all__ = [
    "NO_TASK", "STAYS", "Answered", "Beside", "ItemState", "Option", "Proposed", "ReviewAnswer", "ReviewItem",
    "ReviewQueue", "RowInto", "check_of",
]  # fmt: skip

NO_TASK = "(no task fits)"
"""What is written where a task is proposed, if none is."""
STAYS = "(stays where it is)"
"""What is written where the intent to move to is proposed, if it is the one the utterance has."""

Kind = Literal["link", "utterance"]


class ItemState(StrEnum):
    """Where a question stands; the first four want an answer."""

    OPEN = "open"
    UNSURE = "unsure"
    STALE = "stale"
    CONFLICT = "conflict"
    DECIDED = "decided"


def check_of(*parts: str) -> str:
    """A check that the cells of a row are those it was made with; spaces do not count."""
    cells = "\x1f".join(" ".join(part.split()) for part in parts)
    return sha256(cells.encode("utf-8", errors="backslashreplace")).hexdigest()[:8]


class Proposed(NamedTuple):
    """What accepting means: a decision in the words of `decisions.csv`, and how sure it is (0..1)."""

    decision: str
    task: str
    into: str
    confidence: float


class Beside(NamedTuple):
    """A text shown beside the question, the intent it is filed under, and how alike it is (0..1, 0 where not known)."""

    text: str
    intent: str
    similarity: float


class RowInto(NamedTuple):
    """An utterance that goes to another intent inside the task than the rest of its intent; `id` is its subject's."""

    text: str
    id: str
    fingerprint: str
    into: str

    @property
    def key(self) -> str:
        """What tells its row on a sheet of answers from all others."""
        return f"{self.id}.f{self.fingerprint}.c{check_of(self.id, '', '')}"


@dataclass(frozen=True, slots=True)
class Option:
    """A target that may be right: a task with an intent inside it, or another intent, and what speaks for it.

    `score` is the chance that it is right (0..1), `words` are those that decide.
    """

    target: str
    kind: str
    score: float
    into: str = ""
    words: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str, float], ...] = ()
    children: tuple[tuple[str, float], ...] = ()
    rows_into: tuple[RowInto, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The option as plain values."""
        return {
            "target": self.target,
            "kind": self.kind,
            "score": round(self.score, 3),
            "into": self.into,
            "words": list(self.words),
            "pairs": [{"text": a, "task_text": b, "similarity": round(like, 3)} for a, b, like in self.pairs],
            "children": [{"intent": name, "share": round(share, 3)} for name, share in self.children],
            "rows_into": [row._asdict() for row in self.rows_into],
        }


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """One question: where an intent leads (link), or which intent an utterance belongs to (utterance).

    `subject` holds the text as it is written; `id` names it whatever its case and spaces. `samples` are utterances of
    the intent, or those like the text under its own intent; `beside` are those of the proposed one. `history` holds
    the answers given so far, oldest first. `code` is the rule that asks.
    """

    id: str
    kind: Kind
    subject: Subject
    fingerprint: str
    state: ItemState
    rows: int
    proposed: Proposed
    reason: str
    code: str = ""
    options: tuple[Option, ...] = ()
    samples: tuple[Beside, ...] = ()
    beside: tuple[Beside, ...] = ()
    history: tuple[Decision, ...] = ()

    @property
    def why(self) -> str:
        """The reason, with what the state says before it: who disagrees, or what changed."""
        if self.state is ItemState.CONFLICT:
            said = "; ".join(f"{d.reviewer}: {' '.join(filter(None, d.outcome))}" for d in self.history[-4:])
            return "; ".join(filter(None, (f"reviewers do not agree ({said})", self.reason)))
        changed = "its texts changed since it was decided" if self.state is ItemState.STALE else ""
        return "; ".join(filter(None, (changed, self.reason)))

    @property
    def wanted(self) -> bool:
        """Whether it waits for an answer."""
        return self.state is not ItemState.DECIDED

    @property
    def proposed_cells(self) -> tuple[str, str]:
        """What accepting means, in two cells: a task and an intent inside it, or the intent to move to."""
        found = self.proposed
        if self.kind == "utterance":
            return (STAYS if found.decision == "keep" else found.into), ""
        return (NO_TASK, "") if found.decision == "keep" else (found.task, found.into)

    @property
    def key(self) -> str:
        """What tells its row on a sheet from all others: the subject, the state of the texts, and the proposal."""
        return f"{self.id}.f{self.fingerprint}.c{check_of(self.id, *self.proposed_cells)}"

    def to_dict(self) -> dict[str, Any]:
        """The item as in `schemas/findings.schema.json`."""
        proposed = self.proposed
        return {
            "id": self.id,
            "kind": self.kind,
            **self.subject._asdict(),
            "fingerprint": self.fingerprint,
            "state": str(self.state),
            "rows": self.rows,
            "proposed": {**proposed._asdict(), "confidence": round(proposed.confidence, 3)},
            "reason": self.why,
            "code": self.code,
            "options": [option.to_dict() for option in self.options],
            "samples": [_shown(item) for item in self.samples],
            "beside": [_shown(item) for item in self.beside],
            "history": [decision.to_dict() for decision in self.history],
        }


def _shown(item: Beside) -> dict[str, Any]:
    return {**item._asdict(), "similarity": round(item.similarity, 3)}


class ReviewAnswer(NamedTuple):
    """An answer: id and fingerprint of what it is about, and the decision in the words of `decisions.csv`.

    `line` is its place on a sheet, 0 where there is none.
    """

    line: int
    id: str
    fingerprint: str
    answer: Answer
    target: str
    into: str
    note: str
    reviewer: str
    date: str


@dataclass(frozen=True)
class ReviewQueue(Displayed):
    """The questions in the order they are best asked, and what can be answered.

    `targets` holds the intents inside each task, and `intents` those an utterance of each scope can be filed under.
    """

    items: tuple[ReviewItem, ...] = ()
    targets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    intents: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    calibration: str = ""

    def __iter__(self) -> Iterator[ReviewItem]:
        """The questions in order."""
        return iter(self.items)

    def __len__(self) -> int:
        """How many questions there are, answered ones included."""
        return len(self.items)

    @property
    def wanted(self) -> tuple[ReviewItem, ...]:
        """The questions that wait for an answer."""
        return tuple(item for item in self.items if item.wanted)

    def to_frame(self) -> pd.DataFrame:
        """One row a question: kind, intent, text, proposal, state."""
        import pandas as pd

        rows = [
            (item.kind, item.subject.intent, item.subject.text, "/".join(filter(None, item.proposed_cells)), item.state)
            for item in self
        ]
        return pd.DataFrame(rows, columns=["kind", "intent", "text", "proposal", "state"])

    def to_dict(self) -> dict[str, Any]:
        """The queue as plain values; the review page reads this."""
        return {
            "items": [item.to_dict() for item in self.items],
            "targets": {name: list(inside) for name, inside in self.targets.items()},
            "intents": {scope: list(names) for scope, names in self.intents.items()},
            "calibration": self.calibration,
        }


@dataclass(frozen=True)
class Answered(Displayed):
    """What came of answers: the mapping after them, what was written, what a person should know.

    `passed_over` says of each answer that could not be used why, `warnings` what was odd about the others. `state`
    names the content of the decisions afterwards.
    """

    mapping: Links
    recorded: tuple[Decision, ...] = ()
    passed_over: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    state: str = ""

    def to_dict(self) -> dict[str, Any]:
        """The mapping, the decisions that were written, and the remarks."""
        return {
            "mapping": self.mapping.to_dict(),
            "recorded": [decision.to_dict() for decision in self.recorded],
            "passed_over": list(self.passed_over),
            "warnings": list(self.warnings),
        }

"""A person's answer to a proposal, and what all answers add up to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from curation.errors import CurationError

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Answer", "Decision", "Mapping", "MappingEntry", "MappingState"]


class Answer(StrEnum):
    """What a person can say about an unlinked intent."""

    ACCEPT = "accept"
    RETARGET = "retarget"
    KEEP = "keep"
    REJECT = "reject"
    UNSURE = "unsure"

    @property
    def names_a_task(self) -> bool:
        """Whether the answer says nothing without a task."""
        return self in (Answer.ACCEPT, Answer.RETARGET, Answer.REJECT)


@dataclass(frozen=True, slots=True)
class Decision:
    """One row of `decisions.csv`.

    `fingerprint` names the state of the intent's texts the answer was given for; the decision is stale when
    they have changed since. An empty one cannot go stale, and says so in a finding.
    """

    intent: str
    answer: Answer
    task: str = ""
    into: str = ""
    reviewer: str = ""
    date: str = ""
    note: str = ""
    fingerprint: str = ""
    tool_version: str = ""
    file: str = ""
    line: int = 0

    def repeats(self, other: Decision | None) -> bool:
        """Whether `other` is the same answer by the same reviewer about the same texts."""
        compared = ("intent", "answer", "task", "into", "reviewer", "note", "fingerprint")
        return other is not None and all(getattr(self, name) == getattr(other, name) for name in compared)


class MappingState(StrEnum):
    """Where an intent stands."""

    LINKED = "linked"
    ROUTING = "routing"
    EXEMPT = "exempt"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class MappingEntry:
    """What is settled about one intent, and by what.

    `task`, `kind` and `deployment` are set for a linked intent only, `into` where its rows also go to an
    intent of the task's own project.
    """

    intent: str
    state: MappingState
    rows: int
    source: str
    task: str = ""
    kind: str = ""
    deployment: str | None = None
    into: str = ""

    def to_dict(self) -> dict[str, Any]:
        """The entry as plain values."""
        return {
            "intent": self.intent,
            "state": str(self.state),
            "rows": self.rows,
            "task": self.task,
            "kind": self.kind,
            "deployment": self.deployment,
            "into": self.into,
            "source": self.source,
        }


@dataclass(frozen=True)
class Mapping:
    """For every intent: linked, routing, exempt or open. Total: no intent of the workspace is missing."""

    entries: tuple[MappingEntry, ...] = ()
    stale: tuple[Decision, ...] = ()

    def get(self, intent: str) -> MappingEntry | None:
        """The entry of `intent`, or `None` for an intent the workspace does not use."""
        return next((entry for entry in self.entries if entry.intent == intent), None)

    def in_state(self, state: MappingState) -> tuple[MappingEntry, ...]:
        """The entries in one state, in order."""
        return tuple(entry for entry in self.entries if entry.state is state)

    @property
    def open_intents(self) -> tuple[str, ...]:
        """The intents nobody has decided on."""
        return tuple(entry.intent for entry in self.in_state(MappingState.OPEN))

    @property
    def decided(self) -> frozenset[str]:
        """The intents a decision or the settings have settled, against what the files say."""
        return frozenset(e.intent for e in self.entries if e.state is not MappingState.OPEN and e.source != "file")

    def relabelled(self) -> Mapping:
        """The mapping after linked intents gave way to ones named after their tasks.

        Raises:
            CurationError: an intent of a task's name is there and does not lead to that task, so that rows of two
                meanings would fall together.
        """
        merged: dict[str, MappingEntry] = {}
        for entry in self.entries:
            linked = entry.state is MappingState.LINKED
            moved = replace(entry, intent=entry.task, into="") if linked else entry
            other = merged.get(moved.intent)
            if other is None:
                merged[moved.intent] = moved
            elif other.task == moved.task and other.task:
                merged[moved.intent] = replace(other, rows=other.rows + moved.rows)
            else:
                raise CurationError(
                    f'links.mode is relabel, but there is an intent "{moved.intent}" that does not lead to the task of '
                    "that name; decide on it first, or rename it"
                )
        return replace(self, entries=tuple(merged.values()))

    def to_frame(self) -> pd.DataFrame:
        """One row an intent, with the columns of `MappingEntry.to_dict`."""
        import pandas as pd

        columns = list(MappingEntry("", MappingState.OPEN, 0, "").to_dict())
        return pd.DataFrame([entry.to_dict() for entry in self.entries], columns=columns)

    def to_dict(self) -> dict[str, Any]:
        """All entries and the intents whose decision went stale."""
        return {
            "intents": [entry.to_dict() for entry in self.entries],
            "stale": [decision.intent for decision in self.stale],
        }

"""What all answers add up to: where every intent stands, and which utterances move."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from curation.errors import CurationError
from curation.model.display import Displayed
from curation.model.project import TaskKind

if TYPE_CHECKING:
    import pandas as pd

    from curation.model.decision import Decision, Subject

__all__ = ["Mapping", "MappingEntry", "MappingState", "Move"]


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

    @property
    def relabelled(self) -> str:
        """What the intent is called once linked intents are named after their tasks; a LUIS app has no such name."""
        named = self.state is MappingState.LINKED and self.kind != TaskKind.LUIS
        return self.task if named else self.intent

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


class Move(NamedTuple):
    """An utterance that a person files elsewhere: its subject (text normalised), and the task and intent it goes to.

    Without a `task` the intent is one beside its own; with one the utterance stays where it is, and a copy goes to the
    intent inside the task.
    """

    subject: Subject
    task: str
    into: str


@dataclass(frozen=True)
class Mapping(Displayed):
    """For every intent: linked, routing, exempt or open. Total: no intent of the workspace is missing.

    `stale` are decisions about texts that changed since, `conflicts` those of two or more reviewers who disagree about
    one subject; of these the last counts. `gone` are decisions about utterances that are not there any more.
    """

    entries: tuple[MappingEntry, ...] = ()
    stale: tuple[Decision, ...] = ()
    moves: tuple[Move, ...] = ()
    conflicts: tuple[tuple[Decision, ...], ...] = ()
    gone: tuple[Decision, ...] = ()

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

    @property
    def shared_tasks(self) -> dict[str, tuple[str, ...]]:
        """The tasks that two or more intents lead to, with these intents."""
        led: dict[str, list[str]] = {}
        for entry in self.in_state(MappingState.LINKED):
            led.setdefault(entry.task, []).append(entry.intent)
        return {task: tuple(intents) for task, intents in sorted(led.items()) if len(intents) > 1}

    def relabelled(self) -> Mapping:
        """The mapping after linked intents gave way to ones named after their tasks.

        Raises:
            CurationError: an intent of a task's name is there and does not lead to that task, so that rows of two
                meanings would fall together.
        """
        merged: dict[str, MappingEntry] = {}
        for entry in self.entries:
            named = entry.state is MappingState.LINKED
            moved = replace(entry, intent=entry.relabelled, into="") if named else entry
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
        """All entries, utterances that move, the intents whose decision went stale, and who disagrees."""
        return {
            "intents": [entry.to_dict() for entry in self.entries],
            "stale": [decision.intent for decision in self.stale],
            "moves": [{**move.subject._asdict(), "task": move.task, "into": move.into} for move in self.moves],
            "conflicts": [[decision.to_dict() for decision in found] for found in self.conflicts],
        }

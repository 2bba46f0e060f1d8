"""What an orchestration intent can be linked to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from curation.model.project import NONE_INTENT, Project, TaskKind, Utterance

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Task"]


@dataclass(frozen=True)
class Task:
    """A project that an intent can hand over to, with the texts that show what it serves.

    `name` is the project name used in links. A CLU task needs a `deployment` before an intent can be linked
    to it; a question answering task has none (contract 3.2).
    """

    name: str
    kind: TaskKind
    project: Project
    deployment: str | None = None
    named_by: str = "the file"

    @property
    def child_intents(self) -> tuple[str, ...]:
        """The intents inside a CLU task, without None; nothing for question answering."""
        if self.kind is not TaskKind.CONVERSATION:
            return ()
        return tuple(name for name in self.project.intent_names if name != NONE_INTENT)

    def serving(self) -> Iterator[Utterance]:
        """The utterances that show what the task is for: all but those filed under None."""
        return (row for row in self.project.utterances if row.intent != NONE_INTENT)

"""The routed rows that become rows of a task."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.analysis.normalise import text_key
from curation.model.decision import Subject
from curation.model.mapping import MappingState

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.model.mapping import Mapping
    from curation.model.project import Utterance
    from curation.model.task import Task
    from curation.model.workspace import Workspace

__all__ = ["entering"]


def entering(task: Task, workspace: Workspace, mapping: Mapping) -> Iterator[tuple[Utterance, str]]:
    """The routed rows that belong to an intent inside a task: by what was said of the row, else of its whole intent.

    A row that was moved to another intent of the orchestration counts there.
    """
    into_of = {e.intent: e.into for e in mapping.in_state(MappingState.LINKED) if e.task == task.name}
    own: dict[Subject | None, str] = {
        m.subject: m.into for m in mapping.moves if m.task == task.name and m.subject.intent in into_of
    }
    elsewhere: dict[Subject | None, str] = {
        m.subject: m.into for m in mapping.moves if not m.subject.scope and not m.task
    }
    for intent in workspace.intent_names:
        for row in workspace.rows_of(intent):
            subject = Subject("", intent, text_key(row.text)) if own or elsewhere else None
            into = own.get(subject) or into_of.get(elsewhere.get(subject, intent), "")
            if into:
                yield row, into

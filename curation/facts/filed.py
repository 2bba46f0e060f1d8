"""All texts that show what a workspace routes where: the one set that unlabelled texts are compared with."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from curation.analysis.normalise import LONGEST_JUDGED, normalised
from curation.model.project import TaskKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts
    from curation.model.mapping import Mapping

__all__ = ["Filed", "filed"]


class Filed(NamedTuple):
    """What is known: a key for each row, its label, what labels are (route, intent), and the route each belongs to.

    `texts` gives each key a text as it was written. `own` holds the labels that are intents of the task they lead
    to: the orchestration's own names for what leads there are none, and no task answers with them.
    """

    keys: list[str]
    texts: dict[str, str]
    given: list[int]
    labels: list[tuple[str, str]]
    routes: list[int]
    own: frozenset[tuple[str, str]]


def filed(facts: Facts, links: Mapping) -> Filed:
    """Each text once a label; what is routed to a task and what the task holds compete for nothing but the intent."""
    texts: dict[str, str] = {}
    known: set[tuple[str, tuple[str, str]]] = set()
    own: set[tuple[str, str]] = set()
    for text, label, inside in _shown(facts, links):
        own |= {label} if inside else set()
        key = normalised(text)
        if key:
            texts.setdefault(key, text)
            known.add((key, label))
    rows = sorted(known)
    labels = sorted({label for _, label in rows})
    parents = [label[0] if label[0] and facts.workspace.routes else label for label in labels]
    if len(set(parents)) == 1:  # everything leads to one task: what is left to tell apart is its intents
        parents = list(labels)
    order = {parent: at for at, parent in enumerate(sorted(set(parents), key=str))}
    index = {label: at for at, label in enumerate(labels)}
    return Filed(
        [key for key, _ in rows],
        texts,
        [index[label] for _, label in rows],
        labels,
        [order[p] for p in parents],
        frozenset(own),
    )


def _shown(facts: Facts, links: Mapping) -> Iterator[tuple[str, tuple[str, str], bool]]:
    """Every text that shows something, with its route and intent, and whether that is an intent of the task.

    The None of a task shows nothing about the whole.
    """
    workspace = facts.workspace
    route_of = {entry.intent: entry.task for entry in links.entries}
    for row in workspace.rows:
        yield row.text[:LONGEST_JUDGED], (route_of.get(row.intent, "") or _alone(facts, row.file), row.intent), False
    for task in workspace.tasks if workspace.routes else ():
        for row in task.serving():
            # Each pair of question answering is an intent of its own; what counts is that its task is meant.
            intent = row.intent if task.kind is TaskKind.CONVERSATION else ""
            yield row.text[:LONGEST_JUDGED], (task.name, intent), True


def _alone(facts: Facts, file: str) -> str:
    """The project a row belongs to, where nothing is routed."""
    if facts.workspace.routes:
        return ""
    return next(project.name or "" for project in facts.workspace.own_projects if project.file == file)

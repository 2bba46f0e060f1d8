"""What is decided, what is not, and what stands in the way."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING

from curation.model.decision import Answer
from curation.model.mapping import MappingState
from curation.model.project import TaskKind
from curation.model.status import Agreement, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from curation.model.decision import Decision, Subject
    from curation.model.mapping import Mapping
    from curation.model.workspace import Workspace

__all__ = ["status"]

_FEWEST_SHARED = 5
"""Subjects both have to have answered before their agreement is put into a number."""


def status(workspace: Workspace, mapping: Mapping) -> Status:
    """The state of every intent, rejected pairs, tasks nobody uses or can use, and how far reviewers agree."""
    linked = {entry.task for entry in mapping.in_state(MappingState.LINKED)}
    routed = workspace.tasks if workspace.routes else ()
    return Status(
        mapping,
        decisions=len(workspace.decisions),
        rejected=tuple(
            (intent, task) for intent, tasks in sorted(workspace.rejected.items()) for task in sorted(tasks)
        ),
        unserved=tuple(task.name for task in routed if task.name not in linked),
        wanting=tuple(task.name for task in routed if task.kind is TaskKind.CONVERSATION and not task.deployment),
        agreements=tuple(_agreements(workspace.decisions)),
    )


def _agreements(decisions: Iterable[Decision]) -> Iterator[Agreement]:
    said: dict[str, dict[Subject, tuple[str, str, str]]] = {}
    for decision in (d for d in decisions if d.reviewer and d.answer is not Answer.UNSURE):
        said.setdefault(decision.reviewer, {})[decision.subject] = decision.outcome
    for first, second in combinations(sorted(said), 2):
        both = [(said[first][subject], said[second][subject]) for subject in said[first] if subject in said[second]]
        if len(both) >= _FEWEST_SHARED:
            share = sum(a == b for a, b in both) / len(both)
            yield Agreement(first, second, len(both), share, _kappa(both, share))


def _kappa(both: list[tuple[tuple[str, str, str], tuple[str, str, str]]], share: float) -> float | None:
    """Cohen's kappa (1960): agreement beyond what the two would reach by their habits alone."""
    mine, theirs = Counter(a for a, _ in both), Counter(b for _, b in both)
    chance = sum(mine[outcome] * theirs[outcome] for outcome in mine) / len(both) ** 2
    return None if chance == 1.0 else (share - chance) / (1.0 - chance)

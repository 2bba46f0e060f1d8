"""The CLU tasks of a routed workspace, each with a split of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from curation.facts import Facts
from curation.facts.entering import entering
from curation.model.project import Dataset
from curation.model.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.model.mapping import Mapping
    from curation.model.project import Utterance
    from curation.model.split import Split
    from curation.model.task import Task

__all__ = ["task_facts"]


def task_facts(facts: Facts, mapping: Mapping, split: Split) -> Iterator[tuple[str, Facts]]:
    """Each CLU task as a workspace of its own, with the routed rows that become its Train rows.

    These are part of what the task learns from, so that its Test is a share of both, and none of it nearly one of them.
    Further test sets are of what is routed only.
    """
    settings = replace(facts.settings, split=replace(facts.settings.split, test_sets={}, tasks=False))
    for task in facts.workspace.handed_on:
        rows = (*task.project.utterances, *_entering(facts, task, mapping, split))
        alone = replace(task, project=replace(task.project, utterances=rows))
        workspace = Workspace(settings=settings, tasks=(alone,), recorded_sides=facts.workspace.recorded_sides)
        yield task.name, Facts(workspace, facts.today, facts.store)


def _entering(facts: Facts, task: Task, mapping: Mapping, split: Split) -> Iterator[Utterance]:
    present = {facts.key_of[row.text] for row in task.project.utterances}
    for row, into in entering(task, facts.workspace, mapping):
        key = facts.key_of[row.text]
        if split.sides[row.row] is Dataset.TRAIN and key not in present:
            present.add(key)
            yield row._replace(intent=into, dataset=str(Dataset.TRAIN), language=facts.language_of_row[row.row])

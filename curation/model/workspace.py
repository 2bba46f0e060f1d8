"""The files that belong together."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING

from curation.model.display import Displayed
from curation.model.document import Document, DocumentKind
from curation.model.project import NONE_INTENT, Project, TaskKind, Utterance
from curation.model.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from curation.errors import UnreadableFileError
    from curation.model.baseline import Baseline
    from curation.model.decision import Decision
    from curation.model.settings import SettingsSource
    from curation.model.task import Task

__all__ = ["ORCHESTRATION_THRESHOLD", "Scope", "Workspace"]

ORCHESTRATION_THRESHOLD = 0.5
"""The confidence threshold of a new orchestration project (contract 3.5)."""


@dataclass(frozen=True)
class Scope:
    """Rows that one classifier will learn from together, so that their intents compete."""

    name: str
    projects: tuple[Project, ...]

    @cached_property
    def rows(self) -> tuple[Utterance, ...]:
        """The rows, by file and then by place."""
        return tuple(row for project in self.projects for row in project.utterances)


@dataclass(frozen=True)
class Workspace(Displayed):
    """Utterance files, the orchestration project and the task projects, with the settings that name them.

    `together` is false for loose files handed to `check`: then each file is a scope of its own, because
    nothing says that they feed the same project. `source` is the file the settings came from.
    """

    settings: Settings = field(default_factory=Settings)
    documents: tuple[Document, ...] = ()
    utterance_files: tuple[Project, ...] = ()
    orchestrations: tuple[Project, ...] = ()
    tasks: tuple[Task, ...] = ()
    decisions: tuple[Decision, ...] = ()
    unreadable: tuple[UnreadableFileError, ...] = ()
    together: bool = True
    source: SettingsSource | None = None
    baseline: Baseline | None = None
    recorded_sides: Mapping[str, str] = field(default_factory=dict)
    """The side of each text as it was recorded, by the fingerprint of its key."""

    @cached_property
    def input_files(self) -> dict[str, int]:
        """The files that a bundle is made from, and how many rows each holds."""
        projects = (*self.labelled_projects, *(task.project for task in self.tasks))
        return {project.file: len(project.utterances) for project in projects}

    @cached_property
    def choices(self) -> str:
        """A hash of all that people chose: settings that change a bundle, decisions, recorded sides."""
        files = {"utterances", "orchestration", "tasks"}  # named or found: it is the same
        left_out = {"check", "ignore", "output", "analysis", *files}
        settings = {key: value for key, value in asdict(self.settings).items() if key not in left_out}
        tasks = sorted((task.name, task.deployment or "", task.project.file) for task in self.tasks)
        decisions = [str(decision) for decision in self.decisions]
        words = json.dumps([settings, tasks, decisions, dict(self.recorded_sides)], sort_keys=True, default=str)
        return sha256(words.encode()).hexdigest()

    @property
    def orchestration(self) -> Project | None:
        """The orchestration project, if there is one."""
        return self.orchestrations[0] if self.orchestrations else None

    @cached_property
    def labelled_projects(self) -> tuple[Project, ...]:
        """Every project whose rows carry an intent: all but question answering, in order of file."""
        clu = (task.project for task in self.tasks if task.project.kind is DocumentKind.CLU)
        return tuple(sorted((*self.utterance_files, *self.orchestrations, *clu), key=lambda p: p.file))

    @property
    def routes(self) -> bool:
        """Whether there is anything to link: an orchestration project, or utterances beside tasks."""
        return bool(self.orchestrations or (self.utterance_files and self.tasks))

    @property
    def tasks_compete(self) -> bool:
        """Whether tasks answer the same people: something is routed to them, or the settings name them as tasks."""
        return self.routes or bool(self.settings.tasks)

    @cached_property
    def own_projects(self) -> tuple[Project, ...]:
        """The projects the work is about: what is routed, or the CLU projects where nothing is.

        Their rows are inspected, split and written; the rows of a task are only read.
        """
        if self.utterance_files or self.orchestrations:
            return tuple(sorted((*self.utterance_files, *self.orchestrations), key=lambda p: p.file))
        return tuple(p for p in self.labelled_projects if p.kind is DocumentKind.CLU)

    @property
    def routing_threshold(self) -> float | None:
        """The score (0..1) below which what routes answers None: the project's, that of the settings, the default."""
        own = self.orchestration.confidence_threshold if self.orchestration else None
        if own is None:
            own = self.settings.project.confidence_threshold
        return ORCHESTRATION_THRESHOLD if own is None and self.routes else own

    @property
    def handed_on(self) -> tuple[Task, ...]:
        """The CLU tasks beside what is routed, whose rows are only read: where nothing is routed there are none."""
        routing = self.utterance_files or self.orchestrations
        return tuple(task for task in self.tasks if routing and task.kind is TaskKind.CONVERSATION)

    @cached_property
    def rows(self) -> tuple[Utterance, ...]:
        """The utterances the work is about, by file and then by place."""
        return tuple(row for project in self.own_projects for row in project.utterances)

    @cached_property
    def scopes(self) -> tuple[Scope, ...]:
        """The rows grouped by the classifier that will learn from them."""
        feeding = (*self.utterance_files, *self.orchestrations)
        alone = [p for p in self.labelled_projects if not self.together or p not in feeding]
        scopes = [Scope(project.file, (project,)) for project in alone]
        if self.together and feeding:
            scopes.insert(0, Scope("routing", tuple(sorted(feeding, key=_file))))
        return tuple(scopes)

    @cached_property
    def intent_names(self) -> tuple[str, ...]:
        """The intents to be routed, None included where it is used: declared ones first."""
        declared = [name for project in self.orchestrations for name in project.intent_names]
        used = [name for project in self.utterance_files for name in project.intent_names]
        return tuple(dict.fromkeys([*declared, *sorted(set(used))]))

    @cached_property
    def scope_of_file(self) -> dict[str, str]:
        """What decisions call the rows of a CLU project: the name of the task; all other rows have no name."""
        return {task.project.file: task.name for task in self.tasks if task.project.kind is DocumentKind.CLU}

    def intents_in(self, scope: str) -> tuple[str, ...]:
        """The intents an utterance of a scope can be filed under: those that are routed, or those of a CLU project."""
        task = self.task(scope) if scope else None
        return task.project.intent_names if task else () if scope else self.intent_names

    def rows_of(self, intent: str) -> tuple[Utterance, ...]:
        """The rows to be routed that are filed under `intent`."""
        return self.rows_by_intent.get(intent, ())

    @cached_property
    def rows_by_intent(self) -> dict[str, tuple[Utterance, ...]]:
        """The rows the work is about, by intent."""
        collected: dict[str, list[Utterance]] = {}
        for row in self.rows:
            collected.setdefault(row.intent, []).append(row)
        return {intent: tuple(rows) for intent, rows in collected.items()}

    @cached_property
    def linkable_intents(self) -> tuple[str, ...]:
        """The intents that need a link or a reason to have none: all but None."""
        return tuple(name for name in self.intent_names if name != NONE_INTENT)

    @cached_property
    def latest_decisions(self) -> dict[str, Decision]:
        """The last answer about each intent, which is the one that counts."""
        return {decision.intent: decision for decision in self.decisions if not decision.text}

    @cached_property
    def rejected(self) -> dict[str, frozenset[str]]:
        """By intent the tasks that a person rejected for it and nobody chose afterwards, whatever its texts are now."""
        out: dict[str, set[str]] = {}
        for decision in self.decisions:
            if not decision.text and decision.answer.names_a_target:
                tasks = out.setdefault(decision.intent, set())
                (tasks.discard if decision.answer.applies else tasks.add)(decision.task)
        return {intent: frozenset(tasks) for intent, tasks in out.items() if tasks}

    def to_frame(self) -> pd.DataFrame:
        """One row an utterance the work is about, with the columns of `curation.model.table`."""
        import pandas as pd

        from curation.model.table import utterance_frame

        return pd.DataFrame(utterance_frame(self.rows))

    def task(self, name: str) -> Task | None:
        """The task of that name."""
        return next((task for task in self.tasks if task.name == name), None)


def _file(project: Project) -> str:
    return project.file

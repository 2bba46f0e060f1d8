"""What has to be done with a bundle, in order, to have it in the service."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

__all__ = ["ImportPlan", "ImportStep"]


@dataclass(frozen=True, slots=True)
class ImportStep:
    """One project: the file it comes from, how it is trained, and how it is deployed.

    `kind` is Conversation, QuestionAnswering or Orchestration. `train` and `test` count its rows by side; a manual
    split is trained as such where there is a Test side, else the service splits by percentage. `deployment` is empty
    where nobody named one. `targets` are the kinds and names of the projects it links to.
    """

    path: str
    project: str
    kind: str
    train: int
    test: int
    deployment: str = ""
    model: str = ""
    mode: str = ""
    targets: tuple[tuple[str, str], ...] = ()

    @property
    def manual(self) -> bool:
        """Whether the sides in the file are used; the service refuses that without a Test side."""
        return self.test > 0

    @property
    def training(self) -> dict[str, Any] | None:
        """The body of the training request (contract 8); question answering is not trained."""
        if not self.mode:
            return None
        manual = {"kind": "manual"}
        percentage = {"kind": "percentage", "trainingSplitPercentage": 80, "testingSplitPercentage": 20}
        options = manual if self.manual else percentage
        return {"modelLabel": self.model, "trainingMode": self.mode, "evaluationOptions": options}


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """The steps in order: CLU and question answering first, orchestration last; `endpoint` is empty if not named."""

    steps: tuple[ImportStep, ...]
    endpoint: str = ""

    @property
    def needed(self) -> tuple[tuple[str, str], ...]:
        """The kinds and names of projects that are linked to and not among the steps: they have to be there already."""
        known = {(step.kind, step.project) for step in self.steps}
        return tuple(sorted({target for step in self.steps for target in step.targets} - known))

    def to_dict(self) -> dict[str, Any]:
        """`train-config.json`: how each project is trained and deployed, in order."""
        trained = [
            {"project": step.project, "kind": step.kind, "deployment": step.deployment or None, "train": step.training}
            for step in self.steps
        ]
        return {"schema_version": "1", "projects": trained}

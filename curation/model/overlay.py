"""Other names for another environment: what a bundle calls projects, deployments and the resource there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from curation.errors import CurationError
from curation.model.words import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["Overlay"]


@dataclass(frozen=True)
class Overlay:
    """Names by the names in the workspace: `projects` of projects, `deployments` of the deployment of each project.

    `endpoint` is the address of the resource, empty where none was named.
    """

    projects: Mapping[str, str] = field(default_factory=dict)
    deployments: Mapping[str, str] = field(default_factory=dict)
    endpoint: str = ""

    def project(self, name: str) -> str:
        """What a project is called there."""
        return self.projects.get(name, name)

    def deployment(self, project: str, deployment: str | None) -> str | None:
        """What the deployment of a project (by its name in the workspace) is called there."""
        return self.deployments.get(project, deployment)

    def refuse_strangers(self, projects: Iterable[str]) -> None:
        """Refuse names of projects that are not there, and two projects with one name.

        Raises:
            CurationError: with what was likely meant.
        """
        known = list(projects)
        for part, names in (("projects", self.projects), ("deployments", self.deployments)):
            for name in names:
                if name not in known:
                    raise CurationError(f'{part}: there is no project "{name}" here; {did_you_mean(name, known)}')
        new = [self.project(name).casefold() for name in known]
        twice = sorted({self.project(name) for name in known if new.count(self.project(name).casefold()) > 1})
        if twice and self.projects:
            raise CurationError(
                f'projects: "{twice[0]}" would be the name of two projects (case aside); a resource has it once'
            )

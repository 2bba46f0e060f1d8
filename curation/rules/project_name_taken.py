"""PRJ006: project name taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import clu, orchestration

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


@rule(
    "PRJ006",
    "project-name-taken",
    severity=Severity.ERROR,
    good=(Example({"a.json": clu(name="Tables"), "o.json": orchestration(intents={"Help": None}, name="Desk")}),),
    bad=(Example({"a.json": clu(name="Tables"), "o.json": orchestration(intents={"Help": None}, name="Tables")}),),
    evidence="documented",
    source="contract 6.3",
)
def project_name_taken(facts: Facts) -> Iterator[Hit]:
    """Two projects have the same name.

    Names are unique in a resource over all kinds of project, and an import replaces the project of that name:
    the second would overwrite the first.
    """
    named: dict[str, tuple[str, str]] = {}
    tasks = [(task.name, task.project.file) for task in facts.workspace.tasks]
    orchestrations = [(project.name or "", project.file) for project in facts.workspace.orchestrations]
    if not facts.workspace.together:
        return
    for name, file in sorted((*tasks, *orchestrations), key=lambda item: item[1]):
        first = named.setdefault(name, (name, file))
        if first[1] != file:
            message = f'"{name}" is also the name of the project in {first[1]}; an import would replace it, rename one'
            yield Hit(file, "/metadata/projectName", message, subject=name)

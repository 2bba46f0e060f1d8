"""LNK009: deployment mismatch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.contract import PLACEHOLDER
from curation.model.finding import Severity
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import clu, orchestration, to_clu

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


@rule(
    "LNK009",
    "deployment-mismatch",
    severity=Severity.WARNING,
    good=(Example({"o.json": orchestration(intents={"A": to_clu("Tables"), "B": to_clu("Tables")}), "p.json": clu()}),),
    bad=(
        Example(
            {
                "o.json": orchestration(intents={"A": to_clu("Tables"), "B": to_clu("Tables", "staging")}),
                "p.json": clu(),
            }
        ),
    ),
    evidence="documented",
    source="contract 3.3: the orchestrator is told which deployment it calls",
)
def deployment_mismatch(facts: Facts) -> Iterator[Hit]:
    """Links name different deployments of one task, or another than the settings.

    After an import the orchestrator calls what the link says; a deployment that is not there, or an old one, answers
    for the task.
    """
    named = {task.name: task.deployment for task in facts.workspace.tasks if task.deployment}
    for project in facts.workspace.orchestrations:
        for intent in project.intents:
            link = intent.link
            if link is None or not link.project or not link.deployment or PLACEHOLDER.fullmatch(link.deployment):
                continue
            known = named.setdefault(link.project, link.deployment)
            if known != link.deployment:
                message = (
                    f'"{intent.name}" calls deployment "{link.deployment}" of "{link.project}", elsewhere it is '
                    f'"{known}"; write one'
                )
                pointer = link.target_pointer.replace("/projectName", "/deploymentName")
                yield Hit(project.file, pointer, message, subject=intent.name)

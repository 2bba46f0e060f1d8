"""LNK004: placeholder link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.contract import PLACEHOLDER
from curation.model.finding import Severity
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import orchestration, to_clu

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


@rule(
    "LNK004",
    "placeholder-link",
    severity=Severity.ERROR,
    good=(Example({"o.json": orchestration(intents={"Book": to_clu("Tables")})}),),
    bad=(Example({"o.json": orchestration(intents={"Book": to_clu("<project-name>", "<deployment-name>")})}),),
    evidence="sample",
    source="contract 3.1; Azure's accelerator ships such a file",
    settled_by="decision",
)
def placeholder_link(facts: Facts) -> Iterator[Hit]:
    """A link still holds the placeholder of a template.

    `<project-name>` is meant to be replaced before the import; the service takes it for a name and the link leads
    nowhere.
    """
    for project in facts.workspace.orchestrations:
        for intent in project.intents:
            if intent.link is None:
                continue
            left = [
                value
                for value in (intent.link.project, intent.link.deployment)
                if value and PLACEHOLDER.fullmatch(value)
            ]
            if left:
                message = f'the link of "{intent.name}" still says {" and ".join(left)}; write the real name'
                yield Hit(project.file, intent.link.target_pointer, message, subject=intent.name)

"""LNK006: link to luis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.model.project import TaskKind
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import orchestration, to_cqa

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts

_LUIS = {"targetProjectKind": "Luis", "luisOrchestration": {"appId": "5c7a7a5a-0000-4000-8000-000000000000"}}


@rule(
    "LNK006",
    "link-to-luis",
    severity=Severity.ERROR,
    good=(Example({"o.json": orchestration(intents={"Book": to_cqa("Answers")})}),),
    bad=(Example({"o.json": orchestration(intents={"Book": _LUIS})}),),
    evidence="documented",
    source="contract 3.2: LUIS is retired",
    settled_by="decision",
)
def link_to_luis(facts: Facts) -> Iterator[Hit]:
    """An intent is linked to a LUIS app.

    LUIS is retired and its apps do not answer any more; import the app into CLU and link that project.
    """
    for project in facts.workspace.orchestrations:
        for intent in project.intents:
            if intent.link and intent.link.kind == TaskKind.LUIS:
                message = f'"{intent.name}" is linked to a LUIS app, and LUIS is retired; link a CLU project'
                yield Hit(project.file, intent.link.pointer, message, subject=intent.name)

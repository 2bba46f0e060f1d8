"""LNK003: dangling link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.contract import PLACEHOLDER
from curation.model.finding import Severity
from curation.model.project import TaskKind
from curation.model.words import did_you_mean
from curation.rules._rule import Example, Hit, NotJudgedError, rule
from curation.rules._samples import clu, orchestration, to_clu

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


@rule(
    "LNK003",
    "dangling-link",
    severity=Severity.ERROR,
    good=(Example({"o.json": orchestration(intents={"Book": to_clu("Tables")}), "t.json": clu(name="Tables")}),),
    bad=(Example({"o.json": orchestration(intents={"Book": to_clu("Table")}), "t.json": clu(name="Tables")}),),
    evidence="documented",
    source="contract 3.3",
    settled_by="decision",
)
def dangling_link(facts: Facts) -> Iterator[Hit]:
    """A link leads to a project that is not among the tasks.

    On import the link is lost and has to be made again by hand. Names are compared letter by letter: the service
    minds case.
    """
    names = {task.name for task in facts.workspace.tasks}
    linked = [
        (project, intent, intent.link)
        for project in facts.workspace.orchestrations
        for intent in project.intents
        if intent.link
        and intent.link.project
        and intent.link.kind != TaskKind.LUIS
        and not PLACEHOLDER.fullmatch(intent.link.project)
    ]
    if linked and not names:
        raise NotJudgedError("no task files were given, so nothing says which projects there are")
    for project, intent, link in linked:
        if link.project not in names:
            remedy = did_you_mean(link.project or "", names)
            message = f'"{intent.name}" is linked to project "{link.project}", which is not among the tasks; {remedy}'
            yield Hit(project.file, link.target_pointer, message, subject=intent.name)

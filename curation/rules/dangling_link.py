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
    by_kind: dict[str, set[str]] = {}
    for task in facts.workspace.tasks:
        by_kind.setdefault(task.kind, set()).add(task.name)
    linked = [
        (project, intent, intent.link)
        for project in facts.workspace.orchestrations
        for intent in project.intents
        if intent.link
        and intent.link.project
        and intent.link.kind != TaskKind.LUIS
        and not PLACEHOLDER.fullmatch(intent.link.project)
    ]
    # Files that lie beside each other are not all there are: only a whole workspace says what is missing.
    judged = [found for found in linked if facts.workspace.together or found[2].kind in by_kind]
    if linked and not (by_kind and judged):
        raise NotJudgedError("no task files of the kind were given, so nothing says which projects there are")
    for project, intent, link in judged:
        names = by_kind.get(link.kind, set())
        if link.project not in names:
            remedy = did_you_mean(link.project or "", names)
            message = f'"{intent.name}" is linked to project "{link.project}", which is not among the tasks; {remedy}'
            yield Hit(project.file, link.target_pointer, message, subject=intent.name)

"""PRJ001: invalid project name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.contract import PROJECT_NAME
from curation.model.document import DocumentKind
from curation.model.finding import Severity
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import clu

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


@rule(
    "PRJ001",
    "invalid-project-name",
    severity=Severity.ERROR,
    good=(Example({"p.json": clu(name="Table-Booking_2.0")}),),
    bad=(
        Example({"p.json": clu(name="Table Booking")}),
        Example({"p.json": clu(name="T" * 51)}),
    ),
    evidence="documented",
    source="contract 6.4",
)
def invalid_project_name(facts: Facts) -> Iterator[Hit]:
    """A project name has characters or a length the service does not take.

    Names are 1 to 50 of A-Z a-z 0-9 _ . - and are part of the URL of the import.
    """
    answers = (task.project for task in facts.workspace.tasks if task.project.kind is DocumentKind.CQA)
    for project in (*facts.projects, *answers):
        if project.name is not None and not PROJECT_NAME.fullmatch(project.name):
            message = f'"{project.name}" is not a project name; use 1 to 50 of A-Z a-z 0-9 _ . -'
            yield Hit(project.file, "/metadata/projectName", message, subject=project.name)

"""LNK010: invalid link name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.contract import PLACEHOLDER, PROJECT_NAME
from curation.model.finding import Severity
from curation.model.project import TaskKind
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import orchestration, to_clu, to_cqa

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


@rule(
    "LNK010",
    "invalid-link-name",
    severity=Severity.ERROR,
    good=(
        Example({"o.json": orchestration(intents={"A": to_clu("Tables"), "B": to_cqa("Shop.FAQ-2")})}, together=False),
    ),
    bad=(
        Example({"o.json": orchestration(intents={"A": to_cqa("my tables")})}, together=False),
        Example({"o.json": orchestration(intents={"A": to_clu("Tables", "dep/1")})}, together=False),
    ),
    evidence="documented",
    source="contract 6.4",
    settled_by="decision",
)
def invalid_link_name(facts: Facts) -> Iterator[Hit]:
    """A link names a project or deployment that cannot exist.

    Names are 1 to 50 of A-Z a-z 0-9 _ . -; another name is of nothing in the resource. Placeholders of a template and
    names that are left out have rules of their own.
    """
    for project in facts.workspace.orchestrations:
        for intent in project.intents:
            link = intent.link
            if link is None or link.kind == TaskKind.LUIS:
                continue
            named = (("projectName", link.project), ("deploymentName", link.deployment))
            for key, name in named:
                if name and not PROJECT_NAME.fullmatch(name) and not PLACEHOLDER.fullmatch(name):
                    message = f'{key} "{name}" cannot be a name; use 1 to 50 of A-Z a-z 0-9 _ . -'
                    pointer = link.target_pointer.replace("/projectName", f"/{key}")
                    yield Hit(project.file, pointer, message, subject=intent.name)

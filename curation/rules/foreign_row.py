"""LNG003: foreign row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.document import DocumentKind
from curation.model.finding import Severity
from curation.model.words import plural
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import clu, sample_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts
    from curation.model.project import Utterance


@rule(
    "LNG003",
    "foreign-row",
    severity=Severity.WARNING,
    good=(Example({"p.json": clu(sample_row("a table", "Reserve", language="en-US"))}),),
    bad=(Example({"p.json": clu(sample_row("ein Tisch", "Reserve", language="de"))}),),
    evidence="documented",
    source="contract 7: enable the multilingual option for other languages",
)
def foreign_row(facts: Facts) -> Iterator[Hit]:
    """A row is in another language than its project, which is not multilingual.

    The project learns and answers in its own language; set multilingual, or move the rows to a project of their
    language.
    """
    for project in facts.projects:
        if project.multilingual or not project.language:
            continue
        foreign: dict[str, list[Utterance]] = {}
        for row in project.utterances:
            if row.language and row.language.casefold() != project.language.casefold():
                foreign.setdefault(row.language, []).append(row)
        for code, rows in sorted(foreign.items()):
            routes = project.kind is DocumentKind.ORCHESTRATION  # it cannot be multilingual
            remedy = "move them to a project of their language" if routes else "set multilingual, or move them"
            message = (
                f'{plural(len(rows), "row")} in "{code}" from here on, but the project is in "{project.language}" '
                f"and not multilingual; {remedy}"
            )
            yield Hit(project.file, f"{rows[0].pointer}/language", message, subject=code, excerpt=rows[0].text)

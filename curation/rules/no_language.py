"""LNG005: no language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.document import DocumentKind
from curation.model.finding import Severity
from curation.model.words import plural
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import sample_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


@rule(
    "LNG005",
    "no-language",
    severity=Severity.NOTE,
    good=(Example({"u.json": [sample_row("book a table", "Reserve", language="en-us")]}),),
    bad=(Example({"u.json": [sample_row("book a table", "Reserve")]}),),
    evidence="documented",
    source="contract 1.1 and 11: a row without a language has the project's",
)
def no_language(facts: Facts) -> Iterator[Hit]:
    """Rows of a file name no language.

    The service takes the project's language for them. In an upload file nothing says which that will be.
    """
    for project in facts.projects:
        silent = [row for row in project.utterances if row.language is None]
        if silent:
            count = f"{len(silent):,} of {plural(len(project.utterances), 'row')}"
            theirs = "that of the project they go to" if project.kind is DocumentKind.UTTERANCES else "the project's"
            message = f"{count} without a language; {theirs} counts for them: check that it is theirs"
            yield Hit(project.file, silent[0].pointer, message)

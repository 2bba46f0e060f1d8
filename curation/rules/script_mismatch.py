"""LNG004: script mismatch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.analysis.scripts import foreign_script
from curation.model.finding import Severity
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import sample_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


@rule(
    "LNG004",
    "script-mismatch",
    severity=Severity.WARNING,
    good=(Example({"u.json": [sample_row("забронировать стол", "Reserve", language="ru")]}),),
    bad=(Example({"u.json": [sample_row("забронировать стол", "Reserve", language="en-us")]}),),
    evidence="inferred",
    source="asked for by users of such tools: script against declared language",
    reach="row",
)
def script_mismatch(facts: Facts) -> Iterator[Hit]:
    """A text is written in a script that its language does not use.

    The code was forgotten or copied from the row above. Only languages with one usual script are judged, and only
    texts most of whose letters are of another.
    """
    for project, row in facts.unusual_rows:
        code = (row.language or project.language or "").casefold()
        found = foreign_script(row.text, code)
        if found:
            message = (
                f'the text is written in {found.title()} letters, but its language is "{code}"; correct the language'
            )
            yield Hit(project.file, row.text_pointer, message, subject=row.intent, excerpt=row.text)

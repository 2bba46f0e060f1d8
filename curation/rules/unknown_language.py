"""LNG001: unknown language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.contract import LANGUAGES, PLAIN_ENGLISH, nearest_language
from curation.model.finding import Severity
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import clu, sample_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


@rule(
    "LNG001",
    "unknown-language",
    severity=Severity.WARNING,
    good=(Example({"p.json": clu(language="de")}),),
    bad=(
        Example({"p.json": clu(language="de-de")}),
        Example({"u.json": [sample_row("a table", "Reserve", language="pt")]}),
    ),
    evidence="documented",
    source="contract 7: 95 codes are listed; others, as de-de or pt, are not",
)
def unknown_language(facts: Facts) -> Iterator[Hit]:
    """A language code is not one that CLU lists.

    Region forms such as de-de or fr-ca are not among the documented codes, and plain pt is not either.
    """
    for project, code, pointer in facts.language_codes:
        if code.casefold() not in LANGUAGES and code.casefold() != PLAIN_ENGLISH:
            yield Hit(
                project.file, pointer, f'"{code}" is not a listed language; {nearest_language(code)}', subject=code
            )

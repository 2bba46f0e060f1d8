"""LNG001: unknown language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.contract import LANGUAGES, PLAIN_ENGLISH, nearest_language
from curation.model.finding import Severity
from curation.model.fix import Edit, Fix
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import clu, sample_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts
    from curation.model.project import Project


@rule(
    "LNG001",
    "unknown-language",
    severity=Severity.WARNING,
    good=(Example({"p.json": clu(language="de")}),),
    bad=(
        Example({"p.json": clu(language="de-de")}, fixed={"p.json": clu(language="de")}, unsafe=True),
        Example(
            {"u.json": [sample_row("a", "Reserve", language="en_US"), sample_row("b", "Reserve", language="en_US")]},
            fixed={
                "u.json": [sample_row("a", "Reserve", language="en-us"), sample_row("b", "Reserve", language="en-us")]
            },
        ),
        Example({"u.json": [sample_row("a table", "Reserve", language="pt")]}),
    ),
    evidence="documented",
    source="contract 7: 95 codes are listed; others, as de-de or pt, are not",
    reach="names",
)
def unknown_language(facts: Facts) -> Iterator[Hit]:
    """A language code is not one that CLU lists.

    Region forms such as de-de or fr-ca are not among the documented codes, and plain pt is not either.
    """
    for project, code, pointer in facts.language_codes:
        if code.casefold() not in LANGUAGES and code.casefold() != PLAIN_ENGLISH:
            message = f'"{code}" is not a listed language; {nearest_language(code)}'
            yield Hit(project.file, pointer, message, subject=code, fix=_fix(project, code))


def _fix(project: Project, code: str) -> Fix | None:
    """Another spelling of a listed code, which is safe, or the one listed code of the language, which is not."""
    spelt = code.casefold().replace("_", "-")
    stem = spelt.split("-")[0]
    known = [spelt] if spelt in LANGUAGES else sorted(one for one in LANGUAGES if one.split("-")[0] == stem)
    if len(known) != 1:
        return None
    places = ["/metadata/language"] if project.language == code else []
    places += [f"{row.pointer}/language" for row in project.utterances if row.language == code]
    if not places:
        return None
    edits = tuple(Edit("replace", place, known[0]) for place in places)
    return Fix(f"write {known[0]}", edits, safe=known == [spelt])

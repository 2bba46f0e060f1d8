"""LNG002: plain english."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.contract import PLAIN_ENGLISH
from curation.model.finding import Severity
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import clu

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


@rule(
    "LNG002",
    "plain-english",
    severity=Severity.NOTE,
    good=(Example({"p.json": clu(language="en-gb")}),),
    bad=(Example({"p.json": clu(language="en")}),),
    evidence="documented",
    source="contract 7: the page lists en-us and en-gb, the API's example also en",
    reach="names",
)
def plain_english(facts: Facts) -> Iterator[Hit]:
    """A language is given as en.

    The pages list en-us and en-gb only; en is in an example of the API. Write one of the two.
    """
    for project, code, pointer in facts.language_codes:
        if code.casefold() == PLAIN_ENGLISH:
            yield Hit(project.file, pointer, f'"{code}" is not a documented code; write en-us or en-gb', subject=code)

"""TXT008: personal data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.analysis.personal import kind_of_personal_data
from curation.model.finding import Severity
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import cqa, sample_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


@rule(
    "TXT008",
    "personal-data",
    severity=Severity.WARNING,
    good=(Example({"u.json": [sample_row("send it to my e-mail address", "Reserve")]}),),
    bad=(
        Example({"u.json": [sample_row("send it to mira.k@larkfield.zz", "Reserve")]}),
        Example({"u.json": [sample_row("call me on +44 20 7123 4568 please", "Reserve")]}),
        Example({"u.json": [sample_row("deploy with AKIA" + "Q7RW3LD9" * 2, "Reserve")]}),
        Example({"q.json": cqa("may I write to mira.k@larkfield.zz?")}),
    ),
    evidence="documented",
    source="contract 9: no real personal data in utterances, they are stored",
    reach="row",
)
def personal_data(facts: Facts) -> Iterator[Hit]:
    """A text looks as if it held personal data or a secret.

    Utterances are stored, and shown to everybody who works on the project. Use invented values, or none: the entity
    is learned from the words around it. The message shows the kind and no more.

    Known limits. Addresses of e-mail, international telephone numbers, bank accounts (IBAN) and payment cards are
    recognised by form and, where they have one, by check digits; keys and tokens by the prefix their issuers give
    them. Names, and numbers as they are written inside a country, are not.
    """
    for project in facts.written_projects:
        for row in project.utterances:
            kind = kind_of_personal_data(row.text)
            if kind:
                message = f"the text seems to hold {kind}; write an invented value, or leave it out"
                yield Hit(project.file, row.text_pointer, message, subject=row.intent)

"""INT009: few utterances."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.contract import ADVISED_ROWS
from curation.model.finding import Severity
from curation.model.project import NONE_INTENT
from curation.model.words import plural
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import sample_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts
    from curation.model.project import Utterance


@rule(
    "INT009",
    "few-utterances",
    severity=Severity.NOTE,
    good=(Example({"u.json": [sample_row(f"table number {n}", "Reserve") for n in range(15)]}),),
    bad=(Example({"u.json": [sample_row(f"table number {n}", "Reserve") for n in range(14)]}),),
    evidence="documented",
    source="contract 9: fewer than 15 labelled instances in training; Azure's own samples have 5 to 10",
    reach="names",
)
def few_utterances(facts: Facts) -> Iterator[Hit]:
    """An intent has fewer than 15 rows to train on.

    The service's evaluation page advises 15. It is advice: the number of rows says little about quality (rank
    correlation with F1 between -0.24 and 0.10 on six corpora), so this is a note.
    """
    for scope in facts.workspace.scopes:
        rows: dict[str, list[Utterance]] = {}
        for row in scope.rows:
            if row.dataset != "Test":
                rows.setdefault(row.intent, []).append(row)
        for name, found in rows.items():
            if len(found) < ADVISED_ROWS and name != NONE_INTENT:
                message = (
                    f'"{name}" has {plural(len(found), "row")} to train on, fewer than the '
                    f"advised {ADVISED_ROWS}; add some"
                )
                yield Hit(found[0].file, found[0].pointer, message, subject=name)

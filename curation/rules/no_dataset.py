"""SPL006: no dataset."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.model.words import plural
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import sample_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


@rule(
    "SPL006",
    "no-dataset",
    severity=Severity.NOTE,
    good=(Example({"u.json": [sample_row("book a table", "Reserve", dataset="Train")]}),),
    bad=(Example({"u.json": [sample_row("book a table", "Reserve")]}),),
    evidence="documented",
    source="contract 8 and 11: only rows in Train are divided by percentage",
    settled_by="split",
)
def no_dataset(facts: Facts) -> Iterator[Hit]:
    """A file does not say which rows are for Train and which for Test.

    The service then divides them anew, at random, at every training, so that two scores cannot be compared. Where only
    some rows say it, the others are for Train.
    """
    for project in facts.projects:
        silent = [row for row in project.utterances if row.dataset is None]
        if silent:
            count = f"{len(silent):,} of {plural(len(project.utterances), 'row')}"
            message = f"{count} without Train or Test; `curation split` divides them, the same way every time"
            yield Hit(project.file, silent[0].pointer, message)

"""UTT003: unknown dataset."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.model.project import Dataset
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import sample_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


DATASETS = frozenset(Dataset)


@rule(
    "UTT003",
    "unknown-dataset",
    severity=Severity.ERROR,
    good=(Example({"u.json": [sample_row("book a table", "Reserve", dataset="Train")]}),),
    bad=(Example({"u.json": [sample_row("book a table", "Reserve", dataset="Dev")]}),),
    evidence="documented",
    source="contract 1.1; whether case matters is not established",
    reach="row",
)
def unknown_dataset(facts: Facts) -> Iterator[Hit]:
    """A row names a dataset other than Train and Test.

    Sets of other names, as "test1" in an export, have to be renamed before training; until then the rows are in
    neither set. A name under `split.test_sets` in the settings is fine: its rows are kept apart in a bundle.
    Write the canonical case: whether the service minds is not documented.
    """
    known = DATASETS | set(facts.settings.split.test_sets)
    for project in facts.projects:
        for row in project.utterances:
            if row.dataset not in known and row.dataset is not None and row.dataset.title() not in DATASETS:
                message = f'dataset is "{row.dataset}"; write Train or Test'
                yield Hit(project.file, f"{row.pointer}/dataset", message, subject=row.intent, excerpt=row.text)

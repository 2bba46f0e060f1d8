"""SPL001: dataset case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.model.fix import Edit, Fix
from curation.model.project import Dataset
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import sample_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts

DATASETS = frozenset(Dataset)


@rule(
    "SPL001",
    "dataset-case",
    severity=Severity.WARNING,
    good=(Example({"u.json": [sample_row("book a table", "Reserve", dataset="Train")]}),),
    bad=(
        Example(
            {"u.json": [sample_row("book a table", "Reserve", dataset="train")]},
            fixed={"u.json": [sample_row("book a table", "Reserve", dataset="Train")]},
        ),
    ),
    evidence="documented",
    source="contract 1.1: whether case matters is not established",
    reach="row",
)
def dataset_case(facts: Facts) -> Iterator[Hit]:
    """A dataset is written in other letters than Train or Test.

    The pages and the SDK write Train and Test; whether `train` is taken is not documented. Write the canonical
    case.
    """
    for project in facts.projects:
        for row in project.utterances:
            if row.dataset not in DATASETS and row.dataset is not None and row.dataset.title() in DATASETS:
                edit = Edit("replace", f"{row.pointer}/dataset", row.dataset.title())
                fix = Fix(f"write {row.dataset.title()}", (edit,))
                message = f'dataset is "{row.dataset}"; write {row.dataset.title()}'
                yield Hit(
                    project.file, f"{row.pointer}/dataset", message, subject=row.intent, excerpt=row.text, fix=fix
                )

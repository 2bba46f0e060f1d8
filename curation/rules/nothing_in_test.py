"""SPL007: nothing in test."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import sample_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


@rule(
    "SPL007",
    "nothing-in-test",
    severity=Severity.NOTE,
    good=(
        Example(
            {
                "u.json": [
                    sample_row("a table", "Reserve", dataset="Train"),
                    sample_row("one table", "Reserve", dataset="Test"),
                ]
            }
        ),
        Example({"u.json": [sample_row("a table", "Reserve")]}),
    ),
    bad=(
        Example(
            {"u.json": [sample_row("a table", "Reserve", dataset="Train"), sample_row("one table", "Reserve")]},
        ),
    ),
    evidence="documented",
    source="contract 8: a split by hand needs rows in Test; docs/methods.md: 90 % of public CLU files have none",
    reach="names",
    settled_by="split",
)
def nothing_in_test(facts: Facts) -> Iterator[Hit]:
    """Rows are tagged for training, and none for a test.

    A split by hand can only be chosen where Test has rows. Without any the service tests on a part of Train that it
    draws anew at every training.
    """
    for scope in facts.workspace.scopes:
        tagged = [row for row in scope.rows if row.dataset is not None]
        if tagged and not any(row.is_test for row in tagged):
            message = "no row is tagged Test; `curation split` proposes which"
            yield Hit(tagged[0].file, f"{tagged[0].pointer}/dataset", message)

"""SPL004: intent not in test."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import sample_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts
    from curation.model.project import Utterance


@rule(
    "SPL004",
    "intent-not-in-test",
    severity=Severity.WARNING,
    good=(
        Example(
            {
                "u.json": [
                    sample_row("a table", "Reserve", dataset="Train"),
                    sample_row("one table", "Reserve", dataset="Test"),
                ]
            }
        ),
    ),
    bad=(
        Example(
            {
                "u.json": [
                    sample_row("a table", "Reserve", dataset="Test"),
                    sample_row("a chair", "Reserve"),
                    sample_row("the bill", "Pay"),
                ]
            }
        ),
    ),
    evidence="documented",
    source="contract 8: every intent and entity should be in both sets",
    reach="names",
    settled_by="split",
)
def intent_not_in_test(facts: Facts) -> Iterator[Hit]:
    """A file is split by hand, and an intent has no row in Test.

    Nothing is measured about it. Files without any Test row are not split by hand and not judged.
    """
    for scope in facts.workspace.scopes:
        tested = {row.intent for row in scope.rows if row.is_test}
        missing: dict[str, Utterance] = {}
        for row in scope.rows if tested else ():
            if row.intent not in tested:
                missing.setdefault(row.intent, row)
        for name, row in missing.items():
            message = f'"{name}" has no row in Test; tag one (`curation split` proposes which)'
            yield Hit(row.file, row.pointer, message, subject=name)

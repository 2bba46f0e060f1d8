"""SPL003: intent not in train."""

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
    "SPL003",
    "intent-not-in-train",
    severity=Severity.ERROR,
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
                    sample_row("the bill", "Pay", dataset="Train"),
                ]
            }
        ),
    ),
    evidence="documented",
    source="contract 8 and 11: a manual split with an intent missing from Train",
    reach="names",
    settled_by="split",
)
def intent_not_in_train(facts: Facts) -> Iterator[Hit]:
    """An intent has rows in Test and none in Train.

    It cannot be learned, so every one of its test rows fails, whatever the model is worth. Rows without a dataset
    count as Train. An orchestration intent that is linked learns from its task.
    """
    for scope in facts.workspace.scopes:
        tested: dict[str, Utterance] = {}
        trained = {
            intent.name for project in facts.workspace.orchestrations for intent in project.intents if intent.link
        }
        for row in scope.rows:
            if row.is_test:
                tested.setdefault(row.intent, row)
            else:
                trained.add(row.intent)
        for name, row in tested.items():
            if name not in trained:
                message = f'"{name}" is in Test only; tag some of its rows Train'
                yield Hit(row.file, row.pointer, message, subject=name, excerpt=row.text)

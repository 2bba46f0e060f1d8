"""SPL002: text in train and test."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import sample_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


@rule(
    "SPL002",
    "text-in-train-and-test",
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
                    sample_row("a table", "Reserve", dataset="Train"),
                    sample_row("A table!", "Reserve", dataset="Test"),
                ]
            }
        ),
    ),
    evidence="ours",
    source="docs/methods.md: an evaluation on what was learned means nothing",
    reach="text",
)
def text_in_train_and_test(facts: Facts) -> Iterator[Hit]:
    """The same text is in Train and in Test.

    The test then asks what was learned by heart, and the score is too good. Case, spaces and punctuation at word
    edges do not make another text.
    """
    for rows in facts.same_text:
        trained = next((row for row in rows if row.dataset is not None and row.dataset.title() == "Train"), None)
        for tested in rows if trained else ():
            if trained and tested.is_test:
                message = f"this text is in Test, and in Train at {trained.file}#{trained.pointer}; keep one side"
                yield Hit(tested.file, tested.pointer, message, subject=tested.intent, excerpt=tested.text)

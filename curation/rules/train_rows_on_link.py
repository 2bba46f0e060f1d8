"""LNK007: train rows on link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.model.words import plural
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import orchestration, sample_row, to_cqa

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts
    from curation.model.project import Utterance


@rule(
    "LNK007",
    "train-rows-on-link",
    severity=Severity.WARNING,
    good=(
        Example(
            {
                "o.json": orchestration(
                    sample_row("book it", "Book", dataset="Test"), intents={"Book": to_cqa("Answers")}
                )
            }
        ),
    ),
    bad=(Example({"o.json": orchestration(sample_row("book it", "Book"), intents={"Book": to_cqa("Answers")})}),),
    evidence="documented",
    source="contract 3.4: training rows on non-connected intents only",
)
def train_rows_on_link(facts: Facts) -> Iterator[Hit]:
    """A linked intent of an orchestration project has rows to train on.

    It learns from the project it is linked to; the portal takes test rows only. Tag them Test, or move them into
    the task.
    """
    for project in facts.workspace.orchestrations:
        linked = {intent.name for intent in project.intents if intent.link}
        trained: dict[str, list[Utterance]] = {}
        for row in project.utterances:
            if row.intent in linked and row.dataset != "Test":
                trained.setdefault(row.intent, []).append(row)
        for name, rows in trained.items():
            message = (
                f'"{name}" is linked and has {plural(len(rows), "row")} to train on; tag them '
                "Test, or move them to the task"
            )
            yield Hit(project.file, rows[0].pointer, message, subject=name, excerpt=rows[0].text)

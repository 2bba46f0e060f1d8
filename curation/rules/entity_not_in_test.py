"""SPL005: entity not in test."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import clu, sample_row, sample_span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts
    from curation.model.project import Utterance


def _project(side: str) -> dict[str, object]:
    rows = (("a table for two", "Train"), ("one for two now", side), ("a chair", "Test"))
    labels = {text: [sample_span("Size", text.index("two"), 3)] for text, _ in rows if "two" in text}
    return clu(
        *(sample_row(text, "Reserve", dataset=tag, entities=labels.get(text, [])) for text, tag in rows),
        entities=("Size",),
    )


@rule(
    "SPL005",
    "entity-not-in-test",
    severity=Severity.WARNING,
    good=(Example({"p.json": _project("Test")}),),
    bad=(Example({"p.json": _project("Train")}),),
    evidence="documented",
    source="contract 8: every intent and entity should be in both sets",
    settled_by="split",
)
def entity_not_in_test(facts: Facts) -> Iterator[Hit]:
    """A file is split by hand, and a labelled entity is on one side only.

    Nothing is learned about it, or nothing measured. Files without any Test row are not judged.
    """
    for project in facts.projects:
        sides: dict[str, dict[str, Utterance]] = {"Train": {}, "Test": {}}
        for row in project.utterances:
            for span in row.spans:
                sides["Test" if row.is_test else "Train"].setdefault(span.category, row)
        if not any(row.is_test for row in project.utterances):
            continue
        for side, other in (("Train", "Test"), ("Test", "Train")):
            for name in sorted(sides[side].keys() - sides[other].keys()):
                row = sides[side][name]
                message = f'the entity "{name}" is labelled in {side} only; have it on both sides'
                yield Hit(project.file, row.pointer, message, subject=name, excerpt=row.text)

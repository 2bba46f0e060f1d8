"""ENT026: disputed label."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from curation.formats.offsets import slice_units
from curation.model.finding import Severity
from curation.model.words import plural
from curation.rules._components import roles
from curation.rules._judged import place_of
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import clu, sample_row, sample_span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts
    from curation.model.project import Project, Span, Utterance

_FEWEST = 2
_SHARE = 0.75


def _rows(city: int, person: int, other: str = "Fly") -> list[dict[str, object]]:
    """Rows in which one word is labelled in two ways, so often each."""
    labels = ["City"] * city + ["Person"] * person
    return [
        sample_row(f"Paris on day {n}", other if label == "Person" else "Fly", entities=[sample_span(label, 0, 5)])
        for n, label in enumerate(labels)
    ]


@rule(
    "ENT026",
    "disputed-label",
    severity=Severity.NOTE,
    good=(
        Example({"p.json": clu(*_rows(6, 1), intents=("Fly",), entities=("City", "Person"))}),
        Example({"p.json": clu(*_rows(3, 3, "Call"), intents=("Fly", "Call"), entities=("City", "Person"))}),
    ),
    bad=(Example({"p.json": clu(*_rows(3, 2), intents=("Fly",), entities=("City", "Person"))}),),
    evidence="documented",
    source="contract 9: label precisely, consistently and completely (the pages' own words for good labels)",
    stages=("inspect",),
    budgeted=True,
)
def disputed_label(facts: Facts) -> Iterator[Hit]:
    """The same words carry one label in some rows of an intent, and another in others, and neither is the usual one.

    A learned entity is taught both. Two rows of each label count. Where one label has three in four of them nothing is
    said here: that is label-left-out. Labels that overlay each other in one text are not counted, nor two
    roles of the same words (from where, to where), which stand in one text somewhere.
    """
    for project in facts.projects:
        if project.file not in facts.miscounted and project.entities:
            yield from _in_project(project)


def _in_project(project: Project) -> Iterator[Hit]:
    counts: dict[tuple[str, str], Counter[str]] = {}
    first: dict[tuple[str, str, str], tuple[Utterance, Span]] = {}
    for row in project.utterances:
        places = Counter((span.offset, span.length) for span in row.spans)
        here: dict[tuple[str, str], Span] = {}
        for span in row.spans:
            words = (slice_units(row.text, span.offset, span.length) or "").casefold().strip()
            if words and places[span.offset, span.length] == 1:
                here.setdefault((words, span.category), span)
        for (words, category), span in here.items():
            counts.setdefault((row.intent, words), Counter())[category] += 1
            first.setdefault((row.intent, words, category), (row, span))
    either = roles(project)
    for (intent, words), counted in counts.items():
        (usual, most), (other, less), *_ = (*sorted(counted.items(), key=lambda item: (-item[1], item[0])), ("", 0))
        if less < _FEWEST or most >= _SHARE * counted.total() or frozenset((usual, other)) in either:
            continue
        row, span = first[intent, words, other]
        message = (
            f'"{words}" is labelled "{other}" here and in {plural(less - 1, "row")} more of "{intent}", and "{usual}" '
            f"in {most}, such as {place_of(first[intent, words, usual][0])}; label it the same, or say what differs"
        )
        evidence = {"words": words, "labels": dict(sorted(counted.items())), "intent": intent}
        yield Hit(row.file, f"{span.pointer}/category", message, other, row.text, evidence, value=less)

"""ENT025: label left out."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from curation.analysis.scripts import word_list, word_runs
from curation.formats.offsets import utf16_length
from curation.model.finding import Severity
from curation.model.words import plural
from curation.rules._components import roles, usual_labels
from curation.rules._judged import place_of
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import clu, sample_row, sample_span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts
    from curation.model.project import Project, Utterance

_FEWEST_LABELLED = 3
_MOST_WORDS = 5
_SHARE = 0.75

_FLIGHTS = [
    sample_row(f"fly to Paris on {day}", "Fly", entities=[sample_span("City", 7, 5)])
    for day in ("Monday", "Tuesday", "Friday")
]


@rule(
    "ENT025",
    "label-left-out",
    severity=Severity.NOTE,
    good=(Example({"p.json": clu(*_FLIGHTS, intents=("Fly",), entities=("City",))}),),
    bad=(
        Example({"p.json": clu(*_FLIGHTS, sample_row("is Paris nice", "Fly"), intents=("Fly",), entities=("City",))}),
        Example(
            {
                "p.json": clu(
                    *_FLIGHTS,
                    sample_row("is Paris nice", "Fly", entities=[sample_span("Name", 3, 5)]),
                    intents=("Fly",),
                    entities=("City", "Name"),
                )
            }
        ),
    ),
    evidence="documented",
    source="contract 9: label precisely, consistently and completely (the pages' own words for good labels)",
    stages=("inspect",),
    budgeted=True,
)
def label_left_out(facts: Facts) -> Iterator[Hit]:
    """The same words carry a label in most rows, and none, or another, in this one.

    A learned entity is taught both. Words count that are labelled alike at least three times, and in three of four
    places where they stand; rows count whose intent has that label somewhere. Label them here too, or leave it where
    the words mean something else. Two roles of the same words (from where, to where) are told apart by other words.
    """
    for project in facts.projects:
        if project.file not in facts.miscounted and project.entities:
            yield from _in_project(project)


def _in_project(project: Project) -> Iterator[Hit]:
    wanted = usual_labels(project, fewest=_FEWEST_LABELLED, most_words=_MOST_WORDS)
    if not wanted:
        return
    longest = max(len(word_list(words)) for words in wanted)
    at_home = {(row.intent, span.category) for row in project.utterances for span in row.spans}
    seen: Counter[str] = Counter()
    amiss: list[tuple[Utterance, str, tuple[int, int], str]] = []
    for row in project.utterances:
        labels = {(span.offset, span.length): span.category for span in row.spans}
        for words, start, end in word_runs(row.text, longest):
            usual = wanted.get(words)
            if usual is None:
                continue
            seen[words] += 1
            offset, length = utf16_length(row.text[:start]), utf16_length(row.text[start:end])
            if any(o <= offset and offset + length <= o + n and n > length for o, n in labels):
                continue  # part of a longer label: it means something else there
            instead = labels.get((offset, length), "")
            if instead != usual[0]:
                amiss.append((row, words, (start, end), instead))
    either = roles(project)
    for row, words, (start, end), instead in amiss:
        category, count, example = wanted[words]
        if count < _SHARE * seen[words] or (row.intent, category) not in at_home or {category, instead} in either:
            continue
        how = f'labelled "{instead}"' if instead else "not labelled"
        message = (
            f'"{row.text[start:end]}" is {how} here, and labelled "{category}" in {plural(count, "row")}, such as '
            f"{place_of(example)}; label it the same, or leave it if something else is meant"
        )
        evidence = {"words": words, "usual": category, "here": instead, "labelled": count, "places": seen[words]}
        yield Hit(row.file, row.text_pointer, message, category, row.text, evidence, mark=(start, end), value=count)

"""ENT021: miscounted file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.model.fix import Edit, Fix
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import clu, sample_row, sample_span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


_SIZES = ("two", "three", "four", "five", "six")


def _tables(wrong: int) -> dict[str, object]:
    rows = [
        sample_row(f"table for {size} please", "Reserve", entities=[sample_span("Size", 10, len(size) + wrong)])
        for size in _SIZES
    ]
    return clu(*rows, entities=("Size",))


def _emojis(units: int) -> dict[str, object]:
    spans = [[sample_span("Size", 11 + units, len(size))] for size in _SIZES]
    texts = [f"\U0001f37d table for {size} please" for size in _SIZES]
    rows = [sample_row(text, "Reserve", entities=found) for text, found in zip(texts, spans, strict=True)]
    return clu(*rows, entities=("Size",))


@rule(
    "ENT021",
    "miscounted-file",
    severity=Severity.ERROR,
    good=(Example({"p.json": _tables(0)}),),
    bad=(
        Example({"p.json": _tables(-1)}, fixed={"p.json": _tables(0)}, unsafe=True),
        Example({"p.json": _emojis(1)}, fixed={"p.json": _emojis(2)}, unsafe=True),
    ),
    evidence="ours",
    source="docs/methods.md: what a file's spans say about how they were counted; contract 2.4",
)
def miscounted_file(facts: Facts) -> Iterator[Hit]:
    """The spans of a whole file were counted in another way than the service counts.

    A converter took inclusive ends for exclusive ones, wrote ends where lengths belong, or counted code points. Every
    label is then a little off, and the model learns it. Found where another count puts nine in ten of the spans it
    moves on whole words, and the present one at most two in ten; rules about single spans leave the file to this one.
    """
    for project in facts.projects:
        count = facts.miscounted.get(project.file)
        if count is None:
            continue
        spans = [(row, span) for row in project.utterances for span in row.spans]
        edits = tuple(
            Edit("replace", f"{span.pointer}/{key}", new)
            for row, span in spans
            for key, old, new in zip(
                ("offset", "length"),
                (span.offset, span.length),
                count.recount(row.text, span.offset, span.length),
                strict=True,
            )
            if old != new
        )
        message = (
            f"in this file {count.what}: that would put {count.clean_then:,} of {count.moved:,} spans on whole words, "
            f"now it is {count.clean_now:,}; count them anew"
        )
        evidence = {"spans": len(spans), "moved": count.moved, "well_placed": count.clean_now, "then": count.clean_then}
        fix = Fix("count the spans anew", edits, safe=False)
        yield Hit(project.file, f"{spans[0][1].pointer}/offset", message, evidence=evidence, fix=fix)

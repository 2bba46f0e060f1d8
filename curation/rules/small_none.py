"""INT017: small none."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.model.project import NONE_INTENT
from curation.model.words import plural
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import clu, sample_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts

_PART = 0.5
_TABLES = [sample_row(f"a table for {n}", "Reserve") for n in ("me", "two", "three", "four")]


@rule(
    "INT017",
    "small-none",
    severity=Severity.NOTE,
    good=(
        Example(
            {
                "p.json": clu(
                    *_TABLES, *(sample_row(t, "None") for t in ("what a day", "hm")), intents=("Reserve", "None")
                )
            }
        ),
    ),
    bad=(Example({"p.json": clu(*_TABLES, sample_row("what a day", "None"), intents=("Reserve", "None"))}),),
    evidence="inferred",
    source="contract 9: add near misses to None; LUIS advised a tenth of all texts, no page about CLU repeats it",
    stages=("inspect",),
)
def small_none(facts: Facts) -> Iterator[Hit]:
    """None has fewer than half as many distinct texts as the usual intent.

    What is not served is more varied than any intent, so None needs at least as many examples; without them the
    project answers with some intent, and with confidence. An empty None is none-without-rows.
    """
    from statistics import median

    for scope in facts.scoped:
        sizes: Counter[str] = Counter()
        for key in scope.keys:
            sizes.update(scope.intents_of[key])
        own = sizes.pop(NONE_INTENT, 0)
        usual = median(sizes.values()) if sizes else 0
        if own and own < _PART * usual:
            row = next(row for row in scope.scope.rows if row.intent == NONE_INTENT)
            message = (
                f"None has {plural(own, 'distinct text')}, the usual intent {usual:g}; add texts that should not be "
                "answered, near misses first"
            )
            yield Hit(row.file, row.pointer, message, NONE_INTENT, "", {"texts": own, "usual": usual})

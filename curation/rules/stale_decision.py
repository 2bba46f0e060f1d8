"""REV001: stale decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.analysis.normalise import fingerprint
from curation.model.finding import Severity
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import sample_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


_FILES = {"u.json": [sample_row("hello", "Greet")]}


@rule(
    "REV001",
    "stale-decision",
    severity=Severity.WARNING,
    good=(Example(_FILES, decisions=f"intent,decision,fingerprint\nGreet,keep,{fingerprint(['hello'])}\n"),),
    bad=(
        Example(_FILES, decisions="intent,decision,fingerprint\nGreet,keep,0123456789abcdef\n"),
        Example(_FILES, decisions="intent,decision\nGreet,keep\n"),
    ),
    evidence="ours",
    source="a decision goes stale visibly",
    stages=("inspect",),
)
def stale_decision(facts: Facts) -> Iterator[Hit]:
    """A decision was made about other texts than the intent has now, or does not say about which.

    Rows were added, removed or changed since. A stale decision is not applied: look at the intent again and decide
    anew. One without a fingerprint is applied, but nobody can tell when it goes stale.
    """
    for decision in facts.workspace.latest_decisions.values():
        current = facts.fingerprints.get(decision.intent)
        if current is None or decision.fingerprint == current:
            continue
        message = f'the decision on "{decision.intent}" has no fingerprint; copy {current} into the row'
        if decision.fingerprint:
            message = (
                f'the texts of "{decision.intent}" changed since it was decided; decide again (`curation propose`)'
            )
        yield Hit(decision.file, "", message, subject=decision.intent, line=decision.line, column=1)

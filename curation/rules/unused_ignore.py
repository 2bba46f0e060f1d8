"""SET001: unused ignore."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.rules._rule import Example, rule
from curation.rules._samples import sample_row
from curation.rules._settings import hit_on_ignore

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts
    from curation.rules._rule import Hit

_FILES = {"u.json": [sample_row("book a table", "Reserve")]}


@rule(
    "SET001",
    "unused-ignore",
    severity=Severity.WARNING,
    good=(
        Example(
            {"u.json": [sample_row(" ", "Reserve")]}, {"ignore": [{"code": "UTT002", "reason": "kept on purpose"}]}
        ),
    ),
    bad=(Example(_FILES, {"ignore": [{"code": "UTT999", "reason": "a slip"}]}),),
    evidence="ours",
    source="docs/decisions.md: what is not needed any more hides the next mistake",
    stages=("validate", "inspect"),
)
def unused_ignore(facts: Facts) -> Iterator[Hit]:
    """An ignore in the settings meets no finding.

    What it was for is mended, or its code, file, intent or pointer is misspelt. Left there, it will hide the next
    mistake of its kind. Files that are checked one by one are not all there is, so nothing is said about them.
    """
    if facts.workspace.together:
        for index in facts.unused_ignores:
            code = facts.settings.ignore[index].code
            yield hit_on_ignore(facts, index, f"the ignore of {code} meets no finding; correct it, or take it away")

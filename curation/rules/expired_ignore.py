"""SET002: expired ignore."""

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
    "SET002",
    "expired-ignore",
    severity=Severity.WARNING,
    good=(
        Example(_FILES, {"ignore": [{"code": "UTT001", "reason": "r", "expires": "2026-01-31"}]}, today="2026-01-31"),
    ),
    bad=(
        Example(_FILES, {"ignore": [{"code": "UTT001", "reason": "r", "expires": "2026-01-31"}]}, today="2026-02-01"),
    ),
    evidence="ours",
    source="docs/decisions.md: an ignore that ends says when it is looked at again",
    stages=("validate", "inspect"),
)
def expired_ignore(facts: Facts) -> Iterator[Hit]:
    """An ignore in the settings has expired.

    Its last day is over, so what it ignored is reported again. Mend that, or give the ignore another day.
    """
    for index, ignore in enumerate(facts.settings.ignore):
        if ignore.expires and facts.today and ignore.expires < facts.today:
            remedy = "mend what it is for, or give it a later day"
            yield hit_on_ignore(facts, index, f"the ignore of {ignore.code} expired on {ignore.expires}; {remedy}")

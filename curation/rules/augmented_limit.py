"""PRJ010: augmented limit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.contract import MOST_AUGMENTED
from curation.model.finding import Severity
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import clu, sample_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


def _with(augment: bool, count: int) -> dict[str, object]:
    project = clu(*(sample_row(f"table {n}", "Reserve") for n in range(count)))
    return {**project, "metadata": {**project["metadata"], "settings": {"augmentDiacritics": augment}}}


@rule(
    "PRJ010",
    "augmented-limit",
    severity=Severity.WARNING,
    good=(Example({"p.json": _with(False, 3)}),),
    bad=(Example(lambda: {"p.json": _with(True, 25_001)}),),
    evidence="documented",
    source="contract 2.2 and 6.1: 25,000 after augmentation",
)
def augmented_limit(facts: Facts) -> Iterator[Hit]:
    """Diacritics are augmented in a project of more than 25,000 rows.

    Rows with diacritics are doubled without them, and the limit after that is 25,000.
    """
    for project in facts.projects:
        metadata = project.raw.get("metadata") if project.name else None
        augmented = ((metadata or {}).get("settings") or {}).get("augmentDiacritics")
        if augmented and len(project.utterances) > MOST_AUGMENTED:
            message = (
                f"{len(project.utterances):,} rows are more than {MOST_AUGMENTED:,}, the "
                "limit with augmented diacritics"
            )
            yield Hit(project.file, "/metadata/settings/augmentDiacritics", message, subject=project.name or "")

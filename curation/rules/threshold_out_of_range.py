"""PRJ005: threshold out of range."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.finding import Severity
from curation.rules._rule import Example, Hit, rule
from curation.rules._samples import clu

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.facts import Facts


def _with_threshold(value: float) -> dict[str, object]:
    project = clu()
    return {**project, "metadata": {**project["metadata"], "settings": {"confidenceThreshold": value}}}


@rule(
    "PRJ005",
    "threshold-out-of-range",
    severity=Severity.ERROR,
    good=(Example({"p.json": _with_threshold(0.5)}),),
    bad=(Example({"p.json": _with_threshold(70)}),),
    evidence="wire",
    source="contract 2.2",
)
def threshold_out_of_range(facts: Facts) -> Iterator[Hit]:
    """The confidence threshold is not between 0 and 1.

    It is a probability, not a percentage: 0.7, not 70. A value out of range is refused with the whole file.
    """
    for project in facts.projects:
        metadata = project.raw.get("metadata") if isinstance(project.raw, dict) else None
        value = ((metadata or {}).get("settings") or {}).get("confidenceThreshold")
        if value is not None and not 0 <= value <= 1:
            message = f"confidenceThreshold is {value}; write a number from 0 to 1, such as 0.7"
            yield Hit(project.file, "/metadata/settings/confidenceThreshold", message, subject=project.name or "")

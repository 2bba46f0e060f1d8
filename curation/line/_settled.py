"""Which findings in the files a later step takes care of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.rules import find_rule

if TYPE_CHECKING:
    from curation.model.finding import Finding
    from curation.model.mapping import Mapping

__all__ = ["settled"]


def settled(finding: Finding, mapping: Mapping, *, trim: bool = False) -> bool:
    """Whether the split, a decision, or trimming where that is asked for, settles what was found in the files."""
    match find_rule(finding.code).settled_by:
        case "split":
            return True
        case "decision":
            return finding.subject in mapping.decided
        case "trim":
            return trim and finding.subject in ("utterances", "")
        case _:
            return False

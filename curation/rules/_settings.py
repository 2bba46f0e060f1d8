"""Where a finding about the settings stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.rules._rule import Hit

if TYPE_CHECKING:
    from curation.facts import Facts

__all__ = ["hit_on_ignore"]


def hit_on_ignore(facts: Facts, index: int, message: str) -> Hit:
    """A hit on an `[[ignore]]` of the settings, with its line where they were read from a file."""
    source = facts.workspace.source
    return Hit(
        source.file if source else "settings",
        f"/ignore/{index}",
        message,
        subject=facts.settings.ignore[index].code,
        line=source.line_of_ignore(index) if source else None,
        column=1,
    )

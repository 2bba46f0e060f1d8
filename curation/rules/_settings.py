"""Where a finding about the settings stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.rules._rule import Hit

if TYPE_CHECKING:
    from curation.facts import Facts

__all__ = ["hit_on_ignore", "settings_file"]


def settings_file(facts: Facts) -> str:
    """What a finding calls the file of the settings, also where they were not read from one."""
    source = facts.workspace.source
    return source.file if source else "settings"


def hit_on_ignore(facts: Facts, index: int, message: str) -> Hit:
    """A hit on an `[[ignore]]` of the settings, with its line where they were read from a file."""
    source = facts.workspace.source
    return Hit(
        settings_file(facts),
        f"/ignore/{index}",
        message,
        subject=facts.settings.ignore[index].code,
        line=source.line_of_ignore(index) if source else None,
        column=1,
    )

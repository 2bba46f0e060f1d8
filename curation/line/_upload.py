"""What is asked of files that are to be uploaded."""

from __future__ import annotations

from dataclasses import replace

from curation.facts import Facts
from curation.model.finding import Profile

__all__ = ["for_upload"]


def for_upload(facts: Facts) -> Facts:
    """The facts with the severities of an upload: whatever a draft may still be, the service takes it or refuses it."""
    settings = facts.settings
    if settings.check.profile is Profile.UPLOAD:
        return facts
    check = replace(settings.check, profile=Profile.UPLOAD)
    workspace = replace(facts.workspace, settings=replace(settings, check=check))
    return Facts(workspace, facts.today, facts.store)

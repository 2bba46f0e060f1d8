"""What the service accepts, as data; each fact is in the contract reference with its evidence."""

from __future__ import annotations

import re

from curation.model.document import DocumentKind

__all__ = ["LIMITS", "LONGEST_TEXT", "ORCHESTRATION_LANGUAGES", "PLACEHOLDER", "PROJECT_NAME", "name_problem"]

PROJECT_NAME = re.compile(r"[A-Za-z0-9_.-]{1,50}")
"""Names of projects, models and deployments (service limits pages)."""

LONGEST_TEXT = 500
"""Characters of an utterance (service limits pages); the unit is not documented, so UTF-16 units are counted."""

LONGEST_NAME = 50

FORBIDDEN_IN_NAMES = ":$&%*()+~#/?"

LIMITS = {
    DocumentKind.CLU: {"utterances": 50_000, "intents": 500, "entities": 350},
    DocumentKind.ORCHESTRATION: {"utterances": 15_000, "intents": 500},
}
"""Most of each that one project may hold (service limits pages of CLU and orchestration workflow)."""

ORCHESTRATION_LANGUAGES = frozenset({"de", "en-us", "es", "fr", "it", "pt-br"})
"""Languages of orchestration workflow (its language support page)."""

PLACEHOLDER = re.compile(r"<[^<>]*>|\{\{?[^{}]*\}?\}|\$\{[^{}]*\}")
"""A template's stand-in for a name."""


def name_problem(name: str) -> str:
    """What is wrong with the name of an intent or entity; empty for a good one."""
    found = sorted({char for char in name if char in FORBIDDEN_IN_NAMES})
    if found:
        return f"remove {' '.join(found)}; a name has none of {' '.join(FORBIDDEN_IN_NAMES)}"
    if not name.strip():
        return "it is empty; a name has 1 to 50 characters"
    if len(name) > LONGEST_NAME:
        return f"it has {len(name)} characters, more than {LONGEST_NAME}; shorten it"
    return ""

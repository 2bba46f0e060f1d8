"""Versions besides that of the package: of the rules, and of the shapes that are written."""

from __future__ import annotations

from curation import __version__

__all__ = ["RULE_SET", "SHAPES", "versions_text"]

RULE_SET = "122, set d1e297"
"""How many rules there are, and a hash of their codes, severities and names; a test holds it to the rules."""
SHAPES = {"findings": "1", "manifest": "1", "baseline": "1", "train-config": "1"}
"""The `schema_version` of each file that has one."""


def versions_text() -> str:
    """The lines of `curation --version`."""
    shapes = ", ".join(f"{name} {version}" for name, version in SHAPES.items())
    return f"curation {__version__}\nrules {RULE_SET}\nschemas {shapes}; authoring 2023-04-01 and 2025-11-01"

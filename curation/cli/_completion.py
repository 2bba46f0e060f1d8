"""What the shell offers when a word is completed: codes of rules, and intents of the folder at hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import typer

__all__ = ["changes", "codes"]


def codes(incomplete: str) -> Iterator[tuple[str, str]]:
    """Rules by code, with their names; of several in one word, the last is completed."""
    from curation.rules import all_rules

    before, comma, last = incomplete.rpartition(",")
    for rule in all_rules():
        if rule.code.startswith(last.upper()):
            yield f"{before}{comma}{rule.code}", rule.name


def changes(ctx: typer.Context, incomplete: str) -> Iterator[str]:
    """`merge:` with intents of the folder that was named; the other changes name findings, which take long to find."""
    kind, colon, names = incomplete.partition(":")
    if not colon:
        yield from (f"{word}:" for word in ("merge", "drop", "relabel") if word.startswith(kind))
        return
    if kind != "merge":
        return
    before, comma, last = names.rpartition(",")
    taken = set(before.split(","))
    # While a word is completed, arguments before it are not parsed yet.
    named = next((Path(word) for word in ctx.args if Path(word).is_dir()), ctx.params.get("folder") or Path())
    for intent in _intents(named):
        if intent.startswith(last) and intent not in taken:
            yield f"{kind}:{before}{comma}{intent}"


def _intents(folder: Path) -> list[str]:
    """The intents of a folder; none where it cannot be read, since completion has no place for a message."""
    from curation import api
    from curation.errors import CurationError

    try:
        workspace = api.load(folder)
    except (CurationError, OSError):
        return []
    return sorted({row.intent for row in workspace.rows if row.intent.isprintable()})

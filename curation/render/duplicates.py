"""What a log says again and again, for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.words import plural
from curation.render.inert import inert, shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.model.duplicates import Duplicates, TextGroup

__all__ = ["duplicates_text"]

_SHOWN = 15


def duplicates_text(found: Duplicates) -> str:
    """How much is left when near-duplicates count once, and the groups of most lines."""
    return "\n".join(_lines(found)) + "\n"


def _lines(found: Duplicates) -> Iterator[str]:
    texts, alike = plural(found.texts, "different text"), f"alike are {found.threshold:g} or more"
    yield f"{plural(found.read, 'line')} read, {texts}; {found.distinct:,} when near-duplicates count once ({alike})"
    for reason, count in found.passed_over:
        yield f"  {plural(count, 'line')} {inert(reason)}"
    if found.texts > 1 and not found.groups:
        yield "  no two are that alike; a lower --threshold finds more"
    if found.groups:
        yield ""
        yield "lines, and what they say:"
    for group in found.groups[:_SHOWN]:
        yield f"  {group.lines:>7,}  {_group(group)}"
    if len(found.groups) > _SHOWN:
        yield f"           and {plural(len(found.groups) - _SHOWN, 'group')} more; --table FILE writes all texts"


def _group(group: TextGroup) -> str:
    others = plural(group.texts - 1, "text")
    example = shortened(group.examples[0], 50)
    return f'"{shortened(group.text, 60)}", and {others} like it (from {group.least_alike:.2f}), such as "{example}"'

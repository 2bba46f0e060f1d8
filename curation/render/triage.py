"""A log that was looked through, for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.words import plural
from curation.render.inert import inert, shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.model.triage import Triaged

__all__ = ["triage_text"]

_SHOWN = 15


def triage_text(found: Triaged) -> str:
    """How much is covered, by what, the themes of the rest, and the texts that are least sure."""
    return "\n".join(_lines(found)) + "\n"


def _remarks(found: Triaged) -> Iterator[str]:
    if found.few:
        yield "  the workspace has fewer than 100 texts or five intents: what is covered is a guess, read it as well"
    if found.quick:
        yield "  so many texts were asked about without the sentence encoder, which is quicker and less sure"
    if found.texts > len(found.lines):
        yield f"  listed are the {len(found.lines):,} most frequent texts; --table FILE writes all, counts are of all"
    for reason, count in found.passed_over:
        yield f"  {plural(count, 'line')} {inert(reason)}"


def _lines(found: Triaged) -> Iterator[str]:
    share = f" ({found.covered / found.read:.0%})" if found.read else ""
    texts = plural(found.texts, "different text")
    yield f"{plural(found.read, 'line')} read, {texts}; {found.covered:,} covered{share}"
    yield from _remarks(found)
    if by_intent := list(found.by_intent().items()):
        yield ""
        for (route, intent), count in by_intent[:_SHOWN]:
            yield f"  {count:>7,}  {inert(' / '.join(filter(None, (route, intent))))}"
        if len(by_intent) > _SHOWN:
            yield f"           and {plural(len(by_intent) - _SHOWN, 'intent')} more (--output-format json has them all)"
    if found.themes:
        yield ""
        yield "not covered, by theme:"
    for theme in found.themes[:_SHOWN]:
        name, texts = shortened(theme.name, 40), plural(theme.texts, "text")
        example, like = shortened(theme.examples[0], 60), inert(theme.nearest_intent)
        yield f'  {theme.lines:>7,}  {name}: {texts}, such as "{example}"; most like {like}'
    if len(found.themes) > _SHOWN:
        yield f"           and {plural(len(found.themes) - _SHOWN, 'theme')} more"

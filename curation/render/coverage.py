"""Coverage as tables for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.words import listed, plural
from curation.render.inert import inert, shortened
from curation.render.terminal import terminal_bar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from curation.model.coverage import Coverage, IntentCoverage

__all__ = ["coverage_text"]

_HEAD = ("intent", "rows", "phrasings", "train/test", "languages", "outside", "F1")
_NAME, _BAR, _LANGUAGES = 20, 8, 14
_NAMED = 5


def coverage_text(found: Coverage) -> str:
    """A table a scope, then tasks and lists, then the share of intents that have enough."""
    lines: list[str] = []
    for scope in dict.fromkeys(item.scope for item in found.intents):
        part = [item for item in found.intents if item.scope == scope]
        most = max(item.phrasings for item in part)
        lines += [inert(scope), *_table(_HEAD, [_cells(item, found.enough, most) for item in part])]
        lines += [*_not_judged(part), ""]
    if found.tasks:
        rows = [(shortened(t.task, _NAME), f"{t.rows:,}", f"{t.linked_rows:,}", f"{t.share:.0%}") for t in found.tasks]
        lines += [*_table(("task", "own rows", "linked rows", "share"), rows), ""]
    if len(found.languages) > 1:
        lines += ["rows by language: " + ", ".join(f"{inert(n) or '?'} {c:,}" for n, c in found.languages.items()), ""]
    lines += list(_lists(found))
    enough = sum(item.phrasings >= found.enough for item in found.intents)
    lines.append(f"{enough} of {len(found.intents):,} intents have {found.enough} phrasings or more (! has fewer)")
    return "\n".join(lines) + "\n"


def _cells(item: IntentCoverage, enough: int, most: int) -> tuple[str, ...]:
    few = " " if item.phrasings >= enough else "!"
    bar = terminal_bar(item.phrasings, max(most, enough), _BAR).ljust(_BAR)
    languages = " ".join(f"{name or '?'}:{count}" for name, count in item.languages.items())
    return (
        shortened(item.intent, _NAME),
        f"{item.rows:,}",
        f"{bar} {item.phrasings:,}{few}",
        f"{item.train:,}/{item.test:,}",
        shortened(languages, _LANGUAGES),
        "-" if item.outside is None else f"{item.outside:.0%}",
        "-" if item.f1 is None else f"{item.f1:.2f}",
    )


def _not_judged(part: Sequence[IntentCoverage]) -> Iterator[str]:
    for reason in dict.fromkeys(item.not_judged for item in part if item.not_judged):
        names = [shortened(item.intent, _NAME) for item in part if item.not_judged == reason]
        yield f"  - not judged, {reason}: {listed(names, _NAMED)}"


def _lists(found: Coverage) -> Iterator[str]:
    for item in found.lists:
        missing = [shortened(key, 30) for key in item.unseen]
        unseen = f"; not in any text: {listed(missing, _NAMED)}" if missing else ""
        values = f"{item.seen} of {plural(item.values, 'value')} of the list"
        yield f'{values} "{inert(item.entity)}" occur in {inert(item.file)}{unseen}'
    if found.lists:
        yield ""


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Columns as wide as they need be, figures to the right."""
    cells = [list(head), *rows]
    widths = [max(len(row[at]) for row in cells) for at in range(len(head))]
    for row in cells:
        shown = [
            cell.ljust(width) if at == 0 else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield f"  {'  '.join(shown)}".rstrip()

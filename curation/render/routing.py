"""Routes and their changes, for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.words import plural
from curation.render.inert import inert, shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.model.comparison import Comparison, ScopeComparison
    from curation.model.routing import Routed, Routes

__all__ = ["comparison_text", "routes_text"]

_SHOWN, _TEXT = 12, 60


def routes_text(found: Routes) -> str:
    """Each utterance: where it would go and how surely, what comes next, and the texts it is like."""
    lines = [line for item in found for line in _routed(item)]
    lines += [f"{plural(count, 'line')} {inert(reason)}" for reason, count in found.passed_over]
    return "\n".join(lines) + "\n"


def _routed(item: Routed) -> Iterator[str]:
    where = " / ".join(inert(part) for part in (item.route, item.intent) if part)
    inside = f", the intent inside {item.intent_confidence:.2f}" if item.route and item.intent else ""
    yield f"{shortened(item.text, _TEXT)}"
    yield f"  -> {where}  {item.confidence:.2f}{inside}"
    if item.to_none:
        yield f"     below the threshold {item.threshold:.2f} of {inert(item.to_none)}: None, if the service is as sure"
    if item.rival:
        yield f"     next: {inert(item.rival)} {item.rival_confidence:.2f}"
    for near in item.nearest:
        label = " / ".join(inert(part) for part in (near.route, near.intent) if part)
        yield f'     {near.similarity:.2f}  "{shortened(near.text, _TEXT)}"  ({label})'


def comparison_text(found: Comparison) -> str:
    """What changed by project, the utterances that are broken first, and the gates that were passed."""
    lines = [line for item in found for line in _compared(item)]
    lines += [f"not judged: {inert(what)}: {inert(reason)}" for what, reason in found.not_judged]
    lines += [f"past the gate: {inert(line)}" for line in found.past]
    return "\n".join(lines) + "\n"


def _compared(item: ScopeComparison) -> Iterator[str]:
    counts = ", ".join(f"{item.count(kind)} {kind}" for kind in ("mended", "broken", "still wrong"))
    yield f"{inert(item.scope)}: {plural(item.rows, 'text')} of the new Test; {len(item.flips)} flip: {counts}"
    data = f"{item.added:,} texts added, {item.removed:,} removed, {item.refiled:,} filed under another intent"
    yield f"  data: {data}"
    bounds = f"{item.low:+.3f} to {item.high:+.3f}"
    yield f"  accuracy {item.accuracy[0]:.3f} -> {item.accuracy[1]:.3f}"
    yield f"  macro F1 {item.macro_f1[0]:.3f} -> {item.macro_f1[1]:.3f} (change at 95 %: {bounds})"
    for words, names in (("new", item.new_intents), ("gone", item.gone_intents)):
        if names:
            yield f"  {words}: {', '.join(map(inert, names))}"
    for before, after in item.renamed:
        yield f"  renamed: {inert(before)} is {inert(after)}"
    order = {"broken": 0, "still wrong": 1, "mended": 2}
    flips = sorted(item.flips, key=lambda flip: (order[flip.kind], flip.text))
    for flip in flips[:_SHOWN]:
        yield f'  {flip.kind}: "{shortened(flip.text, _TEXT)}" ({inert(flip.given)})'
        yield f"      {inert(flip.before)} -> {inert(flip.after)}: {inert(flip.why)}"
    if len(flips) > _SHOWN:
        yield f"  and {len(flips) - _SHOWN:,} more (--output-format json has them all)"
    for change in sorted(item.intents, key=lambda c: (round(c.change, 6), c.intent)):
        if change.high < 0 or change.low > 0:
            bounds = f"{change.low:+.3f} to {change.high:+.3f}"
            yield f"  F1 of {inert(change.intent)} {change.before:.3f} -> {change.after:.3f} ({bounds})"

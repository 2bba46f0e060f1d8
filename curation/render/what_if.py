"""What changes would bring, for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.model.words import plural
from curation.render.inert import inert

if TYPE_CHECKING:
    from collections.abc import Iterator

    from curation.model.what_if import WhatIf, WhatIfs

__all__ = ["what_if_text"]


def what_if_text(found: WhatIfs) -> str:
    """Macro F1 before and after each change, and the bounds of the gain."""
    return "\n".join(line for change in found.changes for line in _lines(change)) + "\n"


def _lines(change: WhatIf) -> Iterator[str]:
    yield f"{inert(change.change)}  ({plural(change.rows, 'row')} of {inert(change.scope)})"
    bounds = f"{change.low:+.3f} to {change.high:+.3f}"
    yield f"    macro F1 {change.before:.3f} -> {change.after:.3f}, a gain of {change.gain:+.3f} (95 %: {bounds})"
    if change.read_as_merged is not None:
        yield f"    without training anew, counting either intent as right: {change.read_as_merged:.3f}"
    verdict = "likely to help" if change.low > 0 else "likely to hurt" if change.high < 0 else "no clear difference"
    if change.low > 0 and change.read_as_merged is not None and _mostly_counting(change.read_as_merged, change):
        verdict = "nearly all of that is the counting: merge them if they lead to the same answer"
    yield f"    {verdict}, over {plural(change.judged, 'text')} that the models had not seen"


def _mostly_counting(read_as_merged: float, change: WhatIf) -> bool:
    """Whether training anew gains less than a quarter of it: any two intents look better as one."""
    return change.after - read_as_merged < 0.25 * change.gain

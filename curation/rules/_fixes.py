"""Remedies that several rules have: a text in other characters with its spans moved, a span on other edges."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from curation.formats.offsets import index_of_unit, utf16_length
from curation.model.contract import name_problem
from curation.model.fix import Edit, Fix
from curation.model.words import ALIKE, nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from curation.model.project import Span, Utterance

__all__ = ["declared_anew", "mark_of", "respanned", "rewritten", "same_declaration", "without"]

_LONGEST = 2000
"""Characters of a text that is mended; the service takes 500, and aligning two texts takes the square of it."""


def rewritten(row: Utterance, text: str, what: str, *, safe: bool = True) -> Fix | None:
    """The fix that gives a row another text and moves its spans with their words.

    `None` where a span is not on characters of the old text (that is to be mended first), would have nothing left,
    or no text would be left.
    """
    if text == row.text or not text.strip() or len(row.text) > _LONGEST:
        return None
    edits = [Edit("replace", row.text_pointer, text)]
    steps = _steps(row.text, text) if row.spans else []
    for span in row.spans:
        old_start, old_end = index_of_unit(row.text, span.offset), index_of_unit(row.text, span.end)
        if old_start is None or old_end is None or span.length < 1:
            return None
        start, end = _moved(steps, old_start, first=True), _moved(steps, old_end, first=False)
        if start >= end:
            return None
        edits += _placed(span, text, start, end)
    return Fix(what, tuple(edits), safe=safe)


def _steps(old: str, new: str) -> Sequence[tuple[str, int, int, int, int]]:
    """How the old text becomes the new one, in the steps of `SequenceMatcher`.

    Where characters only go, they are walked one by one: a matcher would put a word that stands several times on
    any of its places.
    """
    kept: list[int] = []
    for at, char in enumerate(old):
        if len(kept) < len(new) and new[len(kept)] == char:
            kept.append(at)
    if len(kept) < len(new):
        from difflib import SequenceMatcher

        return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    steps: list[tuple[str, int, int, int, int]] = []
    at = done = 0
    for index, place in enumerate([*kept, len(old)]):
        if place > at:
            steps += [("equal", done, at, index - (at - done), index)] if at > done else []
            steps.append(("delete", at, place, index, index))
            done = place
        at = place + 1
    if len(old) > done:
        steps.append(("equal", done, len(old), len(new) - (len(old) - done), len(new)))
    return steps


def _moved(steps: Sequence[tuple[str, int, int, int, int]], at: int, *, first: bool) -> int:
    """Where the edge of a span goes; inside something that changes, it takes in all of the new."""
    for step, old_start, old_end, new_start, new_end in steps:
        if (old_start <= at < old_end) if first else (old_start < at <= old_end):
            if step == "equal":
                return new_start + at - old_start
            return new_start if first else new_end
    return 0 if at == 0 else steps[-1][4]


def respanned(row: Utterance, span: Span, start: int, end: int, what: str, *, safe: bool = True) -> Fix | None:
    """The fix that puts a span on the characters from `start` to before `end`; `None` where none are left."""
    edits = _placed(span, row.text, start, end) if start < end else []
    return Fix(what, tuple(edits), safe=safe) if edits else None


def _placed(span: Span, text: str, start: int, end: int) -> list[Edit]:
    offset, length = utf16_length(text[:start]), utf16_length(text[start:end])
    values = (("offset", span.offset, offset), ("length", span.length, length))
    return [Edit("replace", f"{span.pointer}/{key}", new) for key, old, new in values if old != new]


def mark_of(row: Utterance, span: Span) -> tuple[int, int]:
    """The characters of a text that a span covers, cut down to the text where it leads out of it."""
    start, end = (_nearest_index(row.text, unit) for unit in (span.offset, span.end))
    return min(start, end), max(start, end)


def _nearest_index(text: str, unit: int) -> int:
    unit = max(0, min(unit, utf16_length(text)))
    found = index_of_unit(text, unit)
    return found if found is not None else index_of_unit(text, unit - 1) or 0


def without(pointer: str, what: str, *, safe: bool = False) -> Fix:
    """The fix that takes out what a pointer leads to."""
    return Fix(what, (Edit("remove", pointer),), safe=safe)


def declared_anew(names: Collection[str], name: str, array: str) -> Fix | None:
    """The fix that declares a name; `None` where it is much like a declared one, as a slip is not to be declared."""
    alike = nearest(name.casefold(), [known.casefold() for known in names], alike=ALIKE)
    if alike or not names or name_problem(name):
        return None
    return Fix(f'declare "{name}"', (Edit("add", f"{array}/-", {"category": name}),), safe=False)


def same_declaration(first: Mapping[str, Any] | None, second: Mapping[str, Any] | None, pointer: str) -> Fix | None:
    """The fix that takes out a declaration that says the same as an earlier one; `None` where it says more."""
    return without(pointer, "remove the second of two equal declarations", safe=True) if first == second else None

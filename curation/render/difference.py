"""A difference for a terminal and for a pull request."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from curation.model.words import plural
from curation.render.inert import inert, inert_markdown, shortened

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from curation.model.difference import Difference, RowChange
    from curation.model.project import Utterance

__all__ = ["difference_markdown", "difference_text"]

_SHOWN = 200
_LARGEST = 900_000
"""Bytes of Markdown; a service drops a larger comment or summary whole."""

_TITLES = {
    "moved": "Moved to another intent",
    "relabelled": "Labelled in another way",
    "reworded": "Reworded",
    "added": "Added",
    "removed": "Removed",
    "resplit": "Put on another side of the split",
    "changed": "Changed in another way",
}
_Mark = Callable[[str, str], str]


def difference_text(found: Difference) -> str:
    """Counts first, then every change by kind; changed words stand in [-brackets-] and {+braces+}."""
    lines = [f"{inert(found.old)} -> {inert(found.new)}: {_headline(found)}"]
    for title, changes in _sections(found, inert, _plain):
        # Once more as a whole line: a name that ends with a colon makes a command of the colon behind it.
        lines += ["", title, *(inert(f"  {line}") for line in _cut(changes, _SHOWN))]
    return "\n".join(lines) + "\n"


def difference_markdown(found: Difference) -> str:
    """The same for a comment on a pull request, cut before a service refuses it."""
    md = inert_markdown
    lines = [f"## What changes: {md(found.old)} → {md(found.new)}", "", _headline(found)]
    left = _LARGEST
    for title, changes in _sections(found, md, _bold):
        kept: list[str] = []
        for line in changes:
            left -= len(line.encode("utf-8", "replace")) + 3
            if left < 0:
                break
            kept.append(f"- {line}")
        more = [f"- and {len(changes) - len(kept):,} more"] if len(kept) < len(changes) else []
        lines += ["", f"### {title} ({len(changes):,})", "", *kept, *more]
    return "\n".join(lines) + "\n"


def _headline(found: Difference) -> str:
    if found.is_empty:
        return f"nothing changes ({plural(found.rows_after, 'utterance')})"
    counted = [(what.partition(" "), count) for what, count in found.counts().items()]
    counts = ", ".join(f"{plural(count, noun)} {verb}" for (noun, _, verb), count in counted)
    return f"{counts}; {plural(found.rows_before, 'utterance')} before, {found.rows_after:,} after"


def _sections(found: Difference, show: Callable[[str], str], mark: _Mark) -> Iterator[tuple[str, list[str]]]:
    named = [
        (change.change, f"{show(change.name)} ({plural(change.rows, 'row')})", change.kind) for change in found.names
    ]
    parts: list[tuple[str, list[str]]] = [
        (f"{title} {change}", [text for c, text, k in named if (c, k) == (change, kind)])
        for kind, title in (("intent", "Intents"), ("entity", "Entities"))
        for change in ("removed", "added")
    ]
    for title, changes in (("Links", found.links), ("Settings", found.settings), ("Declarations", found.declarations)):
        parts.append((title, [_value_line(c.subject, c.pointer, c.before, c.after, show) for c in changes]))
    for kind, title in _TITLES.items():
        parts.append((title, [_row_line(change, show, mark) for change in found.rows if change.kind == kind]))
    yield from ((title, lines) for title, lines in parts if lines)


def _value_line(subject: str, pointer: str, before: object, after: object, show: Callable[[str], str]) -> str:
    about = "" if subject == "settings" else f"{show(subject)}: "
    return f"{about}{show(pointer)}: {show(_short(before))} → {show(_short(after))}"


def _short(value: object) -> str:
    return "(not there)" if value is None else shortened(json.dumps(value, ensure_ascii=False), 120)


def _row_line(change: RowChange, show: Callable[[str], str], mark: _Mark) -> str:
    before, after = change.before, change.after
    text = show(change.row.text)
    if before is None or after is None:
        return f"{show(change.row.intent)}: {text}"
    match change.kind:
        case "moved":
            return f"{show(before.intent)} → {show(after.intent)}: {text}"
        case "reworded":
            return f"{show(after.intent)}: {_words(before.text, after.text, mark)}"
        case "relabelled":
            return f"{show(after.intent)}: {text}: {show(_labels(before))} → {show(_labels(after))}"
        case "resplit":
            return f"{show(after.intent)}: {text}: {show(before.dataset or 'none')} → {show(after.dataset or 'none')}"
        case _:
            return f"{show(after.intent)}: {text}"


def _labels(row: Utterance) -> str:
    units = row.text.encode("utf-16-le", "surrogatepass")

    def words(offset: int, length: int) -> str:
        return units[2 * max(offset, 0) : 2 * max(offset + length, 0)].decode("utf-16-le", "replace")

    return ", ".join(f'{s.category} "{words(s.offset, s.length)}"' for s in sorted(row.spans)) or "no label"


def _words(before: str, after: str, mark: _Mark) -> str:
    """The new text with what went and what came marked, word by word."""
    old, new = (re.findall(r"\s+|[^\s]+", text) for text in (before, after))
    parts = []
    for step, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = "".join(old[a:b]), "".join(new[c:d])
        parts.append(mark(come, come) if step == "equal" else mark(gone, come))
    return "".join(parts)


def _plain(gone: str, come: str) -> str:
    if gone == come:
        return inert(come)
    return (f"[-{inert(gone)}-]" if gone else "") + (f"{{+{inert(come)}+}}" if come else "")


def _bold(gone: str, come: str) -> str:
    if gone == come:
        return inert_markdown(come)
    return (f"<del>{inert_markdown(gone)}</del>" if gone else "") + (
        f"<ins>{inert_markdown(come)}</ins>" if come else ""
    )


def _cut(lines: Sequence[str], most: int) -> Iterator[str]:
    yield from lines[:most]
    if len(lines) > most:
        yield f"and {len(lines) - most:,} more (--output-format json has them all)"

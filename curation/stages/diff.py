"""What changed between two states of a project."""

from __future__ import annotations

from collections import Counter
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any, Literal

from curation.formats.positions import escape_key
from curation.model.difference import Difference, NameChange, RowChange, ValueChange

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from curation.model.difference import RowChangeKind
    from curation.model.project import Project, Utterance

__all__ = ["difference"]

_ALIKE = 0.6
"""Share of common letters from which a removed and an added text of one intent are one text in other words."""

_MOST_PAIRS = 20_000
"""Pairs of texts of one intent that are compared for that; an intent that was replaced as a whole is not reworded."""


def difference(old: Project, new: Project) -> Difference:
    """What importing `new` over `old` would change.

    Rows are known by text and language, so that their place in the file does not matter. A text that stands several
    times is matched as often; equal rows first, then those under the same intent.
    """
    return Difference(
        old=old.file,
        new=new.file,
        settings=tuple(_values("settings", _frame(old), _frame(new), "")),
        names=(*_names("intent", old, new), *_names("entity", old, new)),
        links=tuple(_links(old, new)),
        declarations=tuple(_declarations(old, new)),
        rows=tuple(_rows(old.utterances, new.utterances)),
        rows_before=len(old.utterances),
        rows_after=len(new.utterances),
    )


def _frame(project: Project) -> dict[str, Any]:
    """What stands around intents, entities and rows: metadata, settings, unknown keys."""
    if not isinstance(project.raw, dict):
        return {}
    inside = ("intents", "entities", "utterances", "qnas")
    assets = {key: value for key, value in (project.raw.get("assets") or {}).items() if key not in inside}
    return {**project.raw, "assets": assets}


def _values(subject: str, old: object, new: object, pointer: str) -> Iterator[ValueChange]:
    """The places where two values differ, as deep as both are objects."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in dict.fromkeys([*old, *new]):
            place = f"{pointer}/{escape_key(str(key))}"
            yield from _values(subject, old.get(key), new.get(key), place)
    elif old != new or type(old) is not type(new):
        yield ValueChange(subject, pointer, old, new)


def _names(kind: Literal["intent", "entity"], old: Project, new: Project) -> Iterator[NameChange]:
    if kind == "intent":
        before, after = dict.fromkeys(old.intent_names), dict.fromkeys(new.intent_names)
        counted = [Counter(row.intent for row in project.utterances) for project in (old, new)]
    else:
        before, after = ({entity.name: None for entity in project.entities} for project in (old, new))
        counted = [Counter(s.category for row in project.utterances for s in row.spans) for project in (old, new)]
    yield from (NameChange(kind, "removed", name, counted[0][name]) for name in before if name not in after)
    yield from (NameChange(kind, "added", name, counted[1][name]) for name in after if name not in before)


def _links(old: Project, new: Project) -> Iterator[ValueChange]:
    before, after = ({intent.name: intent for intent in project.intents} for project in (old, new))
    for name in dict.fromkeys([*before, *after]):
        blocks = [(side[name].raw or {}).get("orchestration") if name in side else None for side in (before, after)]
        if blocks[0] != blocks[1]:
            pointer = (after.get(name) or before[name]).pointer
            yield ValueChange(name, f"{pointer}/orchestration", blocks[0], blocks[1])


def _declarations(old: Project, new: Project) -> Iterator[ValueChange]:
    """What else is said about intents and entities that both have; of question answering, about pairs."""
    for before, after in ((old.intents, new.intents), (old.entities, new.entities)):
        known = {item.name: item for item in before}
        for item in after:
            if item.name in known:
                raws = [
                    {k: v for k, v in (i.raw or {}).items() if k != "orchestration"} for i in (known[item.name], item)
                ]
                yield from _values(item.name, raws[0], raws[1], item.pointer)
    yield from _answers(old, new)


def _answers(old: Project, new: Project) -> Iterator[ValueChange]:
    """Everything but the questions, which are rows."""
    before, after = (
        {str(qna.get("id")): (f"/assets/qnas/{index}", qna) for index, qna in enumerate(_qnas(project))}
        for project in (old, new)
    )
    for key, (pointer, qna) in after.items():
        if key in before:
            pairs = [{k: v for k, v in item.items() if k != "questions"} for item in (before[key][1], qna)]
            yield from _values(f"answer {key}", pairs[0], pairs[1], pointer)


def _qnas(project: Project) -> list[Any]:
    return (project.raw.get("assets") or {}).get("qnas") or [] if isinstance(project.raw, dict) else []


def _rows(old: tuple[Utterance, ...], new: tuple[Utterance, ...]) -> Iterator[RowChange]:
    before, after = _by_key(old), _by_key(new)
    removed: list[Utterance] = []
    added: list[Utterance] = []
    changes: list[RowChange] = []
    for key in dict.fromkeys([*before, *after]):
        pairs, gone, come = _matched(before.get(key, []), after.get(key, []))
        changes += [RowChange(kind, one, two) for one, two in pairs if (kind := _kind(one, two)) is not None]
        removed += gone
        added += come
    changes += _reworded(removed, added)
    order = {id(row): number for number, row in enumerate((*new, *old))}
    return iter(sorted(changes, key=lambda change: (change.after is None, order[id(change.row)])))


def _by_key(rows: Iterable[Utterance]) -> dict[tuple[str, str | None], list[Utterance]]:
    found: dict[tuple[str, str | None], list[Utterance]] = {}
    for row in rows:
        found.setdefault((row.text, row.language), []).append(row)
    return found


def _matched(
    old: list[Utterance], new: list[Utterance]
) -> tuple[list[tuple[Utterance, Utterance]], list[Utterance], list[Utterance]]:
    """Rows of one text in pairs: equal ones, then those of one intent, then what is left; and what stays single."""
    pairs: list[tuple[Utterance, Utterance]] = []
    for alike in (lambda a, b: _kind(a, b) is None, lambda a, b: a.intent == b.intent, lambda a, b: True):
        left: list[Utterance] = []
        for row in new:
            match = next((other for other in old if alike(other, row)), None)
            if match is None:
                left.append(row)
            else:
                old = [other for other in old if other is not match]
                pairs.append((match, row))
        new = left
    return pairs, old, new


def _kind(old: Utterance, new: Utterance) -> RowChangeKind | None:
    """How a row of one text and language changed; the weightiest counts."""
    if old.intent != new.intent:
        return "moved"
    if sorted(s[:3] for s in old.spans) != sorted(s[:3] for s in new.spans):
        return "relabelled"
    if old.dataset != new.dataset:
        return "resplit"
    return "changed" if _further(old) != _further(new) else None


def _further(row: Utterance) -> dict[str, Any]:
    """The further keys of a row; no entities and an empty list of them say the same."""
    return {key: value for key, value in (row.extra or {}).items() if (key, value) != ("entities", [])}


def _reworded(removed: list[Utterance], added: list[Utterance]) -> Iterator[RowChange]:
    """Removed and added rows, those of one intent that are much alike as one change."""
    partner: dict[int, Utterance] = {}
    taken: set[int] = set()
    by_intent: dict[tuple[str, str | None], tuple[list[Utterance], list[Utterance]]] = {}
    for side, rows in enumerate((removed, added)):
        for row in rows:
            by_intent.setdefault((row.intent, row.language), ([], []))[side].append(row)
    for gone, come in by_intent.values():
        if len(gone) * len(come) > _MOST_PAIRS:
            continue
        scored = [(-_likeness(one.text, two.text), i, j) for i, one in enumerate(gone) for j, two in enumerate(come)]
        for score, i, j in sorted(scored):
            if -score >= _ALIKE and id(come[j]) not in partner and id(gone[i]) not in taken:
                partner[id(come[j])] = gone[i]
                taken.add(id(gone[i]))
    yield from (RowChange("removed", row, None) for row in removed if id(row) not in taken)
    for row in added:
        known = partner.get(id(row))
        yield RowChange("reworded", known, row) if known else RowChange("added", None, row)


def _likeness(one: str, two: str) -> float:
    matcher = SequenceMatcher(None, one, two, autojunk=False)
    return 0.0 if matcher.real_quick_ratio() < _ALIKE or matcher.quick_ratio() < _ALIKE else matcher.ratio()

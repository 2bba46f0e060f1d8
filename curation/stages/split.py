"""Which rows are for training and which for testing, with every promise kept or the reason why not."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from curation.analysis.splitting import Group, split_groups
from curation.model.project import Dataset
from curation.model.split import Guarantee, Split

if TYPE_CHECKING:
    from curation.facts import Facts
    from curation.model.project import Utterance

__all__ = ["split"]

_ENTITY = "\x1f"  # keeps entities apart from intents of the same name


def split(facts: Facts) -> Split:
    """Divide the rows the work is about; the same rows and seed give the same sides in any order.

    Near-duplicates stay together, every intent and entity that can be is on both sides, and rows already
    tagged stay where they are unless `split.respect` is `ignore`.
    """
    settings = facts.settings.split
    keep = settings.respect == "keep"
    rows_by_group = _rows_by_group(facts)
    pinned = frozenset(row.row for row in facts.workspace.rows if keep and row.dataset in set(Dataset))
    groups = [_group(facts, number, rows, keep=keep) for number, rows in rows_by_group]
    sides = split_groups(groups, share=settings.test_share, seed=settings.seed)
    of_row = {
        row.row: _side(row, test, keep=keep)
        for (_, rows), test in zip(rows_by_group, sides, strict=True)
        for row in rows
    }
    ordered = facts.workspace.rows
    return Split(
        sides={row.row: of_row[row.row] for row in ordered},
        groups={row.row: number for number, rows in rows_by_group for row in rows},
        intents={row.row: _label(facts, row) for row in ordered},
        pinned=pinned,
        seed=settings.seed,
        test_share=settings.test_share,
        guarantees=_guarantees(facts, rows_by_group, of_row, pinned),
    )


def _rows_by_group(facts: Facts) -> list[tuple[int, list[Utterance]]]:
    rows: dict[int, list[Utterance]] = defaultdict(list)
    for key, number in zip(facts.keys, facts.groups[0], strict=True):
        rows[number] += facts.rows_of_key[key]
    return sorted(rows.items())


def _label(facts: Facts, row: Utterance) -> str:
    """The intent; with several CLU projects side by side the project too, as their intents do not compete."""
    if facts.workspace.routes or len(facts.workspace.own_projects) < 2 or facts.workspace.utterance_files:
        return row.intent
    project = next(project for project in facts.workspace.own_projects if project.file == row.file)
    return f"{project.name}/{row.intent}"


def _group(facts: Facts, number: int, rows: list[Utterance], *, keep: bool) -> Group:
    tags = {row.dataset for row in rows if row.dataset in set(Dataset)} if keep else set()
    # A group with both tags cannot be whole; its free rows go where they cannot leak into Test.
    test = None if not tags else tags == {Dataset.TEST}
    return Group(
        name=facts.keys[number],
        counts=Counter(_label(facts, row) for row in rows),
        wanted=frozenset(_ENTITY + span.category for row in rows for span in row.spans),
        test=test,
    )


def _side(row: Utterance, test: bool, *, keep: bool) -> Dataset:
    if keep and row.dataset in set(Dataset):
        return Dataset(row.dataset)
    return Dataset.TEST if test else Dataset.TRAIN


def _guarantees(
    facts: Facts,
    rows_by_group: list[tuple[int, list[Utterance]]],
    of_row: dict[tuple[str, str], Dataset],
    pinned: frozenset[tuple[str, str]],
) -> tuple[Guarantee, ...]:
    torn = [
        f'"{rows[0].intent}": rows that are nearly the same are tagged Train and Test in the files'
        for _, rows in rows_by_group
        if len({of_row[row.row] for row in rows}) > 1
    ]
    if facts.groups[1]:
        torn.append(f"{facts.groups[1]} pairs were let go to keep groups at 50 texts or fewer")
    groups: dict[str, set[int]] = defaultdict(set)
    texts: dict[str, set[str]] = defaultdict(set)
    free: Counter[str] = Counter()
    sides: dict[str, set[Dataset]] = defaultdict(set)
    for number, rows in rows_by_group:
        for row in rows:
            for label in (_label(facts, row), *{_ENTITY + span.category for span in row.spans}):
                groups[label].add(number)
                texts[label].add(row.text)
                sides[label].add(of_row[row.row])
                free[label] += row.row not in pinned
    missing = {
        label: _why_one_sided(label, (len(groups[label]), len(texts[label])), free[label], next(iter(found)))
        for label, found in sorted(sides.items())
        if len(found) < 2
    }
    return (
        Guarantee("near-duplicates are on one side", tuple(torn)),
        Guarantee("every intent is on both sides", tuple(v for k, v in missing.items() if not k.startswith(_ENTITY))),
        Guarantee("every entity is on both sides", tuple(v for k, v in missing.items() if k.startswith(_ENTITY))),
    )


def _why_one_sided(label: str, count: tuple[int, int], free: int, side: Dataset) -> str:
    groups, texts = count
    shown = f'"{label.removeprefix(_ENTITY)}" is in {side} only: '
    if groups == 1:
        return shown + ("it has a single text" if texts == 1 else "its texts are all nearly the same")
    if not free:
        return shown + f"all its rows are tagged {side} in the files"
    return shown + "moving a row would take the last one of another label from the other side"

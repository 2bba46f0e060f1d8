"""A split for a terminal: sides by intent, what holds rows where they are, and every promise."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from curation.model.words import listed, plural
from curation.render.inert import inert

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from curation.model.split import Split
    from curation.model.task import Task

__all__ = ["held_lines", "record_text", "split_text", "unsplit_line"]

_SHOWN = 10


def split_text(split: Split, tasks: Iterable[Task] = ()) -> str:
    """Sides by intent, and every promise with the places where it is not kept; then the same of tasks that are split.

    `tasks` are the CLU tasks beside what is routed, to be named where they are not split.
    """
    lines = [*_one(split)]
    for name, made in split.tasks.items():
        lines += ["", f"task {inert(name)}", *_one(made)]
    left = unsplit_line(split, tasks)
    return "\n".join([*lines, *([left] if left else [])]) + "\n"


def _one(split: Split) -> Iterator[str]:
    if not split.sides:
        yield "no utterances: there is nothing to split"
        return
    by_intent = split.by_intent()
    width = max(len(inert(name)) for name in (*by_intent, "intent"))
    places = split.places
    yield f"{'intent':<{width}}" + "".join(f"  {inert(place):>5}" for place in places)
    for name, counts in (*by_intent.items(), ("all", split.counts())):
        cells = "".join(f"  {counts[place]:>{max(5, len(inert(place)))}}" for place in places)
        yield f"{inert(name):<{width}}{cells}"
    if split.folds:
        sizes = Counter(split.folds.values())
        yield f"folds: {', '.join(f'{sizes[number]:,}' for number in sorted(sizes))} rows"
        yield "  (--output-format json names the fold of each row)"
    yield from held_lines(split)
    for guarantee in split.guarantees:
        yield f"{'kept' if guarantee.kept else 'not kept'}: {guarantee.name}"
        yield from (f"    {inert(reason)}" for reason in guarantee.broken[:_SHOWN])
        if len(guarantee.broken) > _SHOWN:
            yield f"    and {len(guarantee.broken) - _SHOWN} more"


def held_lines(split: Split) -> Iterator[str]:
    """What keeps rows where they are, and whether that leaves the seed and the share anything to decide."""
    tagged = len(split.pinned) - len(split.recorded)
    if tagged:
        yield f"{plural(tagged, 'row')} {_stay(tagged)} where the tags in the files put {_them(tagged)}"
    if split.recorded:
        count = len(split.recorded)
        yield f"{plural(count, 'row')} {_stay(count)} where split.csv has {_them(count)}"
    if split.pinned and len(split.pinned) == len(split.sides):
        yield "every row is held: seed and share have nothing to decide (--respect ignore splits anew)"


def _stay(count: int) -> str:
    return "stays" if count == 1 else "stay"


def _them(count: int) -> str:
    return "it" if count == 1 else "them"


def unsplit_line(split: Split, tasks: Iterable[Task]) -> str:
    """The tasks that have no Test and are not split; empty where there are none."""
    names = [
        inert(task.name)
        for task in tasks
        if task.name not in split.tasks and not any(row.dataset == "Test" for row in task.project.utterances)
    ]
    if not names:
        return ""
    shown = listed(names, _SHOWN)
    return f"no Test in {shown}: drawn by the service at each training, or split.tasks = true"


def record_text(file: str, before: Iterable[str], after: Iterable[str]) -> str:
    """What was written to the record, compared with what it held."""
    old, new = set(before), set(after)
    added, gone = len(new - old), len(old - new)
    kept = f"; {gone:,} of texts that are not here now are kept" if gone else ""
    return f"wrote {inert(file)}: the sides of {plural(len(new), 'text')}, {added:,} of them new{kept}\n"

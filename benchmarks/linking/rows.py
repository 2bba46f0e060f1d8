"""Single utterances that belong to another task, and the intent inside a task: planted, and found again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from benchmarks.linking.draws import draw, some
from curation.analysis.linking import Linking, TaskTexts

if TYPE_CHECKING:
    from benchmarks.linking.draws import Corpus

PLANTED = 5


def planted(source: Corpus, seed: int) -> tuple[int, int, int, int]:
    """Flags, right flags, planted rows and all rows, with five rows of another task moved into each linked intent."""
    made = draw(source, seed)
    chance = np.random.default_rng(seed)
    tasks, strangers = {}, {}
    pool = {task: [text for part in known.children.values() for text in part] for task, known in made.tasks.items()}
    moved = set()
    for task, known in made.tasks.items():
        names = sorted(known.children)
        if len(names) < 2:
            continue
        intent = names[0]
        other = sorted(set(pool) - {task})[int(chance.integers(len(pool) - 1))]
        taken = some([text for text in pool[other] if text not in moved], PLANTED, chance)
        moved |= set(taken)
        strangers[task] = (intent, tuple(known.children[intent]), dict.fromkeys(taken, other))
    for task, known in made.tasks.items():
        mine = strangers.get(task)
        children = {
            name: [text for text in texts if text not in moved]
            for name, texts in known.children.items()
            if not mine or name != mine[0]
        }
        linked = {mine[0]: [*(t for t in mine[1] if t not in moved), *mine[2]]} if mine else {}
        tasks[task] = TaskTexts({n: t for n, t in children.items() if t}, {n: t for n, t in linked.items() if t})
    linking = Linking({}, tasks, source.views)
    flags = right = count = whole = 0
    for task, (intent, _, foreign) in strangers.items():
        texts = list(tasks[task].linked[intent])
        found = linking.foreign_rows(texts, task, intent=intent)
        flags += len(found)
        right += sum(foreign.get(row.text) == row.task for row in found)
        count += len(foreign)
        whole += len(texts)
    return flags, right, count, whole

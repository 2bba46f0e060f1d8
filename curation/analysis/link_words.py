"""The words that speak for a task against the others."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from curation.analysis.scripts import word_list
from curation.analysis.structure import says_something, usual_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

__all__ = ["TaskWords"]

_WORDS = 6
_LEAST_SHARE, _TELLING = 0.1, 3.0
_EVERYWHERE, _FEWEST_TASKS = 0.5, 4
"""Share of the tasks, of four at least, in which a word may stand and still tell something."""


class TaskWords:
    """In how many texts of each task a word stands."""

    def __init__(self, texts: Sequence[str], task_rows: Sequence[Ints]) -> None:
        self._words = [frozenset(word_list(text.casefold())) for text in texts]
        self._counted = [Counter(word for row in rows for word in self._words[row]) for rows in task_rows]
        self._sizes = [len(rows) for rows in task_rows]
        everywhere = Counter(word for counted in self._counted for word in counted)
        most = _EVERYWHERE * max(len(task_rows), _FEWEST_TASKS)
        self._usual = usual_words(texts) | {word for word, tasks in everywhere.items() if tasks > most}
        self._whole: Counter[str] = sum(self._counted, Counter())

    def speaking(self, rows: Ints, task: int) -> tuple[str, ...]:
        """The words of some texts that stand in more texts of the task than of others, those that tell most first."""
        said = Counter(word for row in rows for word in self._words[row])
        others = max(sum(self._sizes) - self._sizes[task], 1)
        gain = {}
        for word, count in said.items():
            if word in self._usual or not says_something(word):
                continue
            here = self._counted[task][word] / max(self._sizes[task], 1)
            there = (self._whole[word] - self._counted[task][word]) / others
            if here > _TELLING * there and count >= _LEAST_SHARE * len(rows):
                gain[word] = count / len(rows) * (here - there)
        return tuple(sorted(gain, key=lambda word: (-round(gain[word], 6), word))[:_WORDS])

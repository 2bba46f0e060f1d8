"""Which task each unlinked intent belongs to, whether it belongs to any, and what speaks for it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from curation.analysis.blocks import single_threaded
from curation.analysis.features import embed
from curation.analysis.link_chances import calibrated, foreign_chances, together
from curation.analysis.link_space import LinkSpace
from curation.analysis.link_words import TaskWords
from curation.analysis.normalise import words_of_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from curation.analysis.features import Views

    Ints = NDArray[np.int64]

__all__ = ["Foreign", "Linking", "Ranked", "Ranking", "TaskTexts", "Twin"]

_DETAILED = 3
"""Candidates of a query that come with evidence."""
_TWINS = 3
_MARGIN_WEIGHT, _MARGIN_BIAS, _FEWEST_AWAY = 12.03, -1.41, 2
"""How much more like another intent a text has to be, and how many texts have to agree, for it to go there."""
_SAME_WEIGHT, _SAME_BIAS = 32.0, 2.5
"""How near an intent has to come to one inside a task, measured by how near halves of that come to each other, to say
the same rather than being a new one there."""
_SURE, _LIKELY, _FEWEST_FOREIGN, _FOREIGN_SHARE = 0.9, 0.5, 3, 0.1


class TaskTexts(NamedTuple):
    """What shows the purpose of a task.

    The texts of each intent (or question) inside it, and those of intents that lead to it already; `names` are other
    names of the task.
    """

    children: Mapping[str, Sequence[str]]
    linked: Mapping[str, Sequence[str]]
    names: Sequence[str] = ()


class Twin(NamedTuple):
    """A text of the query, the text of the task it is most like, their likeness (0..1)."""

    text: str
    task_text: str
    similarity: float


class Ranked(NamedTuple):
    """One task for one query: the chance that it is right, and what speaks for it.

    `into` is the intent inside the task that the query says the same as; empty where it would be a new one there.
    `children` are the shares of the query's texts that are most like each intent inside, the largest first, and
    `elsewhere` the texts that clearly go to another one than `into`. Only the best candidates come with all this, and
    with `twins` and `words`.
    """

    task: str
    chance: float
    into: str = ""
    children: tuple[tuple[str, float], ...] = ()
    elsewhere: tuple[tuple[str, str], ...] = ()
    twins: tuple[Twin, ...] = ()
    words: tuple[str, ...] = ()


class Ranking(NamedTuple):
    """The tasks for a query, best first; `none` is the chance that none fits, and all chances sum to 1.

    A query without texts is ranked by its name: all its chances are 0, since there is nothing to judge by. `kin` are
    the other queries it is as like as intents of one task are, `apart` the chance that none fits and that it makes a
    new task with another query. `closeness` is how like it is to the nearest intent of the best task, and how like
    these are to each other (cosines).
    """

    ranked: tuple[Ranked, ...]
    none: float
    kin: tuple[str, ...] = ()
    apart: float = 0.0
    closeness: tuple[float, float] = (0.0, 0.0)


class Linking:
    """All tasks and unlinked intents of a workspace, compared once.

    `vectors` turns texts in order into their views; it is asked once, for all texts. `unserved` are intents that are
    known to have no task: None, and those kept as routing intents.
    """

    def __init__(
        self,
        queries: Mapping[str, Sequence[str]],
        tasks: Mapping[str, TaskTexts],
        vectors: Callable[[Sequence[str]], Views],
        *,
        unserved: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self._queries = {name: sorted(set(texts)) for name, texts in sorted(queries.items())}
        self._asked = [name for name, texts in self._queries.items() if texts]
        self.tasks = sorted(tasks)
        self._names = {name: tasks[name].names for name in self.tasks}
        self._children = [part for name in self.tasks for part in _parts(name, tasks[name])]
        beyond = _parts("", TaskTexts(unserved or {}, {}))
        known = (text for part in (*self._children, *beyond) for text in part.texts)
        self._texts = sorted({*known, *(text for texts in self._queries.values() for text in texts)})
        self._at = {text: number for number, text in enumerate(self._texts)}
        views = vectors(self._texts)
        self._vectors = np.hstack([views.sentence, views.static]).astype(np.float32) / np.float32(np.sqrt(2.0))
        self._task_rows = [self._rows(self._texts_of(task)) for task in range(len(self.tasks))]
        self._task_vectors = [self._vectors[rows] for rows in self._task_rows]
        self._heard = TaskWords(self._texts, self._task_rows)
        with single_threaded():
            self.space = LinkSpace(
                views,
                [self._rows(part.texts) for part in (*self._children, *beyond)],
                [self._rows(self._queries[name]) for name in self._asked],
                np.array([*(self.tasks.index(p.task) for p in self._children), *(len(self.tasks) for _ in beyond)]),
                len(self.tasks) + bool(beyond),
                unserved=len(self.tasks) if beyond else -1,
            )
            self.chances = calibrated(self.space)
        self._order = {name: row for row, name in enumerate(self._asked)}

    def _rows(self, texts: Iterable[str]) -> Ints:
        return np.array(sorted({self._at[text] for text in texts}), dtype=np.int64)

    def _texts_of(self, task: int) -> Iterator[str]:
        return (text for part in self._children if part.task == self.tasks[task] for text in part.texts)

    def ranking(self, query: str, *, among: Iterable[str] | None = None) -> Ranking:
        """The tasks for a query, without those that are not `among` the allowed."""
        kept = set(self.tasks if among is None else among)
        allowed = [number for number, name in enumerate(self.tasks) if name in kept]
        row = self._order.get(query)
        if row is None:
            return Ranking(tuple(Ranked(self.tasks[task], 0.0) for task in self._by_name(query, allowed)), 0.0)
        none = float(self.chances.none[row])
        left = {task: float(self.chances.tasks[row, task]) for task in allowed}
        whole = sum(left.values()) + none
        order = sorted(left, key=lambda task: (-round(left[task], 9), self.tasks[task]))
        ranked = [Ranked(self.tasks[task], round(left[task] / whole, 6)) for task in order]
        ranked[:_DETAILED] = [
            self._detailed(item, query, task) for item, task in zip(ranked[:_DETAILED], order, strict=False)
        ]
        none = round(none / whole, 6)
        close = self.space.closeness(row, order[0]) if order else (0.0, 0.0)
        apart = round(none * together(self.space, self.chances.none, row), 6)
        return Ranking(tuple(ranked), none, tuple(self._kin(row)), apart, close)

    def _by_name(self, query: str, allowed: Sequence[int]) -> list[int]:
        """The tasks by how like their names, or those of the intents inside, are to the query's."""
        asked = embed([words_of_name(query)])
        best = {}
        for task in allowed:
            name = self.tasks[task]
            names = [name, *self._names[name], *(part.label for part in self._children if part.task == name)]
            best[task] = float((embed([words_of_name(found) for found in names]) @ asked.T).max())
        return sorted(best, key=lambda task: (-round(best[task], 6), self.tasks[task]))

    def _detailed(self, item: Ranked, query: str, task: int) -> Ranked:
        rows = self._rows(self._queries[query])
        inside = [n for n, part in enumerate(self._children) if part.task == item.task and part.inside]
        found = self._inside(rows, inside) if inside else _Inside("", (), ())
        return item._replace(
            into=found.into,
            children=found.shares,
            elsewhere=found.elsewhere,
            twins=self._twins(rows, task),
            words=self._heard.speaking(rows, task),
        )

    def _inside(self, rows: Ints, inside: Sequence[int]) -> _Inside:
        """Where texts belong inside a task: most of them, each of those that clearly go elsewhere, and the shares."""
        single, whole = self.space.like_children(rows, inside)
        main = int(whole.argmax())
        best = single.argmax(axis=1)
        rival = np.where(np.arange(len(inside)) == main, -2.0, single).max(axis=1)
        sure = (rival - single[:, main]) * _MARGIN_WEIGHT + _MARGIN_BIAS >= 0.0
        votes = Counter(int(child) for child, is_sure in zip(best, sure, strict=True) if is_sure and child != main)
        away = {child for child, count in votes.items() if count >= _FEWEST_AWAY}
        labels = [self._children[child].label for child in inside]
        elsewhere = tuple(
            (self._texts[row], labels[child])
            for row, child, is_sure in zip(rows, best, sure, strict=True)
            if is_sure and child in away
        )
        shares = Counter(labels[int(child)] for child in best)
        ordered = sorted(((name, count / len(rows)) for name, count in shares.items()), key=lambda c: (-c[1], c[0]))
        usual = self.space.likeness_of_halves(inside[main], len(rows))
        same = (whole[main] - usual) * _SAME_WEIGHT + _SAME_BIAS >= 0.0
        return _Inside(labels[main] if same else "", tuple(ordered), elsewhere if same else ())

    def _twins(self, rows: Ints, task: int) -> tuple[Twin, ...]:
        """The texts of the query that are most like a text of the task."""
        known = self._task_rows[task]
        like = np.maximum(self._vectors[rows] @ self._task_vectors[task].T, 0.0)
        nearest = like.argmax(axis=1)
        order = sorted(range(len(rows)), key=lambda n: (-round(float(like[n, nearest[n]]), 6), n))
        return tuple(
            Twin(self._texts[rows[n]], self._texts[known[nearest[n]]], round(float(like[n, nearest[n]]), 4))
            for n in order[:_TWINS]
        )

    def foreign_rows(self, texts: Sequence[str], task: str, *, intent: str = "") -> list[Foreign]:
        """Texts of an intent that leads to `task` but that belong to another one, in order of text.

        The intent's own texts are left out of what is known of the task. A text is named where it is sure alone, or
        where it is likely and a tenth of the intent points to the same other task.
        """
        own = self.tasks.index(task)
        leading = (task, intent, False)
        gone = [n for n, part in enumerate(self._children) if (part.task, part.label, part.inside) == leading]
        rows = self._rows(texts)
        if len(self.tasks) < 2 or not len(rows):
            return []
        with single_threaded():
            chances = foreign_chances(self.space, rows, own, gone)
        other = chances.argmax(axis=1)
        chance = chances[np.arange(len(rows)), other]
        likely = Counter(int(t) for t, c in zip(other, chance, strict=True) if c >= _LIKELY)
        enough = {t for t, count in likely.items() if count >= max(_FEWEST_FOREIGN, _FOREIGN_SHARE * len(rows))}
        return [
            self._foreign(rows[n : n + 1], int(other[n]), float(chance[n]))
            for n in range(len(rows))
            if chance[n] >= _SURE or (chance[n] >= _LIKELY and other[n] in enough)
        ]

    def _foreign(self, row: Ints, task: int, chance: float) -> Foreign:
        return Foreign(self._texts[row[0]], self.tasks[task], round(chance, 4), self._twins(row, task)[0])

    def most_like(self, text: str, intents: Mapping[str, Sequence[str]]) -> str:
        """The intent whose texts a text is most like, of some that have texts among those that were compared."""
        row = self._rows([text])
        like = {
            name: round(float(self.likeness(row, self._rows(t for t in texts if t in self._at)).mean()), 6)
            for name, texts in intents.items()
            if any(t in self._at for t in texts)
        }
        return min(like, key=lambda name: (-like[name], name), default="")

    def likeness(self, first: Ints, second: Ints) -> NDArray[np.float32]:
        """Mean cosines (0..1) of texts by their positions, in the sentence and in the static space."""
        return np.asarray(np.maximum(self._vectors[first] @ self._vectors[second].T, 0.0), dtype=np.float32)

    def _kin(self, row: int) -> Iterator[str]:
        for other, like in enumerate(self.space.query_likeness[row]):
            if other != row and like >= self.space.usual_kinship:
                yield self._asked[other]


class Foreign(NamedTuple):
    """A text that belongs to another task than its intent does: the chance of that, and what speaks for it."""

    text: str
    task: str
    chance: float
    twin: Twin


class _Inside(NamedTuple):
    into: str
    shares: tuple[tuple[str, float], ...]
    elsewhere: tuple[tuple[str, str], ...]


class _Part(NamedTuple):
    """A child of a task: an intent (or question) inside it, or an intent that leads to it."""

    task: str
    label: str
    inside: bool
    texts: list[str]


def _parts(task: str, known: TaskTexts) -> list[_Part]:
    found = [_Part(task, label, True, sorted(set(texts))) for label, texts in sorted(known.children.items())]
    found += [_Part(task, label, False, sorted(set(texts))) for label, texts in sorted(known.linked.items())]
    return [part for part in found if part.texts]

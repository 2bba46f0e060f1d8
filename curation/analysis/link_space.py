"""Intents and tasks in one space: what is known of each task, and how like it each unlinked intent is.

All texts of the known intents inside tasks ("children") and of the unlinked ones ("queries") are seen in three ways,
centred so that every intent weighs the same however many texts it has, and put side by side. Nothing here counts
texts: a task of many texts is no likelier for that. (Measured: docs/methods.md, "Linking".)
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from curation.analysis.encoder import unit_rows
from curation.analysis.link_likeness import plain_utility, presence_utility

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from curation.analysis.features import Views

    Floats = NDArray[np.float64]
    Rows = NDArray[np.float32]
    Ints = NDArray[np.int64]

__all__ = ["Evidence", "LinkSpace", "spread"]

_WEIGHTS = (1.0, 0.7, 1.0)
"""Of the sentence, the static and the lexical view in the joint space."""
_DIMENSIONS = 256
_MOST_FOR_DIRECTIONS = 5000
_RIDGE_PER_CHILD = 0.014
_FULL_CHILD = 5.0
"""Texts from which a child weighs fully: a question with its alternatives is less than an intent."""
_HALVINGS = 8
_LEAST_KINSHIP = 0.4
_HEAVIEST_TASK = 20.0
"""Full children that a task weighs at most."""


@dataclass(frozen=True)
class Evidence:
    """By query and task: the mean score of the texts in one ridge regression, and the cosine of the lexical means.

    NaN for a task of which nothing is left to compare with.
    """

    linear: Floats
    lexical: Floats


class LinkSpace:
    """Children and queries, ready to be compared with any children left out.

    `child_rows` and `query_rows` hold the positions of texts in `views`, in an order that does not depend on files;
    `task_of_child` the task of each child. A child or query has at least one text, and there is a task.
    `unserved` is a task that is none: its children are what no task serves (-1 where nothing shows that).
    """

    def __init__(
        self,
        views: Views,
        child_rows: Sequence[Ints],
        query_rows: Sequence[Ints],
        task_of_child: Ints,
        tasks: int,
        *,
        unserved: int = -1,
    ) -> None:
        self.unserved = unserved
        self._views = views
        self._halves: dict[tuple[int, int], float] = {}
        self.child_rows, self.query_rows = child_rows, query_rows
        self.task_of_child, self.tasks = task_of_child, tasks
        balance = _balance([*child_rows, *query_rows], len(views.sentence))
        centred = [_centred(view.astype(np.float32), balance) for view in views]
        self.joint = _projected(np.hstack([w * view for w, view in zip(_WEIGHTS, centred, strict=True)]))
        self.lexical = centred[2]
        self.weight = self._child_weights()
        self._child_mean, self._child_lexical = _means(self.joint, child_rows), _means(self.lexical, child_rows)
        self._gram = self._gram_of(np.arange(len(child_rows)))
        usual = int(np.median([len(rows) for rows in query_rows])) if query_rows else 0
        self._short = [spread(rows, max(usual, 1)) for rows in child_rows]

    def _child_weights(self) -> Floats:
        weight = np.minimum([len(rows) for rows in self.child_rows], _FULL_CHILD) / _FULL_CHILD
        whole = np.bincount(self.task_of_child, weights=weight, minlength=self.tasks)
        return np.asarray(weight * np.minimum(1.0, _HEAVIEST_TASK / np.maximum(whole, 1e-9))[self.task_of_child])

    @property
    def known(self) -> float:
        """How many full intents are known of tasks: what comparison can rest on."""
        return float(self.weight[self.task_of_child != self.unserved].sum())

    @property
    def served(self) -> int:
        """How many tasks there are."""
        return self.tasks - (self.unserved >= 0)

    def presence_utility(self) -> Floats:
        """For each query and task the logarithm of the odds that it is this task rather than none, task by task."""
        rows = self.child_rows, self.query_rows
        return presence_utility(self._views.sentence, *rows, self.task_of_child, self.tasks)

    def plain_utility(self) -> Floats:
        """For each query and task the logarithm of the odds that they belong together, by plain likeness."""
        rows = self.child_rows, self.query_rows
        return plain_utility(self._views.sentence, self._views.static, *rows, self.task_of_child, self.tasks)

    def evidence(self) -> Evidence:
        """The evidence for every query."""
        return self._compare(_means(self.joint, self.query_rows), _means(self.lexical, self.query_rows), ())

    def replayed(self, children: Sequence[int], gone: Sequence[int]) -> Evidence:
        """The evidence for known children as if they were queries as long as the usual one, with `gone` unknown."""
        short = [self._short[child] for child in children]
        return self._compare(_means(self.joint, short), _means(self.lexical, short), gone)

    def of_rows(self, rows: Ints, gone: Sequence[int]) -> Evidence:
        """The evidence for single texts, with the children `gone` unknown."""
        return self._compare(self.joint[rows].astype(np.float64), self.lexical[rows].astype(np.float64), gone)

    def like_children(self, rows: Ints, children: Sequence[int]) -> tuple[Floats, Floats]:
        """Cosines of joint vectors to the means of children: of each text (rows x children), and of all of them."""
        means = unit_rows(self._child_mean[list(children)].astype(np.float32))
        single = unit_rows(self.joint[rows]) @ means.T
        whole = unit_rows(self.joint[rows].mean(axis=0, keepdims=True)) @ means.T
        return np.asarray(np.round(single, 6), np.float64), np.asarray(np.round(whole[0], 6), np.float64)

    def likeness_of_halves(self, child: int, size: int) -> float:
        """The mean cosine of some texts of a child, as many as `size` or half of it, and its others; 1 for one text.

        In a small workspace everything is less alike than in a large one, once it is centred: what counts as the same
        has to be measured there.
        """
        rows = self.child_rows[child]
        part = min(size, len(rows) // 2)
        if not part:
            return 1.0
        if (child, part) not in self._halves:
            self._halves[child, part] = self._halved(rows, part)
        return self._halves[child, part]

    def _halved(self, rows: Ints, part: int) -> float:
        chance = np.random.default_rng(0)
        found = []
        for _ in range(_HALVINGS):
            mixed = chance.permutation(rows)
            halves = np.array([self.joint[mixed[:part]].mean(axis=0), self.joint[mixed[part:]].mean(axis=0)])
            one, other = unit_rows(halves.astype(np.float32))
            found.append(float(one @ other))
        return round(float(np.mean(found)), 6)

    def nearest_of_task(self, rows: Ints, gone: Sequence[int]) -> Floats:
        """For each text and task the cosine of joint vectors to the nearest text of the task, without some children."""
        out = np.full((len(rows), self.tasks), -1.0)
        asked = unit_rows(self.joint[rows])
        for task in range(self.tasks):
            members = np.flatnonzero(self.task_of_child == task).tolist()
            left = [self.child_rows[child] for child in members if child not in gone]
            known = np.setdiff1d(np.unique(np.concatenate(left)), rows) if left else rows[:0]
            if len(known):
                out[:, task] = (asked @ self._unit_joint[known].T).max(axis=1)
        return out

    @cached_property
    def _unit_joint(self) -> Rows:
        return unit_rows(self.joint)

    @cached_property
    def query_likeness(self) -> Floats:
        """Cosines of the mean vectors of the queries."""
        means = unit_rows(_means(self.joint, self.query_rows).astype(np.float32))
        return np.asarray(means @ means.T, dtype=np.float64)

    @cached_property
    def usual_kinship(self) -> float:
        """From which cosine two intents are of one kind: the median of two children of a task, and 0.4 at least."""
        means = unit_rows(self._child_mean.astype(np.float32))
        like = means @ means.T
        same = self.task_of_child[:, None] == self.task_of_child[None, :]
        pairs = like[np.triu(same, 1)]
        return max(float(np.median(pairs)), _LEAST_KINSHIP) if len(pairs) else 1.0

    def closeness(self, query: int, task: int) -> tuple[float, float]:
        """How like a query is to the nearest intent of a task, and how like these usually are to their nearest sibling.

        Cosines of mean vectors; where a task has one intent, halves of it stand for siblings.
        """
        members = np.flatnonzero(self.task_of_child == task).tolist()
        means = unit_rows(self._child_mean[members].astype(np.float32))
        asked = unit_rows(self.joint[self.query_rows[query]].mean(axis=0, keepdims=True))
        like = means @ means.T - 2.0 * np.eye(len(members))
        size = len(self.query_rows[query])
        usual = float(np.median(like.max(axis=1))) if len(members) > 1 else self.likeness_of_halves(members[0], size)
        return round(float((asked @ means.T).max()), 6), round(usual, 6)

    def _compare(self, joint: Floats, lexical: Floats, gone: Sequence[int]) -> Evidence:
        left = self.weight.copy()
        left[list(gone)] = 0.0
        gram = self._gram - self._gram_of(gone) if len(gone) else self._gram
        return Evidence(self._linear(gram, left, joint), self._lexical(left, lexical))

    def _gram_of(self, children: Sequence[int] | Ints) -> Floats:
        """Sum over children of the mean outer product of their texts, times their weight."""
        whole = np.zeros((self.joint.shape[1],) * 2)
        for child in children:
            rows = self.joint[self.child_rows[child]]
            whole += (self.weight[child] / len(rows)) * (rows.T @ rows)
        return whole

    def _linear(self, gram: Floats, weight: Floats, asked: Floats) -> Floats:
        from scipy.linalg import cho_factor, cho_solve

        target = np.eye(self.tasks)[self.task_of_child] * weight[:, None]
        share = target.sum(axis=0) / max(weight.sum(), 1e-9)
        target -= weight[:, None] * share[None, :]
        ridged = gram + _RIDGE_PER_CHILD * max(weight.sum(), 1e-9) * np.eye(len(gram))
        scores = asked @ cho_solve(cho_factor(ridged), self._child_mean.T @ target)
        return np.where(share[None, :] > 0, scores, np.nan)

    def _lexical(self, weight: Floats, asked: Floats) -> Floats:
        member = np.eye(self.tasks)[self.task_of_child] * weight[:, None]
        centre = member.T @ self._child_lexical
        length = np.linalg.norm(asked, axis=1)[:, None] * np.linalg.norm(centre, axis=1)[None, :]
        cosine = np.divide(asked @ centre.T, length, out=np.zeros_like(length), where=length > 1e-9)
        return np.where(member.sum(axis=0)[None, :] > 0, cosine, np.nan)


def _balance(groups: Sequence[Ints], count: int) -> Rows:
    """Weights of the texts, 1 in all, with which every group weighs the same."""
    weight = np.zeros(count)
    for rows in groups:
        weight[rows] += 1.0 / len(rows)
    return np.asarray(weight / max(weight.sum(), 1e-9), dtype=np.float32)


def _centred(rows: Rows, balance: Rows) -> Rows:
    moved = rows - (balance @ rows)[None, :]
    length = float(np.sqrt(balance @ np.einsum("ij,ij->i", moved, moved)))
    return (moved / length if length > 0 else moved).astype(np.float32)


def _projected(rows: Rows) -> Rows:
    """Onto the directions in which the texts differ most; their signs do not matter to what follows."""
    some = rows[:: max(1, -(-len(rows) // _MOST_FOR_DIRECTIONS))]
    _, vectors = np.linalg.eigh((some.T @ some).astype(np.float64))
    return np.asarray(rows @ vectors[:, ::-1][:, :_DIMENSIONS].astype(np.float32))


def _means(rows: Rows, groups: Sequence[Ints]) -> Floats:
    return np.array([rows[group].mean(axis=0, dtype=np.float64) for group in groups]).reshape(
        len(groups), rows.shape[1]
    )


def spread(rows: Ints, most: int) -> Ints:
    """At most so many of the rows, evenly spread."""
    return rows if len(rows) <= most else rows[np.linspace(0, len(rows) - 1, most).astype(np.int64)]

"""From evidence to chances that mean what they say: of each task, and that none fits."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from curation.analysis.link_space import spread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from curation.analysis.link_space import Evidence, LinkSpace

    Floats = NDArray[np.float64]

__all__ = ["Calibrated", "calibrated", "foreign_chances", "together"]

_LINEAR, _LEXICAL, _NONE = 22.88, 4.61, 1.354
"""A conditional logit with "none" as one of the options, on intents of two public corpora that were taken out of their
tasks; learned on either it gives nearly these on the other (`python -m benchmarks link`, docs/methods.md)."""
_TRAINED_ABSENT = 0.2
"""Share of intents without a task when the weights were fitted."""
_STATED_ABSENT, _STATED_COUNTS, _MOST_ABSENT = 0.2, 20.0, 0.35
"""Share of unlinked intents that no task serves before they were looked at, how many of them that counts for, and the
share up to which the queries are believed: doubt about each feeds doubt about all."""
_MOST_REPLAYED, _FEWEST_REPLAYED, _FEWEST_TASKS = 80, 8, 3
_SPREAD, _LOWEST = 0.3, -1.5
_ROUNDS = 30
_FEW_KNOWN, _ENOUGH = 5.0, 0.97
"""Known intents of which likeness by comparison and plain likeness count the same, and the weight of the first from
which the second is left out."""
_FEW_TASKS = 2
_SPREAD_OF_NONE = 1.5
"""What None holds is less of a kind than a task is, and often close to one: being like it says less."""
_DOUBT, _UNCHECKED = 0.2, 0.1
"""What is taken off chances that rest on comparison among few, and off those that no known intent could check."""
_FLOOR = 1e-9
_KIN_LIKENESS, _KIN_NONE = 10.4, 0.65
"""A logit on the likest other query beyond usual kinship, and on its own chance that none fits. Nearly every absent
intent of the corpora has a sibling among the queries; even odds are assumed instead, which is careful there."""
_ROW_SCALE, _ROW_NEAREST, _ROW_OWN = 0.48, 2.08, 0.93


class Calibrated(NamedTuple):
    """Chances by query: of each task, and that none fits (together 1); and what they rest on.

    `replayed` counts the known intents that were taken out of their tasks to see how far likeness can be trusted here
    (0: too few, the shipped weights stand alone), `scale` is what came of it (1 or less), `absent` the share of the
    queries that seems to have no task.
    """

    tasks: Floats
    none: Floats
    replayed: int
    scale: float
    absent: float


def calibrated(space: LinkSpace) -> Calibrated:
    """The chances of every query of a space."""
    log_scale, replayed = _replayed_scale(space)
    utility, scale = _utility(space.evidence()), float(np.exp(log_scale))
    trust = space.known**2 / (space.known**2 + _FEW_KNOWN**2)
    if space.served <= _FEW_TASKS:
        chances = _gated(utility, space.presence_utility(), trust, space.unserved)
    else:
        if space.unserved >= 0:
            utility[:, space.unserved] -= _SPREAD_OF_NONE
        chances = _chances(utility, scale, _NONE)
        if trust < _ENOUGH:
            plain = _chances(space.plain_utility(), 1.0, 0.0)
            chances = _pooled(_doubted(chances, _DOUBT * (1.0 - trust)), plain, trust)
    if space.unserved >= 0:
        chances[:, -1] += chances[:, space.unserved]
        chances[:, space.unserved] = 0.0
    chances, absent = _reweighed(chances)
    if not replayed:
        chances = _doubted(chances, _UNCHECKED)
    return Calibrated(chances[:, :-1], chances[:, -1], replayed, scale, absent)


def _gated(utility: Floats, presence: Floats, trust: float, unserved: int) -> Floats:
    """One or two tasks: which of them by comparison, whether any by plain likeness.

    Two tasks are told apart well by comparison, once enough is known, but nothing shows it what neither of them is.
    """
    compared = np.where(np.isnan(utility), -np.inf, trust * utility + (1.0 - trust) * presence)
    if unserved >= 0:
        compared[:, unserved] = -np.inf
    share = _soft_maximum(compared)
    present = 1.0 / (1.0 + np.exp(-np.sum(share * np.nan_to_num(presence), axis=1, keepdims=True)))
    return np.hstack([share * present, 1.0 - present])


def _doubted(chances: Floats, doubt: float) -> Floats:
    """The chances with a share of each task's given to none."""
    tasks = chances[:, :-1] * (1.0 - doubt)
    return np.hstack([tasks, 1.0 - tasks.sum(axis=1, keepdims=True)])


def _pooled(first: Floats, second: Floats, weight: float) -> Floats:
    """The logarithmic opinion pool of two sets of chances."""
    mixed = weight * np.log(first + _FLOOR) + (1.0 - weight) * np.log(second + _FLOOR)
    return _soft_maximum(np.where((first > 0) | (second > 0), mixed, -np.inf))


def _soft_maximum(logits: Floats) -> Floats:
    """Rows of chances that sum to 1; what is minus infinity has none."""
    odds = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(odds / odds.sum(axis=1, keepdims=True))


def _utility(evidence: Evidence) -> Floats:
    return np.asarray(_LINEAR * evidence.linear + _LEXICAL * evidence.lexical)


def _chances(utility: Floats, scale: float, none: float) -> Floats:
    """Rows of the chance of each task and, last, of none; a task without texts gets 0."""
    alive = ~np.isnan(utility)
    count = np.maximum(alive.sum(axis=1), 1)
    logits = np.where(alive, scale * np.nan_to_num(utility) - np.log(count)[:, None], -np.inf)
    return _soft_maximum(np.hstack([logits, np.full((len(utility), 1), none)]))


def _reweighed(chances: Floats) -> tuple[Floats, float]:
    """The chances under the share of absent tasks that the queries themselves point to, held near the stated one.

    Expectation maximisation over the share (Saerens, Latinne & Decaestecker 2002, "Adjusting the outputs of a
    classifier to new a priori probabilities").
    """
    share, out = _STATED_ABSENT, chances
    for _ in range(_ROUNDS):
        out = chances.copy()
        out[:, -1] *= share / _TRAINED_ABSENT
        out[:, :-1] *= (1.0 - share) / (1.0 - _TRAINED_ABSENT)
        out /= out.sum(axis=1, keepdims=True)
        found = (out[:, -1].sum() + _STATED_COUNTS * _STATED_ABSENT) / (len(out) + _STATED_COUNTS)
        share = min(float(found), _MOST_ABSENT)
    return out, share


def _replayed_scale(space: LinkSpace) -> tuple[float, int]:
    """The logarithm of how far likeness can be trusted here (0 or less), and how many known intents say so.

    Each is asked about twice: without itself, when its own task is right, and without its whole task, when none is.
    It may only lower the scale: in a workspace about one subject everything is alike. Fitting more of the weights to so
    few intents, or letting them raise the scale, made the stated chances worse (docs/methods.md).
    """
    from scipy.optimize import minimize_scalar

    chosen = _to_replay(space)
    if len(chosen) < _FEWEST_REPLAYED or len(set(space.task_of_child.tolist()) - {space.unserved}) < _FEWEST_TASKS:
        return 0.0, 0
    truth = space.task_of_child[chosen]
    present = np.vstack([_utility(space.replayed([child], [child])) for child in chosen])
    absent = np.empty_like(present)
    for task in sorted(set(truth.tolist())):
        at, gone = np.flatnonzero(truth == task), np.flatnonzero(space.task_of_child == task)
        absent[at] = _utility(space.replayed([chosen[n] for n in at], gone.tolist()))

    def loss(log_scale: float) -> float:
        scale = float(np.exp(log_scale))
        own = _chances(present, scale, _NONE)[np.arange(len(truth)), truth]
        gone = _chances(absent, scale, _NONE)[:, -1]
        fit = (1.0 - _TRAINED_ABSENT) * np.log(own + 1e-9).mean() + _TRAINED_ABSENT * np.log(gone + 1e-9).mean()
        return float(-2.0 * len(truth) * fit + 0.5 * (log_scale / _SPREAD) ** 2)

    return float(minimize_scalar(loss, bounds=(_LOWEST, 0.0), method="bounded").x), len(chosen)


def _to_replay(space: LinkSpace) -> list[int]:
    """Known children with a sibling in their task, and with enough texts, at most 80 of them."""
    siblings = np.bincount(space.task_of_child, minlength=space.tasks)
    served = space.task_of_child != space.unserved
    able = np.flatnonzero(served & (space.weight >= 0.2) & (siblings[space.task_of_child] > 1))
    return [int(child) for child in spread(able, _MOST_REPLAYED)]


def together(space: LinkSpace, none: Floats, row: int) -> float:
    """The chance that a query which fits no task is of one task with another query; `none` is that of each to fit none.

    (Learned on either of two public corpora, it is right on the other more often than it says: docs/methods.md.)
    """
    sure = np.log((none + 0.02) / (1.02 - none))
    scores = _KIN_LIKENESS * (space.query_likeness[row] - space.usual_kinship) + _KIN_NONE * sure
    scores = np.delete(scores, row)
    return float(1.0 / (1.0 + np.exp(-scores.max()))) if len(scores) else 0.0


def foreign_chances(space: LinkSpace, rows: NDArray[np.int64], own: int, gone: Sequence[int]) -> Floats:
    """For single texts of an intent of task `own` the chance of each other task; the own one's column is 0.

    `gone` are the children that hold these texts. A text says less than an intent, so that the weights are halved, its
    nearest text in each task counts as well, and its own task is right before it was looked at in 93 of 100 cases.
    (Measured by moving texts between intents of two corpora: docs/methods.md, "Linking".)
    """
    compared = np.nan_to_num(_utility(space.of_rows(rows, gone)), nan=-np.inf)
    scores = _ROW_SCALE * compared + _ROW_NEAREST * space.nearest_of_task(rows, gone)
    prior = np.full(space.tasks, np.log((1.0 - _ROW_OWN) / max(space.tasks - 1, 1)))
    prior[own] = np.log(_ROW_OWN)
    chances = _soft_maximum(scores + prior)
    chances[:, own] = 0.0
    if space.unserved >= 0:
        chances[:, space.unserved] = 0.0
    return chances

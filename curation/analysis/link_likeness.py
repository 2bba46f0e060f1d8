"""How alike an intent and a task are, by a measure that needs no other tasks: for workspaces of few known intents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from curation.analysis.encoder import unit_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Rows = NDArray[np.float32]
    Ints = NDArray[np.int64]

__all__ = ["plain_utility", "presence_utility"]

_CENTRE, _NEAREST, _BIAS = (9.55, 5.4), (3.05, 1.0), -4.9
"""By the sentence and the static view: weights of the cosine of mean vectors and of the mean likeness to the nearest
text. Fitted on workspaces of 1 to 4 tasks with 1 to 3 intents each, drawn from two corpora, learned on either and
judged on the other (docs/methods.md, "Linking")."""


_PRESENT, _PRESENT_BIAS, _SUBJECT = 23.09, -5.42, 0.40
"""Weight of the mean cosine of the texts to the centre of a task, bias, and how alike intents inside a task usually
are; where they are more alike, all of it is about one subject, and so much likeness says nothing."""


def presence_utility(
    sentence: Rows, child_rows: Sequence[Ints], query_rows: Sequence[Ints], task_of_child: Ints, tasks: int
) -> Floats:
    """For each query and task the logarithm of the odds that the task is the right one rather than none.

    Without others to compare with, what is alike is taken to belong: on a bank's intents the stated chances of one task
    alone were 0.13 off on average, on those of a household 0.05.
    """
    rows = sentence.astype(np.float32)
    means = np.array([rows[part].mean(axis=0) for part in child_rows], dtype=np.float32)
    out = np.full((len(query_rows), tasks), np.nan)
    for task in range(tasks):
        inside = np.flatnonzero(task_of_child == task).tolist()
        if inside:
            own = means[inside]
            centre = unit_rows(own.mean(axis=0, keepdims=True))[0]
            shared = _likeness_of_children(rows, [child_rows[child] for child in inside], own)
            said = np.array([(rows[part] @ centre).mean() for part in query_rows])
            out[:, task] = _PRESENT * (said - max(shared - _SUBJECT, 0.0)) + _PRESENT_BIAS
    return out


def _likeness_of_children(rows: Rows, parts: Sequence[Ints], means: Rows) -> float:
    """How like the others of its task each child is, on average; 0 for one alone."""
    if len(parts) < 2:
        return 0.0
    others = unit_rows((means.sum(axis=0, keepdims=True) - means) / (len(means) - 1))
    return float(np.mean([(rows[part] @ other).mean() for part, other in zip(parts, others, strict=True)]))


def plain_utility(
    sentence: Rows,
    static: Rows,
    child_rows: Sequence[Ints],
    query_rows: Sequence[Ints],
    task_of_child: Ints,
    tasks: int,
) -> Floats:
    """For each query and task the logarithm of the odds that they belong together; NaN for a task without texts."""
    out = np.full((len(query_rows), tasks), _BIAS)
    members = [np.flatnonzero(task_of_child == task).tolist() for task in range(tasks)]
    if not query_rows:
        return out
    for view, centre, nearest in zip((sentence, static), _CENTRE, _NEAREST, strict=True):
        rows = view.astype(np.float32)
        asked = unit_rows(np.array([rows[part].mean(axis=0) for part in query_rows], dtype=np.float32))
        children = np.array([rows[part].mean(axis=0) for part in child_rows], dtype=np.float32)
        for task, inside in enumerate(members):
            if not len(inside):
                out[:, task] = np.nan
                continue
            mean = unit_rows(children[inside].mean(axis=0, keepdims=True))
            known = rows[np.unique(np.concatenate([child_rows[child] for child in inside]))]
            out[:, task] += centre * (asked @ mean.T)[:, 0]
            out[:, task] += nearest * np.array([(rows[part] @ known.T).max(axis=1).mean() for part in query_rows])
    return out

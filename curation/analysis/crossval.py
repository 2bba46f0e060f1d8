"""What a simple model says of each text when it has not seen that text or its near-twins."""

from __future__ import annotations

import warnings
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from curation.analysis.features import dense_features

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["FEWEST_GROUPS", "OutOfFold", "out_of_fold", "task_probabilities"]

FEWEST_GROUPS = 5
"""Groups a label needs before a cross-validated number about it means anything."""

_REGULARISATION = 0.15
"""C of the logistic regressions; measured on three corpora (docs/methods.md)."""


class OutOfFold(NamedTuple):
    """`probabilities[i, j]`: how likely text i is of `labels[j]`, from a model that has not seen it."""

    labels: tuple[str, ...]
    probabilities: NDArray[np.float64]


def out_of_fold(
    texts: Sequence[str], labels: Sequence[str], groups: Sequence[int], *, seed: int = 0, folds: int = 5
) -> OutOfFold:
    """Cross-validated label probabilities; rows of one group are always held out together.

    Two logistic regressions, on TF-IDF directions and on static vectors, are averaged. Labels with fewer than
    `FEWEST_GROUPS` groups must be left out by the caller. The result depends on the order of the rows only
    through the folds, so callers sort.
    """
    from sklearn.model_selection import StratifiedGroupKFold
    from threadpoolctl import threadpool_limits

    names = tuple(sorted(set(labels)))
    index = {name: position for position, name in enumerate(names)}
    target = np.array([index[label] for label in labels])
    views = dense_features(texts, seed=seed)
    out = np.zeros((len(texts), len(names)))
    splitter = StratifiedGroupKFold(folds, shuffle=True, random_state=seed)
    with threadpool_limits(limits=1), warnings.catch_warnings():
        # A label whose groups fall into one fold only is what the fold is for.
        warnings.simplefilter("ignore", UserWarning)
        for train, test in splitter.split(np.zeros(len(texts)), target, np.asarray(groups)):
            for view in views:
                out[test] += _fit_predict(view[train], target[train], view[test], len(names)) / len(views)
    return OutOfFold(names, out)


def task_probabilities(
    texts: Sequence[str], labels: Sequence[str], queries: Sequence[str], *, seed: int = 0
) -> OutOfFold:
    """How likely each of `queries` is of each label, from a model of all `texts`; labels weigh the same."""
    from threadpoolctl import threadpool_limits

    names = tuple(sorted(set(labels)))
    if len(names) < 2 or not queries:
        return OutOfFold(names, np.ones((len(queries), len(names))))
    index = {name: position for position, name in enumerate(names)}
    target = np.array([index[label] for label in labels])
    views = dense_features([*texts, *queries], seed=seed)
    out = np.zeros((len(queries), len(names)))
    with threadpool_limits(limits=1):
        for view in views:
            known, asked = view[: len(texts)], view[len(texts) :]
            out += _fit_predict(known, target, asked, len(names), balanced=True) / len(views)
    return OutOfFold(names, out)


def _fit_predict(
    known: NDArray[np.float32],
    target: NDArray[np.int64],
    asked: NDArray[np.float32],
    width: int,
    *,
    balanced: bool = False,
) -> NDArray[np.float64]:
    from sklearn.linear_model import LogisticRegression

    out = np.zeros((len(asked), width))
    present = sorted(Counter(target.tolist()))
    if len(present) == 1:
        out[:, present[0]] = 1.0
        return out
    model = LogisticRegression(C=_REGULARISATION, tol=1e-3, max_iter=500, class_weight="balanced" if balanced else None)
    model.fit(known, target)
    out[:, model.classes_] = model.predict_proba(asked)
    return out

"""What is asked of a ranking: the right task first, abstention, and chances that mean what they say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from sklearn.metrics import roc_auc_score

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.linking.draws import Draw

BINS = 10
SURE = 0.95


@dataclass(frozen=True)
class Judged:
    """Figures of one draw; `stated` and `right` by query, right only where the task is there and first."""

    first: float
    among_three: float
    abstention: float
    loss: float
    stated: np.ndarray
    right: np.ndarray


def judged(draw: Draw, names: Sequence[str], tasks: Sequence[str], chances: np.ndarray, none: np.ndarray) -> Judged:
    """`chances` by query and task; `none` by query, higher for likelier that no task fits."""
    truth = np.array([tasks.index(draw.truth[name]) if draw.truth[name] else -1 for name in names])
    there = truth >= 0
    order = np.argsort(-chances, axis=1, kind="stable")
    right = (order[:, 0] == truth) & there
    own = np.where(there, chances[np.arange(len(truth)), np.maximum(truth, 0)], none)
    return Judged(
        first=float(right[there].mean()) if there.any() else float("nan"),
        among_three=float((order[there, :3] == truth[there, None]).any(axis=1).mean()) if there.any() else float("nan"),
        abstention=float(roc_auc_score(~there, none)) if there.any() and not there.all() else float("nan"),
        loss=float(-np.log(np.maximum(own, 1e-9)).mean()),
        stated=chances.max(axis=1),
        right=right,
    )


def mean_of(found: Sequence[Judged], what: str) -> float:
    return float(np.nanmean([getattr(item, what) for item in found]))


def pooled(found: Sequence[Judged]) -> tuple[np.ndarray, np.ndarray]:
    return np.concatenate([item.stated for item in found]), np.concatenate([item.right for item in found])


def calibration_error(stated: np.ndarray, right: np.ndarray) -> float:
    """Expected calibration error over ten bins of equal width."""
    bins = np.minimum((stated * BINS).astype(int), BINS - 1)
    return float(
        sum(abs(stated[bins == n].mean() - right[bins == n].mean()) * (bins == n).mean() for n in set(bins.tolist()))
    )


def perfect_error(stated: np.ndarray, rounds: int = 300) -> float:
    """The error that a forecaster of these very chances has, if each is exactly right: what chance alone gives."""
    dice = np.random.default_rng(0)
    return float(np.mean([calibration_error(stated, dice.random(len(stated)) < stated) for _ in range(rounds)]))


def wilson(good: int, count: int, z: float = 1.96) -> tuple[float, float]:
    if not count:
        return 0.0, 1.0
    share = good / count
    centre = (share + z * z / 2 / count) / (1 + z * z / count)
    half = z * np.sqrt(share * (1 - share) / count + z * z / 4 / count / count) / (1 + z * z / count)
    return float(centre - half), float(centre + half)

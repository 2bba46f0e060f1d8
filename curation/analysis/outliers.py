"""Texts that are like no others: slips of the hand, other languages, requests nobody else makes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from curation.analysis.judgement import Judgement

__all__ = ["ALONE", "alone_signs", "standing_alone"]

ALONE = 0.6
"""How likely that is from which a text is named."""
_NEAREST = 5
_SUREST = 1e-3
"""Chances nearer to 0 or 1 say no more."""
_WEIGHTS = np.array([0.72, 0.24, 2.05, -4.8])
"""Weights of the three signs, and what is added; see `standing_alone`."""


def standing_alone(judgement: Judgement) -> NDArray[np.float64]:
    """How likely each text belongs with no other (0..1), if one in 25 does not.

    By how unlikely its own label is to models that have not seen it, how unlikely every label, and how much farther
    than usual it is from the five texts nearest to it: from the median, in quartile distances, since how near texts are
    to each other differs from project to project. Logistic regression on HWU64, BANKING77 and SLURP, drawn as projects
    of 75 to 3,600 texts, with texts of other corpora put into them; docs/methods.md says what each teaches the others.
    """
    return np.asarray(1.0 / (1.0 + np.exp(-(alone_signs(judgement) @ _WEIGHTS[:-1] + _WEIGHTS[-1]))))


def alone_signs(judgement: Judgement) -> NDArray[np.float64]:
    """The three signs of each text, in columns."""
    unlikely = (1.0 - judgement.own, 1.0 - judgement.probabilities.max(axis=1, initial=0.0))
    return np.column_stack([*map(_log_odds, unlikely), _farther(judgement)])


def _log_odds(chance: NDArray[np.float32]) -> NDArray[np.float64]:
    held = np.clip(chance.astype(np.float64), _SUREST, 1.0 - _SUREST)
    return np.asarray(np.log(held / (1.0 - held)))


def _farther(judgement: Judgement) -> NDArray[np.float64]:
    """By how many quartile distances the mean cosine to the nearest five is less than the median."""
    near = judgement.likeness[:, :_NEAREST]
    if not near.size:
        return np.zeros(len(near))
    distance = 1.0 - near.mean(axis=1, dtype=np.float64)
    low, middle, high = np.quantile(distance, [0.25, 0.5, 0.75])
    return np.asarray((distance - middle) / (high - low) if high > low else np.zeros(len(distance)))

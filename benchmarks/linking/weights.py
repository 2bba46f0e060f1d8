"""How the constants of `curation/analysis/link_chances.py` are learned: a corpus is judged by those of the other.

`python -m benchmarks.linking.weights` prints them for each corpus and for both together.
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.optimize import minimize

from benchmarks.linking.draws import READERS, corpus, draw
from curation.analysis import link_chances

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SEEDS = range(100, 106)
SETTINGS: tuple[dict[str, float | int], ...] = (
    {},
    {"texts": 5},
    {"known": 0.3},
    {"known": 0.3, "texts": 5, "most": 20},
)
HELD = 1e-3


class Weights(NamedTuple):
    """Of the ridge scores, of the lexical cosine, and of "none"."""

    linear: float
    lexical: float
    none: float


@cache
def learned(*names: str) -> Weights:
    """A conditional logit with "none" as one of the options, in which absent queries weigh a fifth."""
    blocks = [block for name in names for block in _blocks(name)]
    scale = np.array([np.nanstd(np.concatenate([block[0][..., n].ravel() for block in blocks])) for n in (0, 1)])
    truth = np.concatenate([block[1] for block in blocks])
    absent = float((truth < 0).mean())
    share = link_chances._TRAINED_ABSENT
    weight = np.where(truth < 0, share / absent, (1 - share) / (1 - absent))

    def loss(values: np.ndarray) -> float:
        whole, at = HELD * float(values @ values) / 2, 0
        for evidence, found in blocks:
            chances = link_chances._chances(evidence @ (values[:2] / scale), 1.0, float(values[2]))
            own = chances[np.arange(len(found)), np.where(found < 0, chances.shape[1] - 1, found)]
            whole -= float((weight[at : at + len(found)] * np.log(own + 1e-12)).sum())
            at += len(found)
        return whole

    found = minimize(loss, np.array([3.0, 1.0, 1.0]), method="Nelder-Mead", options={"maxiter": 2000}).x
    return Weights(float(found[0] / scale[0]), float(found[1] / scale[1]), float(found[2]))


def _blocks(name: str) -> list[tuple[np.ndarray, np.ndarray]]:
    out = []
    source = corpus(name)
    for settings in SETTINGS:
        for seed in SEEDS:
            made = draw(source, seed, **settings)  # type: ignore[arg-type]
            linking = made.linking(source)
            evidence = linking.space.evidence()
            truth = [linking.tasks.index(made.truth[q]) if made.truth[q] else -1 for q in sorted(made.queries)]
            out.append((np.stack([evidence.linear, evidence.lexical], axis=-1), np.array(truth)))
    return out


@contextmanager
def using(weights: Sequence[float], **more: float) -> Iterator[None]:
    """Let the product rank with other constants."""
    given = {"_LINEAR": weights[0], "_LEXICAL": weights[1], "_NONE": weights[2], **more}
    before = {name: getattr(link_chances, name) for name in given}
    for name, value in given.items():
        setattr(link_chances, name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            setattr(link_chances, name, value)


if __name__ == "__main__":
    for names in (*((name,) for name in READERS), tuple(READERS)):
        print(names, [round(value, 3) for value in learned(*names)])

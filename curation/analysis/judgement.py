"""One analysis of labelled texts, shared by all that judges them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from curation.analysis.blocks import single_threaded
from curation.analysis.crossval import as_chances, fitted_stack
from curation.analysis.encoder import unit_rows
from curation.analysis.features import views_of
from curation.analysis.mislabels import doubts
from curation.analysis.nearest import nearest_filed
from curation.analysis.second_look import Filed
from curation.analysis.smoothing import Smoother, one_hot_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from curation.analysis.encoder import Encoder
    from curation.analysis.features import Views
    from curation.analysis.nearest import Nearest
    from curation.analysis.smoothing import Opinions

__all__ = ["Asked", "Judgement", "ask_models", "judge_labels"]

_ASKED_FROM, _TORN = 0.2, 0.2
"""Doubt from which, and lead of one label over the other below which, somebody may be asked about a text."""


class Judgement(NamedTuple):
    """What is known of each text (rows) once models that have not seen it were asked.

    `probabilities[i, j]` is the chance that text i is of `labels[j]`; `given` and `other` are the positions of its
    label and of the likeliest other one, `doubt` the chance that its label is wrong (all 0..1). `nearest` holds the
    positions of the texts of its language that are most like it and no near-twins, `likeness` their cosine in the joint
    space; -1 and 0 where there are no more. `asked` are the positions of the texts that somebody may be asked about,
    `beside` those most like each of them (own label: two columns, other label: two), `beside_likeness` their cosine.
    """

    labels: tuple[str, ...]
    probabilities: NDArray[np.float32]
    given: NDArray[np.int64]
    other: NDArray[np.int64]
    doubt: NDArray[np.float32]
    nearest: NDArray[np.int32]
    likeness: NDArray[np.float32]
    asked: NDArray[np.int32] = np.zeros(0, dtype=np.int32)
    beside: NDArray[np.int32] = np.zeros((0, 4), dtype=np.int32)
    beside_likeness: NDArray[np.float32] = np.zeros((0, 4), dtype=np.float32)

    @property
    def own(self) -> NDArray[np.float32]:
        """The chance of each text's own label."""
        return np.asarray(self.probabilities[np.arange(len(self.given)), self.given], dtype=np.float32)

    @property
    def rival(self) -> NDArray[np.float32]:
        """The chance of the likeliest other label of each text."""
        return np.asarray(self.probabilities[np.arange(len(self.given)), self.other], dtype=np.float32)

    def filed_under(self, label: int) -> list[int]:
        """The positions of the texts of a label."""
        return [int(at) for at in np.flatnonzero(self.given == label)]

    def doubtful(self, threshold: float) -> list[int]:
        """The positions of the texts whose label is wrong with a chance of `threshold` or more."""
        return [int(at) for at in np.flatnonzero(self.doubt >= threshold)]

    def torn(self, margin: float, together: float) -> list[int]:
        """The positions of the texts whose two best labels are less than `margin` apart and have `together` in all."""
        own, rival = self.own, self.rival
        return [int(at) for at in np.flatnonzero((np.abs(own - rival) < margin) & (own + rival >= together))]

    def most_like(self, at: int, label: int) -> list[tuple[int, float]]:
        """The texts of a label that are most like one text and no near-twins, with their cosine, the nearest first.

        Of a text that nobody is asked about, or of a third label, only what is among its nearest texts.
        """
        row = int(np.searchsorted(self.asked, at))
        side = {int(self.given[at]): slice(2), int(self.other[at]): slice(2, 4)}.get(label)
        if side is None or row == len(self.asked) or self.asked[row] != at:
            near = zip(self.nearest[at].tolist(), self.likeness[at].tolist(), strict=True)
            return [(other, like) for other, like in near if other >= 0 and self.given[other] == label]
        near = zip(self.beside[row, side].tolist(), self.beside_likeness[row, side].tolist(), strict=True)
        return [(other, like) for other, like in near if other >= 0]


class Asked(NamedTuple):
    """What the models say of labels, the logarithms of the chances that follow, and the nearest texts."""

    said: Opinions
    log_chances: NDArray[np.float32]
    near: Nearest


def ask_models(
    views: Views, given: NDArray[np.int64], groups: Sequence[int], strata: Sequence[int], *, seed: int = 0
) -> Asked:
    """Fit the models to labels 0, 1 ... and ask each about every text without its group."""
    smoother = Smoother(views, given, groups, strata, seed=seed)
    said = smoother.opinions(one_hot_of(given, int(given.max()) + 1))
    return Asked(said, as_chances(said, fitted_stack(said, given, seed=seed)), smoother.nearest)


def judge_labels(
    texts: Sequence[str],
    labels: Sequence[str],
    groups: Sequence[int],
    strata: Sequence[int],
    *,
    encoder: Encoder,
    seed: int = 0,
) -> Judgement:
    """Judge every label by the other texts; `groups` are held out together, `strata` (languages) look at their own.

    The caller puts the texts in an order that does not depend on where they came from, and leaves out labels with
    fewer than `FEWEST_GROUPS` groups. Two labels are needed.
    """
    names = tuple(sorted(set(labels)))
    index = {name: position for position, name in enumerate(names)}
    given = np.array([index[label] for label in labels], dtype=np.int64)
    with single_threaded():
        views = views_of(texts, encoder, seed=seed)
    asked = ask_models(views, given, groups, strata, seed=seed)
    filed = Filed(views.joint, given, groups, strata)
    found = doubts(asked.said, asked.log_chances, texts, filed, seed=seed)
    near = asked.near
    judged = Judgement(
        names, np.exp(asked.log_chances), given, found.other, found.chance, near.positions, near.similarity
    )
    return _looked_at(judged, unit_rows(filed.joint), groups, strata)


def _looked_at(judged: Judgement, rows: NDArray[np.float32], groups: Sequence[int], strata: Sequence[int]) -> Judgement:
    """With the texts on both sides of each text that may be asked about: its nearest may all be of one label."""
    margin = np.abs(judged.own - judged.rival)
    asked = np.flatnonzero((judged.doubt >= _ASKED_FROM) | (margin < _TORN)).astype(np.int32)
    sides = [
        nearest_filed(rows, asked, labels[asked], judged.given, groups, strata)
        for labels in (judged.given, judged.other)
    ]
    return judged._replace(
        asked=asked,
        beside=np.hstack([side.positions for side in sides]),
        beside_likeness=np.hstack([side.similarity for side in sides]),
    )

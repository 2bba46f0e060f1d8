"""Corpora under moved labels, judged by a card that has not seen them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from benchmarks.fit_mislabels import Corpus, corpus, gathered, learned
from curation.analysis.encoder import SentenceEncoder
from curation.analysis.features import Views, views_of
from curation.analysis.judgement import Judgement, ask_models
from curation.analysis.mislabels import card_log_odds, signs

if TYPE_CHECKING:
    from collections.abc import Sequence

    Numbers = np.ndarray
    Card = tuple[float, dict]

NAMES = ("hwu64", "banking77", "slurp")
LEARNT_WITH = (11,)
SEEDS = (21, 22, 23)
OTHERS_CARD = "card of the other two corpora"


class Judged(NamedTuple):
    """What is known of moved labels, with the doubt still to be read off a card."""

    judgement: Judgement
    signs: dict[str, Numbers]

    def by(self, card: Card) -> Judgement:
        return self.judgement._replace(doubt=1.0 / (1.0 + np.exp(-card_log_odds(self.signs, card))))


def judged(views: Views, labels: Numbers, groups: Sequence[int]) -> Judged:
    """As `judge_labels`, which has one card only."""
    asked = ask_models(views, labels, groups, [0] * len(labels))
    found, other = signs(asked.said, asked.log_chances, labels)
    names = tuple(map(str, range(int(labels.max()) + 1)))
    near, unknown = asked.near, np.zeros(len(labels), dtype=np.float32)
    chances = np.exp(asked.log_chances)
    return Judged(Judgement(names, chances, labels, other, unknown, near.positions, near.similarity), found)


@cache
def whole(name: str) -> tuple[Corpus, Views]:
    found = corpus(name)
    return found, views_of(found.texts, SentenceEncoder())


@cache
def cards() -> dict[str, Card]:
    """For each corpus the card that the other two teach."""
    found = gathered(NAMES, LEARNT_WITH)
    return {
        name: learned([part[1:] for (other, _), parts in found.items() if other != name for part in parts])
        for name in NAMES
    }

"""Corpora under moved labels, judged by a card that has not seen them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from benchmarks.fit_mislabels import LEARNT_WITH, Cards, Corpus, Looked, cards_from, corpus, gathered
from curation.analysis.encoder import SentenceEncoder
from curation.analysis.features import Views, views_of
from curation.analysis.judgement import Judgement, ask_models
from curation.analysis.mislabels import chances_of, signs
from curation.analysis.second_look import Filed

if TYPE_CHECKING:
    from collections.abc import Sequence

    Numbers = np.ndarray

NAMES = ("hwu64", "banking77", "slurp")
SEEDS = (21, 22, 23)
OTHERS_CARD = "cards of the other two corpora"


class Judged(NamedTuple):
    """What is known of labels, with the doubt still to be read off cards."""

    judgement: Judgement
    looked: Looked

    def by(self, cards: Cards) -> Judgement:
        return self.judgement._replace(doubt=chances_of(self.looked.log_odds(cards)))


def judged(texts: Sequence[str], views: Views, labels: Numbers, groups: Sequence[int]) -> Judged:
    """As `judge_labels`, which has one pair of cards only."""
    filed = Filed(views.joint, labels, groups, [0] * len(labels))
    asked = ask_models(views, *filed[1:])
    look = signs(asked.said, asked.log_chances, labels)
    names = tuple(map(str, range(int(labels.max()) + 1)))
    near, unknown = asked.near, np.zeros(len(labels), dtype=np.float32)
    chances = np.exp(asked.log_chances)
    made = Judgement(names, chances, labels, look.other, unknown, near.positions, near.similarity)
    return Judged(made, Looked(texts, filed, look))


@cache
def whole(name: str) -> tuple[Corpus, Views]:
    found = corpus(name)
    return found, views_of(found.texts, SentenceEncoder())


@cache
def cards() -> dict[str, Cards]:
    """For each corpus the cards that the other two teach."""
    replays = gathered(NAMES, LEARNT_WITH)
    return {name: cards_from(made for made in replays if made.name != name) for name in NAMES}

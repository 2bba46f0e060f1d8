"""How likely each text is filed under the wrong label, by what the models say of it.

What is looked at (`signs`, and of texts that may be filed amiss `seen_again`) was chosen to mean the same in any set of
labelled texts. How each sign speaks for a wrong label was learned on public corpora with labels moved on purpose;
`benchmarks/fit_mislabels.py` writes the cards, and judges them on corpora they were not learned from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from curation.analysis.second_look import Suspects, seen_again

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from curation.analysis.second_look import Filed
    from curation.analysis.smoothing import Opinions

    Numbers = NDArray[np.float32]
    Labels = NDArray[np.int64]
    Card = tuple[float, Mapping[str, tuple[Sequence[float], Sequence[float]]]]

__all__ = ["Doubts", "FirstLook", "card_log_odds", "chances_of", "doubts", "log_odds", "looked_again", "signs"]

_FLOOR = 1e-3
_SUSPECT = -6.0
"""Log-odds of a wrong label from which a text is looked at again: some 22 texts in 100, 99 of 100 that are wrong."""


class Doubts(NamedTuple):
    """For each text: the chance that its label is wrong (0..1), and the likeliest other label."""

    chance: Numbers
    other: Labels


class FirstLook(NamedTuple):
    """The signs of each text by name, the likeliest other label, and the one after it (the same if there is none)."""

    signs: dict[str, Numbers]
    other: Labels
    third: Labels


def doubts(said: Opinions, log_chances: Numbers, texts: Sequence[str], filed: Filed, *, seed: int = 0) -> Doubts:
    """The chance of each label to be wrong, stated for a set in which one label in twenty is."""
    from curation.analysis.mislabel_card import CARD, SECOND_CARD

    look = signs(said, log_chances, filed.labels)
    chances = chances_of(log_odds(look, texts, filed, CARD, SECOND_CARD, seed=seed))
    return Doubts(chances.astype(np.float32), look.other)


def log_odds(
    look: FirstLook, texts: Sequence[str], filed: Filed, first: Card, second: Card, *, seed: int = 0
) -> NDArray[np.float64]:
    """The log-odds of each label to be wrong: by the first card, and of suspects by the second."""
    odds = card_log_odds(look.signs, first)
    at, again = looked_again(look, odds, texts, filed, seed=seed)
    odds[at] = card_log_odds(again, second)
    return odds


def chances_of(odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Log-odds as chances (0..1)."""
    return np.asarray(1.0 / (1.0 + np.exp(-odds)), dtype=np.float64)


def looked_again(
    look: FirstLook, odds: NDArray[np.float64], texts: Sequence[str], filed: Filed, *, seed: int = 0
) -> tuple[Labels, dict[str, Numbers]]:
    """The texts that are suspect by the log-odds of a first look (positions), and all that is known of them by name.

    `length` is among it, since short texts fit many labels: in bytes of UTF-8, three of which are a Chinese character,
    which says about as much as three letters do.
    """
    at = np.flatnonzero(odds > _SUSPECT)
    seen = seen_again(filed, Suspects(at, look.other[at], look.third[at]), chances_of(odds), seed=seed)
    sizes = [len(texts[position].encode("utf-8", "surrogatepass")) for position in at.tolist()]
    length = np.log1p(np.array(sizes, dtype=np.float32))
    return at, {name: values[at] for name, values in look.signs.items()} | seen | {"length": length}


def card_log_odds(found: Mapping[str, Numbers], card: Card) -> NDArray[np.float64]:
    """The sum of what each sign adds: a broken line through the points of the card, level beyond its ends."""
    start, lines = card
    whole = np.full(len(next(iter(found.values()))), start, dtype=np.float64)
    for name, (places, values) in lines.items():
        whole += np.interp(found[name], places, values)
    return whole


def signs(said: Opinions, log_chances: Numbers, labels: Labels) -> FirstLook:
    """What is looked at of each text.

    Of the chances by all models together: that of the given label, how far the best other one is ahead (log and plain),
    how spread they are. Of each discriminant: the same, on the scale of its own scores. Of regression and votes: what
    both labels get. Then how many models are for either, and how much other texts of the two labels are confused.
    """
    own, best, other = _own_and_best(log_chances, labels)
    at, chances = np.arange(len(labels)), np.exp(log_chances)
    found = {
        "given": own,
        "ahead": best - own,
        "ahead_plainly": np.exp(best) - np.exp(own),
        "best": np.exp(best),
        "spread": -(chances * log_chances).sum(axis=1),
    }
    for name in ("kernel", "sentence", "static"):
        scores = getattr(said, name)
        scores = (scores - scores.mean(axis=1, keepdims=True)) / max(float(scores.std()), 1e-9)
        mine, rival, _ = _own_and_best(scores, labels)
        found |= {f"{name}_given": mine, f"{name}_ahead": rival - mine}
    for name in ("ridge", "votes", "meaning"):
        scores = getattr(said, name)
        mine, rival = scores[at, labels], scores[at, other]
        found |= {f"{name}_given": mine, f"{name}_other": rival, f"{name}_ahead": rival - mine}
    leaders = np.stack([scores.argmax(axis=1) for scores in said])
    found["for_other"] = (leaders == other).mean(axis=0)
    found["for_given"] = (leaders == labels).mean(axis=0)
    third = _third(log_chances, labels, other)
    return FirstLook(found | _pair_signs(chances, labels, other), other, third)


def _own_and_best(scores: Numbers, labels: Labels) -> tuple[Numbers, Numbers, Labels]:
    at = np.arange(len(labels))
    rest = scores.copy()
    rest[at, labels] = -np.inf
    other = rest.argmax(axis=1)
    return scores[at, labels], rest[at, other], other


def _third(log_chances: Numbers, labels: Labels, other: Labels) -> Labels:
    """The likeliest label but for the given one and the likeliest other one; this where there are but two."""
    if log_chances.shape[1] < 3:
        return other
    at, rest = np.arange(len(labels)), log_chances.copy()
    rest[at, labels] = rest[at, other] = -np.inf
    return np.asarray(rest.argmax(axis=1), dtype=np.int64)


def _pair_signs(chances: Numbers, labels: Labels, other: Labels) -> dict[str, Numbers]:
    """How much the other texts of two labels are confused, and how surely each label is kept; own row left out."""
    at, width = np.arange(len(labels)), chances.shape[1]
    mass = np.zeros((width, width))
    np.add.at(mass, labels, chances)
    sizes = np.bincount(labels, minlength=width)
    rest = np.maximum(sizes[labels] - 1, 1)
    given_to_other = (mass[labels, other] - chances[at, other]) / rest
    other_to_given = mass[other, labels] / np.maximum(sizes[other], 1)
    return {
        "given_to_other": np.log(np.maximum(given_to_other, 0.0) + _FLOOR),
        "other_to_given": np.log(other_to_given + _FLOOR),
        "given_kept": (np.diag(mass)[labels] - chances[at, labels]) / rest,
        "other_kept": np.diag(mass)[other] / np.maximum(sizes[other], 1),
    }

"""Pairs of labels that models which have not seen the texts cannot tell apart, and what may be done about each."""

from __future__ import annotations

from collections import Counter
from itertools import filterfalse
from math import log
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from curation.analysis.scripts import distinct_terms, is_unspaced, says_little, term_list
from curation.analysis.structure import halves_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from curation.analysis.judgement import Judgement

__all__ = [
    "FEWEST_CROSSING",
    "Advice",
    "LabelPair",
    "advice_for",
    "document_counts",
    "leak_scores",
    "neighbour_share",
    "overlap_scores",
    "overlap_shares",
    "overlapping",
    "shared_terms",
]

FEWEST_CROSSING = 4
"""Texts that must land on the other side before a pair is called hard to tell apart; one to three are noise."""

_USUAL_SHARES = (0.02, 0.02, 0.02)
"""Shares of pairs without overlap, put beside those seen, so that two or three labels have something to differ from."""
_TYPICAL = 1.5
_PAIRS_FOR_QUANTILE = 20
_Z = 1.645
_MOSTLY = 0.5
_MERGE = 0.25
_HALF_CROSSING = 0.6
_ONE_HALF = 0.8
_LIFTED, _SMOOTH, _USUAL = 1.5, 0.5, 0.1


class LabelPair(NamedTuple):
    """Two labels (positions), how much they overlap, and the texts that cross over.

    `confused` is the number of their texts expected to be given to the other one, `share` the same in parts of all
    their texts (0..1), `leak` the number expected to be filed under the wrong one of the two, over the geometric mean
    of their sizes. `crossing` holds the positions of the texts that the models would rather file under the other label,
    and the chance of that label, the surest first.
    """

    first: int
    second: int
    confused: float
    share: float
    leak: float
    crossing: tuple[tuple[int, float], ...]


def overlap_scores(judgement: Judgement) -> NDArray[np.float64]:
    """For each two labels the number of their texts that is expected to be given to the other.

    Soft confusion in counts: what a sure model and an unsure one give away both count, in parts. Of the scores compared
    in docs/methods.md it foretells best which labels a model trained on the texts confuses.
    """
    width = len(judgement.labels)
    mass = np.zeros((width, width))
    np.add.at(mass, judgement.given, judgement.probabilities.astype(np.float64))
    np.fill_diagonal(mass, 0.0)
    return np.asarray(mass + mass.T)


class Shares(NamedTuple):
    """For each two labels the share of their texts expected to be given to the other (0..1); what few pairs exceed."""

    shares: NDArray[np.float64]
    unusual: float


def overlap_shares(judgement: Judgement) -> Shares:
    """Shares of all pairs, and their 95 % quantile where there are enough pairs to have one."""
    width = len(judgement.labels)
    sizes = np.bincount(judgement.given, minlength=width)
    shares = overlap_scores(judgement) / np.maximum(sizes[:, None] + sizes[None, :], 1)
    above = shares[np.triu_indices(width, 1)]
    return Shares(shares, float(np.quantile(above, 0.95)) if len(above) >= _PAIRS_FOR_QUANTILE else 0.0)


def leak_scores(judgement: Judgement) -> NDArray[np.float64]:
    """For each two labels the texts expected to be filed under the wrong one, over the geometric mean of their sizes.

    Where part of one label was filed under another this stands out among all pairs; confusion alone does not tell it
    from two labels that are hard to tell apart.
    """
    width = len(judgement.labels)
    wrong = np.zeros((width, width))
    np.add.at(wrong, (judgement.given, judgement.other), judgement.doubt.astype(np.float64))
    sizes = np.maximum(np.bincount(judgement.given, minlength=width), 1)
    return np.asarray((wrong + wrong.T) / np.sqrt(sizes[:, None] * sizes[None, :]))


def overlapping(judgement: Judgement, *, threshold: float, leaked: float = 0.1) -> list[LabelPair]:
    """Pairs whose share is well above the median pair's or whose leak is at least `leaked`; most confused first.

    Well above is `threshold` and one and a half times the median, since models of few texts are unsure everywhere. Four
    texts must cross, and enough of all for the lower bound of their share (Wilson's, 95 % one-sided) to be half the
    threshold.
    """
    width = len(judgement.labels)
    sizes = np.bincount(judgement.given, minlength=width)
    confused, leak, share = overlap_scores(judgement), leak_scores(judgement), overlap_shares(judgement).shares
    typical = float(np.median([*share[np.triu_indices(width, 1)], *_USUAL_SHARES]))
    said = judgement.probabilities.argmax(axis=1)
    found = []
    for a, b in zip(*np.nonzero(np.triu((share - _TYPICAL * typical >= threshold) | (leak >= leaked), 1)), strict=True):
        over = np.flatnonzero(((judgement.given == a) & (said == b)) | ((judgement.given == b) & (said == a)))
        if len(over) < FEWEST_CROSSING or _least_share(len(over), int(sizes[a] + sizes[b])) < threshold / 2.0:
            continue
        chances = judgement.probabilities[over, said[over]].tolist()
        crossing = sorted(zip(over.tolist(), chances, strict=True), key=lambda item: (-item[1], item[0]))
        figures = [round(float(part[a, b]), 4) for part in (confused, share, leak)]
        over_with = tuple((at, round(chance, 4)) for at, chance in crossing)
        found.append(LabelPair(int(a), int(b), figures[0], figures[1], figures[2], over_with))
    return sorted(found, key=lambda pair: (-pair.confused, pair.first, pair.second))


def neighbour_share(judgement: Judgement, first: int, second: int) -> float:
    """Of the likeness of the texts of two labels to their nearest texts, the share of those under the other (0..1)."""
    shares = []
    for label, other in ((first, second), (second, first)):
        rows = np.flatnonzero(judgement.given == label)
        likeness = np.where(judgement.nearest[rows] >= 0, np.maximum(judgement.likeness[rows], 0.0), 0.0)
        across = np.where(judgement.given[judgement.nearest[rows]] == other, likeness, 0.0)
        shares.append(float(across.sum()) / max(float(likeness.sum()), 1e-9))
    return sum(shares) / 2.0


def _least_share(hits: int, count: int) -> float:
    """Wilson's lower bound of a share."""
    middle, spread = hits / count, _Z * _Z / count
    width = ((middle * (1.0 - middle) + spread / 4.0) / count) ** 0.5
    return float((middle + spread / 2.0 - _Z * width) / (1.0 + spread))


class Advice(NamedTuple):
    """`move`, `merge`, `entity`, `split` or `sharpen`; where a cluster may be split off, its texts (positions)."""

    kind: str
    cluster: tuple[int, ...] = ()


def advice_for(pair: LabelPair, judgement: Judgement, told: set[int], *, mislabelled: float) -> Advice:
    """What the crossing texts speak for.

    Most of them likely mislabelled: move them. Labels that confuse a quarter of their texts: merge them. Most of them
    with a near-twin under the other label but for labelled words (`told`, positions): an entity decides. Most of them
    in the smaller of two clusters of one label: split that off. Else the labels need texts that set them apart.
    """
    over = [at for at, _ in pair.crossing]
    if sum(judgement.doubt[at] >= mislabelled for at in over) >= _MOSTLY * len(over):
        return Advice("move")
    if pair.share >= _MERGE:
        return Advice("merge")
    if sum(at in told for at in over) >= _MOSTLY * len(over):
        return Advice("entity")
    for label in (pair.first, pair.second):
        own = [at for at in over if judgement.given[at] == label]
        members = np.flatnonzero(judgement.given == label).tolist()
        if len(own) < max(FEWEST_CROSSING, _MOSTLY * len(over)):
            continue
        halves = halves_of(judgement, members)
        if halves is None or halves.crossing > _HALF_CROSSING:
            continue
        cluster = min(halves[:2], key=len)
        if 2 * len(cluster) < len(members) and sum(at in cluster for at in own) >= _ONE_HALF * len(own):
            return Advice("split", cluster)
    return Advice("sharpen")


def shared_terms(
    first: Sequence[str], second: Sequence[str], rest: Counter[str], others: int, *, most: int = 5
) -> tuple[str, ...]:
    """The words that both sets of texts use and others do not: what is likely to make models confuse the two.

    A word counts by the smaller of its shares in the two sets, times how much more that is than its share among
    `others` further texts, of which `rest` holds it (the logarithm). Words of one or two letters are left out, English
    words without a meaning of their own, those in fewer than two texts of either set, those in a tenth of the others,
    and those that are not half as frequent again as among these.
    """
    counts = [document_counts(texts) for texts in (first, second)]
    found = {}
    for word in filterfalse(says_little, counts[0].keys() & counts[1].keys()):
        share = min(counts[0][word] / len(first), counts[1][word] / len(second))
        lift = share / ((rest[word] + _SMOOTH) / (others + 10.0 * _SMOOTH))
        usual = rest[word] >= _USUAL * others > 0
        if min(counts[0][word], counts[1][word]) > 1 and lift >= _LIFTED and not usual:
            found[word] = share * log(lift)
    return distinct_terms(sorted(found, key=lambda word: (-round(found[word], 9), -len(word), word)), most)


def document_counts(texts: Iterable[str]) -> Counter[str]:
    """In how many texts each word of three letters or more stands; of scripts without spaces, of two characters."""
    counts: Counter[str] = Counter()
    for text in texts:
        words = {word.strip(".,;:!?'\"()") for word in text.casefold().split()}
        terms = set() if text.isascii() else set(filter(is_unspaced, term_list(text.casefold())))
        counts.update(terms | {word for word in words if len(word) > 2 and not (terms and is_unspaced(word))})
    return counts

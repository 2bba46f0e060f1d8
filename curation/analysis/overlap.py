"""Pairs of labels that a simple model cannot tell apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from curation.analysis.crossval import OutOfFold

__all__ = ["LabelPair", "confusions", "shared_terms"]


_USUAL_SHARES = (0.2, 0.2, 0.2)
"""Shares of pairs without overlap, put beside those seen, so that two or three labels have something to differ from."""

FEWEST_CROSSING = 3
"""Texts that must land on the other side before a pair is called hard to tell apart; one or two are noise."""


class LabelPair(NamedTuple):
    """Two labels, how much of their probability goes to each other (0..1), and the texts that cross over.

    `typical` is the median share over all pairs of labels: what a pair without overlap comes to here.
    `crossing` holds (position, share of the other label), the most doubtful first.
    """

    first: str
    second: str
    share: float
    typical: float
    crossing: tuple[tuple[int, float], ...]


def confusions(result: OutOfFold, labels: Sequence[str], *, threshold: float) -> list[LabelPair]:
    """Pairs whose share is at least `threshold` above the typical one and that texts cross, most shared first.

    For texts of a and b, the share is p(other) / (p(own) + p(other)), averaged over each label and then over
    the two: 0 where the model is always sure, 0.5 where it tosses a coin, 1 where the labels are swapped.
    Probability given to third labels does not count, so the number means the same for 3 labels and for 300.
    A model of few texts is unsure everywhere; taking the typical share off keeps such a set from being flagged
    as a whole.
    """
    own = np.array([result.labels.index(label) for label in labels])
    shares = np.zeros((len(result.labels), len(result.labels)))
    for label in range(len(result.labels)):
        given = result.probabilities[own == label]
        shares[label] = (given / np.maximum(given + given[:, [label]], 1e-12)).mean(axis=0)
    mutual = (shares + shares.T) / 2.0
    above = np.triu_indices(len(result.labels), 1)
    typical = float(np.median([*mutual[above], *_USUAL_SHARES]))
    found = []
    for a, b in zip(*above, strict=True):
        if mutual[a, b] < threshold + typical:
            continue
        crossing = _crossing(result, own, int(a), int(b))
        if len(crossing) >= FEWEST_CROSSING:
            pair = LabelPair(
                result.labels[a], result.labels[b], round(float(mutual[a, b]), 4), round(typical, 4), crossing
            )
            found.append(pair)
    return sorted(found, key=lambda pair: (-pair.share, pair.first, pair.second))


def _crossing(result: OutOfFold, own: NDArray[np.int64], a: int, b: int) -> tuple[tuple[int, float], ...]:
    """The texts of each label that the model would rather file under the other."""
    found = []
    for here, there in ((a, b), (b, a)):
        rows = np.flatnonzero(own == here)
        given = result.probabilities[rows]
        rows, given = rows[given.argmax(axis=1) == there], given[given.argmax(axis=1) == there]
        share = given[:, there] / (given[:, here] + given[:, there])
        found += [(int(row), float(p)) for row, p in zip(rows, share, strict=True)]
    return tuple(sorted(found, key=lambda item: (-round(item[1], 9), item[0])))


def shared_terms(first: Sequence[str], second: Sequence[str], *, most: int = 5) -> tuple[str, ...]:
    """The words that both sets of texts use most, measured by the smaller share of texts that hold them.

    Words of one or two letters are left out, as are words in fewer than two texts of either set.
    """
    counts = [_document_counts(texts) for texts in (first, second)]
    common = {
        word: min(counts[0][word] / len(first), counts[1][word] / len(second))
        for word in counts[0].keys() & counts[1].keys()
        if counts[0][word] > 1 and counts[1][word] > 1
    }
    return tuple(sorted(common, key=lambda word: (-common[word], word))[:most])


def _document_counts(texts: Sequence[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for text in texts:
        for word in {word.strip(".,;:!?'\"()") for word in text.casefold().split()}:
            if len(word) > 2:
                counts[word] = counts.get(word, 0) + 1
    return counts

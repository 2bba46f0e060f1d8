"""Pairs of labels that a simple model cannot tell apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from curation.analysis.crossval import OutOfFold

__all__ = ["LabelPair", "confusions", "shared_terms"]


class LabelPair(NamedTuple):
    """Two labels, how much of their probability goes to each other (0..1), and the texts that cross over.

    `crossing` holds (position, probability of the other label), the most doubtful first.
    """

    first: str
    second: str
    share: float
    crossing: tuple[tuple[int, float], ...]


def confusions(result: OutOfFold, labels: Sequence[str], *, threshold: float) -> list[LabelPair]:
    """Pairs of labels whose shared probability is at least `threshold`, most shared first.

    For texts of a and b, the share is p(other) / (p(own) + p(other)), averaged over each label and then over
    the two: 0 where the model is always sure, 0.5 where it tosses a coin, 1 where the labels are swapped.
    Probability given to third labels does not count, so the number means the same for 3 labels and for 300.
    """
    own = np.array([result.labels.index(label) for label in labels])
    found = []
    for a, first in enumerate(result.labels):
        for b in range(a + 1, len(result.labels)):
            crossing, shares = [], []
            for here, there in ((a, b), (b, a)):
                rows = np.flatnonzero(own == here)
                mine, other = result.probabilities[rows, here], result.probabilities[rows, there]
                share = other / np.maximum(mine + other, 1e-12)
                shares.append(share.mean())
                best = result.probabilities[rows].argmax(axis=1) == there
                crossing += [(int(row), float(p)) for row, p in zip(rows[best], share[best], strict=True)]
            if np.mean(shares) >= threshold and crossing:
                crossing.sort(key=lambda item: (-item[1], item[0]))
                found.append(LabelPair(first, result.labels[b], round(float(np.mean(shares)), 4), tuple(crossing)))
    return sorted(found, key=lambda pair: (-pair.share, pair.first, pair.second))


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

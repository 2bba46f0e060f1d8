"""The shape of one label's texts: two clusters in one, openings and words they share."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from curation.analysis.scripts import LEFT_OF_NOT, distinct_terms, is_unspaced, says_little, term_list

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from curation.analysis.judgement import Judgement

__all__ = [
    "FEWEST_CUT", "Halves", "frame_of", "halves_of", "opening_of", "says_something", "telling_words",
    "usual_words",
]  # fmt: skip

_MOST_CUT = 600
FEWEST_CUT = 24
"""Texts a label needs before its two parts mean anything."""
_COMMON = 0.2
_FRAMED = 0.8


class Halves(NamedTuple):
    """Two parts of a label's texts (positions), and how much of their likeness crosses over (0..1, 1 at random)."""

    first: tuple[int, ...]
    second: tuple[int, ...]
    crossing: float


def halves_of(judgement: Judgement, members: Sequence[int]) -> Halves | None:
    """The best cut of a label's texts into two by the neighbour graph; `None` where there are too few to say.

    The second eigenvector of the normalised Laplacian orders the texts, and of all cuts along it that leave a quarter
    on each side the one with the least normalised cut is taken. Of more than 600 texts every second, third and so on is
    looked at.
    (Shi & Malik 2000, "Normalized cuts and image segmentation".)
    """
    import numpy as np
    from scipy.linalg import eigh

    if len(members) < FEWEST_CUT:
        return None
    kept = list(members)[:: -(-len(members) // _MOST_CUT)]  # an even draw where there are very many
    place = np.full(len(judgement.given), -1)
    place[kept] = np.arange(len(kept))
    beside = np.where(judgement.nearest[kept] >= 0, place[judgement.nearest[kept]], -1)
    row, column = np.nonzero((beside >= 0) & (judgement.likeness[kept] > 0))
    weights = np.zeros((len(kept), len(kept)))
    weights[row, beside[row, column]] = judgement.likeness[kept][row, column]
    weights = np.maximum(weights, weights.T)
    linked = np.flatnonzero(weights.sum(axis=1) > 0)
    if len(linked) < FEWEST_CUT:
        return None
    weights = weights[np.ix_(linked, linked)]
    degree = weights.sum(axis=1)
    scaled = weights / np.sqrt(degree[:, None] * degree[None, :])
    size = len(linked)
    _, vectors = eigh(np.eye(size) - scaled, subset_by_index=[1, 1])
    vector = np.round(vectors[:, 0] / np.sqrt(degree), 8)
    order = np.lexsort((np.arange(size), vector if vector[np.argmax(np.abs(vector))] > 0 else -vector))
    cut, at = _best_cut(weights[np.ix_(order, order)])
    first, second = (tuple(sorted(kept[linked[i]] for i in part)) for part in (order[:at], order[at:]))
    first, second = sorted((first, second))
    return Halves(first, second, round(min(cut, 1.0), 4))


def _best_cut(weights: NDArray) -> tuple[float, int]:  # type: ignore[type-arg]
    """The least normalised cut (1 is a cut at random) and where it falls, a quarter on each side."""
    import numpy as np

    size, degree = len(weights), weights.sum(axis=1)
    inside = np.cumsum(np.cumsum(weights, axis=0), axis=1)
    volumes = np.cumsum(degree)
    best = (1.0, size // 2)
    for at in range(max(size // 4, 1), size - max(size // 4, 1) + 1):
        cut = volumes[at - 1] - inside[at - 1, at - 1]
        value = cut / volumes[at - 1] + cut / (volumes[-1] - volumes[at - 1])
        best = min(best, (float(round(value, 6)), at))
    return best


def opening_of(texts: Sequence[str], words: int = 3) -> tuple[str, float]:
    """The opening of `words` words that most texts share, and the share of all texts that begin with it.

    Of a script without spaces the first characters, one more than words.
    """
    counted = Counter(filter(None, (_opening(text, words) for text in texts)))
    if not counted:
        return "", 0.0
    opening, count = min(counted.items(), key=lambda item: (-item[1], item[0]))
    return opening, count / len(texts)


def _opening(text: str, words: int) -> str:
    parts = text.split()
    if len(parts) > words:
        return " ".join(parts[:words])
    return text[: words + 1] if is_unspaced(text) and len(text) > 2 * words else ""


def frame_of(texts: Sequence[str], words: int = 3) -> tuple[tuple[str, ...], float]:
    """The words that most texts have in the same order, and the share of texts that have them so; none for too few.

    They are what is left where one template was filled with many things.
    """
    listed = [term_list(text) for text in texts]
    counted = Counter(word for found in listed for word in set(found))
    usual = {word for word, count in counted.items() if count >= _FRAMED * len(texts)}
    orders = Counter(tuple(dict.fromkeys(word for word in found if word in usual)) for found in listed)
    if len(usual) < words:
        return (), 0.0
    order, count = min(orders.items(), key=lambda item: (-item[1], item[0]))
    kept = distinct_terms(sorted(order, key=lambda word: -len(word)), len(order))
    frame = tuple(word for word in order if word in kept)
    return (frame, count / len(texts)) if len(frame) >= words else ((), 0.0)


def telling_words(
    first: Sequence[str], second: Sequence[str], usual: frozenset[str] = frozenset(), *, most: int = 4
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words that set two sets of texts apart: by how much larger a share of one than of the other holds them.

    `usual` words, which stand everywhere, and function words tell nothing.
    """
    usual |= LEFT_OF_NOT
    mine, theirs = _shares(first), _shares(second)
    return _leading(mine, theirs, usual, most), _leading(theirs, mine, usual, most)


def usual_words(texts: Sequence[str]) -> frozenset[str]:
    """The words that a fifth of the texts hold."""
    return frozenset(word for word, share in _shares(texts).items() if share >= _COMMON)


def _shares(texts: Sequence[str]) -> dict[str, float]:
    """The share of texts that hold each word, for words in two texts or more."""
    counted = Counter(word for text in texts for word in set(term_list(text.casefold())) if says_something(word))
    return {word: count / len(texts) for word, count in counted.items() if count > 1}


def says_something(word: str) -> bool:
    """Not a letter or two of an alphabet, such as what an apostrophe leaves."""
    return len(word) > 2 or not word.isascii()


def _leading(
    mine: Mapping[str, float], theirs: Mapping[str, float], usual: frozenset[str], most: int
) -> tuple[str, ...]:
    gain = {
        word: share - theirs.get(word, 0.0)
        for word, share in mine.items()
        if word not in usual and not says_little(word)
    }
    ahead = [word for word, more in gain.items() if more > 0]
    return tuple(sorted(ahead, key=lambda word: (-round(gain[word], 9), word))[:most])

"""Texts without a label against texts with one: what they are like, how sure that is, and what is new."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from curation.analysis.blocks import in_blocks, single_threaded
from curation.analysis.crossval import log_chances
from curation.analysis.encoder import unit_rows
from curation.analysis.features import embed
from curation.analysis.scripts import word_list

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from curation.analysis.encoder import Encoder

    Matrix = NDArray[np.float32]

__all__ = ["Guess", "Known", "Theme", "themes_of"]

_STATIC_WEIGHT = 0.7
_RIDGE = 0.3
_ALIKE = 0.55
"""Cosine from which two texts are of one theme."""
_SHOWN_WORDS = 3


class Guess(NamedTuple):
    """The likeliest label of a text and the next one (positions), their chances, the nearest known text, its novelty.

    `novelty` is the share of the known texts that are more like another known text than this text is like any (0..1):
    0.99 means that hardly any known text stands so much alone.
    """

    label: int
    chance: float
    rival: int
    rival_chance: float
    nearest: int
    likeness: float
    novelty: float


class Known:
    """Known texts and their labels, ready to be asked about others, in any number of turns.

    Regression on the sentence and static vectors, its chances made sharp enough by the known texts themselves, each
    answered without itself; and the likeness of each known text to the nearest other one, which says what is usual.
    """

    def __init__(self, texts: Sequence[str], labels: Sequence[str], encoder: Encoder) -> None:
        self.texts = tuple(texts)
        self.labels = tuple(sorted(set(labels)))
        self._encoder = encoder
        index = {label: at for at, label in enumerate(self.labels)}
        given = np.array([index[label] for label in labels], dtype=np.int64)
        with single_threaded():
            self._rows = self._features(self.texts)
        self._middle = self._rows.mean(axis=0)
        one_hot = np.zeros((len(given), len(self.labels)), dtype=np.float64)
        one_hot[np.arange(len(given)), given] = 1.0
        with single_threaded():
            rows = self._design(self._rows).astype(np.float64)
            # Labels weigh the same: a large intent would else take what is like nothing.
            weight = 1.0 / np.maximum(one_hot.sum(axis=0), 1.0)[given] * len(given) / max(len(self.labels), 1)
            gram = (rows * weight[:, None]).T @ rows + _RIDGE * np.eye(rows.shape[1])
            inverse = np.linalg.inv(gram)
            self._weights = (inverse @ ((rows * weight[:, None]).T @ one_hot)).astype(np.float32)
            said = rows @ self._weights
            hat = np.minimum(np.einsum("ij,jk,ik->i", rows, inverse, rows, optimize=True) * weight, 0.99)
            said = one_hot - (one_hot - said) / (1.0 - hat)[:, None]
            self._sharpness = _sharpness(said, given)
            self._usual = np.sort(self._nearest_other())

    def ask(self, texts: Sequence[str]) -> list[Guess]:
        """A guess a text."""
        if not texts:
            return []
        with single_threaded():
            rows = self._features(texts)
            chances = np.exp(log_chances(self._sharpness * (self._design(rows) @ self._weights)))
            found = in_blocks(lambda block: self._closest(rows[block]), len(rows), size=512)
        nearest, likeness = (np.concatenate([part[side] for part in found]) for side in (0, 1))
        novelty = 1.0 - np.searchsorted(self._usual, likeness) / max(len(self._usual), 1)
        best = np.argsort(-chances, axis=1, kind="stable")[:, :2]
        return [
            Guess(
                int(best[at, 0]),
                round(float(chances[at, best[at, 0]]), 4),
                int(best[at, -1]),
                round(float(chances[at, best[at, -1]]), 4) if len(self.labels) > 1 else 0.0,
                int(nearest[at]),
                round(float(likeness[at]), 4),
                round(float(novelty[at]), 4),
            )
            for at in range(len(texts))
        ]

    def vectors(self, texts: Sequence[str]) -> Matrix:
        """Rows of unit length that say what texts mean."""
        return self._features(texts)

    def _features(self, texts: Sequence[str]) -> Matrix:
        return unit_rows(np.hstack([self._encoder.encode(texts), _STATIC_WEIGHT * embed(texts)]).astype(np.float32))

    def _design(self, rows: Matrix) -> Matrix:
        return np.hstack([rows - self._middle, np.ones((len(rows), 1), dtype=np.float32)])

    def _closest(self, rows: Matrix) -> tuple[NDArray[np.int64], Matrix]:
        cosine = rows @ self._rows.T
        nearest = cosine.argmax(axis=1)
        return nearest, cosine[np.arange(len(rows)), nearest]

    def _nearest_other(self) -> Matrix:
        def look(block: slice) -> Matrix:
            cosine = self._rows[block] @ self._rows.T
            cosine[np.arange(len(cosine)), np.arange(block.start, block.stop)] = -1.0
            return np.asarray(cosine.max(axis=1), dtype=np.float32)

        return np.concatenate(in_blocks(look, len(self._rows), size=512))


def _sharpness(said: NDArray[np.float64], given: NDArray[np.int64]) -> float:
    """The factor under which the given labels are likeliest."""
    from scipy.optimize import minimize_scalar

    at = np.arange(len(given))
    found = minimize_scalar(
        lambda power: -float(log_chances(said * np.exp(power))[at, given].mean()), bounds=(0.0, 4.0), method="bounded"
    )
    return float(np.exp(found.x))


class Theme(NamedTuple):
    """Texts that belong together (positions, the one that stands for them first), and words they share."""

    members: tuple[int, ...]
    words: tuple[str, ...]


def themes_of(texts: Sequence[str], vectors: Matrix, counts: Sequence[int]) -> list[Theme]:
    """Texts grouped by meaning, the most frequent first; every member is alike to the text that stands for its theme.

    Texts are taken from the most frequent on, ties by text; each joins the first theme whose leading text it is alike
    to, or leads a theme of its own. The words are those that more of a theme's texts than of all others hold.
    """
    order = sorted(range(len(texts)), key=lambda at: (-counts[at], texts[at]))
    leaders: list[int] = []
    members: list[list[int]] = []
    led = np.zeros((0, vectors.shape[1]), dtype=np.float32)
    for at in order:
        like = led @ vectors[at] if leaders else np.zeros(0)
        place = int(like.argmax()) if len(like) and like.max() >= _ALIKE else -1
        if place < 0:
            leaders.append(at)
            members.append([at])
            led = np.vstack([led, vectors[at : at + 1]])
        else:
            members[place].append(at)
    words = [set(word_list(text.casefold())) for text in texts]
    everywhere = Counter(word for found in words for word in found)
    found = [Theme(tuple(part), _words_of(part, words, everywhere)) for part in members]
    return sorted(found, key=lambda theme: (-sum(counts[at] for at in theme.members), texts[theme.members[0]]))


def _words_of(part: list[int], words: list[set[str]], everywhere: Counter[str]) -> tuple[str, ...]:
    inside = Counter(word for at in part for word in words[at] if len(word) > 2 or not word.isascii())
    rest = max(len(words) - len(part), 1)
    gain = {w: count / len(part) - (everywhere[w] - count) / rest for w, count in inside.items()}
    return tuple(sorted(gain, key=lambda word: (-round(gain[word], 6), word))[:_SHOWN_WORDS])

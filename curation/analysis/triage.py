"""Texts without a label against texts with one: what they are like, how sure that is, and what is new."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from curation.analysis.blocks import in_blocks, single_threaded
from curation.analysis.crossval import log_chances
from curation.analysis.encoder import unit_rows
from curation.analysis.features import embed
from curation.analysis.neighbours import nearest_outside
from curation.analysis.scripts import word_list
from curation.analysis.smoothing import one_hot_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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
    """The likeliest route of a text, the likeliest label in it, and the likeliest label of another route (positions).

    `chance` and `rival_chance` are those of the two routes, `nearest` is the known text it is most like. `novelty` is
    the share of the known texts that are more like another known text than this text is like any (all 0..1): 0.99 means
    that hardly any known text stands so much alone.
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

    `routes` gives each label the route it belongs to: chances of labels of one route add up, since they compete only
    for what happens later. Regression on the sentence and static vectors, its chances made as sharp as the known texts
    bear out, each answered without its group; and the likeness of each known text to the nearest of another group,
    which says what is usual. `labels` and `routes` are in order of `labels`' names. Without an encoder the static
    vectors stand alone: twenty times as fast, for logs of many texts.
    """

    def __init__(
        self,
        texts: Sequence[str],
        given: Sequence[int],
        routes: Sequence[int],
        groups: Sequence[int],
        encoder: Encoder | None,
    ) -> None:
        self._encoder = encoder
        self._routes = np.asarray(routes, dtype=np.int64)
        labels, group = np.asarray(given, dtype=np.int64), np.asarray(groups)
        with single_threaded():
            self._rows = self._features(texts)
            self._middle = self._rows.mean(axis=0)
            rows = self._design(self._rows).astype(np.float64)
            one_hot = one_hot_of(labels, len(self._routes)).astype(np.float64)
            # Labels weigh the same: a large intent would else take what is like nothing.
            weight = len(labels) / len(self._routes) / np.bincount(labels, minlength=len(self._routes))[labels]
            gram = (rows * weight[:, None]).T @ rows + _RIDGE * np.eye(rows.shape[1])
            inverse = np.linalg.inv(gram)
            self._weights = (inverse @ ((rows * weight[:, None]).T @ one_hot)).astype(np.float32)
            said = _without_groups(rows, inverse, weight, one_hot, rows @ self._weights, group)
            self._sharpness = _sharpness(said, labels)
            self._usual = np.sort(nearest_outside(self._rows, groups, [0] * len(group), most=1).similarity[:, 0])

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
        return list(map(Guess, *self._answers(chances), nearest.tolist(), _rounded(likeness), _rounded(novelty)))

    def _answers(self, chances: Matrix) -> tuple[list[int], list[float], list[int], list[float]]:
        """The best label of the best route and of the second best, each with the chance of its route."""
        by_route = chances @ one_hot_of(self._routes, int(self._routes.max()) + 1)
        rows, found = np.arange(len(chances)), []
        for _ in range(2):
            route = by_route.argmax(axis=1)
            label = np.where(self._routes[None, :] == route[:, None], chances, -1.0).argmax(axis=1)
            found += [label.tolist(), _rounded(by_route[rows, route])]
            by_route[rows, route] = -1.0
        return found[0], found[1], found[2], found[3]

    def vectors(self, texts: Sequence[str]) -> Matrix:
        """Rows of unit length that say what texts mean."""
        with single_threaded():
            return self._features(texts)

    def _features(self, texts: Sequence[str]) -> Matrix:
        if self._encoder is None:
            return embed(texts)
        return unit_rows(np.hstack([self._encoder.encode(texts), _STATIC_WEIGHT * embed(texts)]).astype(np.float32))

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """What was learned, as plain arrays, to be asked elsewhere."""
        learned = {"rows": self._rows, "middle": self._middle, "weights": self._weights, "usual": self._usual}
        return {**learned, "routes": self._routes, "sharpness": np.array(self._sharpness)}

    @classmethod
    def of_arrays(cls, arrays: Mapping[str, NDArray[np.generic]], encoder: Encoder | None) -> Known:
        """What `arrays` of another gave, ready to be asked; the encoder must be the same."""
        made = cls.__new__(cls)
        made._encoder = encoder
        for name in ("rows", "middle", "weights", "usual", "routes"):
            setattr(made, f"_{name}", arrays[name])
        made._sharpness = float(arrays["sharpness"])
        return made

    def _design(self, rows: Matrix) -> Matrix:
        return np.hstack([rows - self._middle, np.ones((len(rows), 1), dtype=np.float32)])

    def _closest(self, rows: Matrix) -> tuple[NDArray[np.int64], Matrix]:
        cosine = rows @ self._rows.T
        nearest = cosine.argmax(axis=1)
        return nearest, cosine[np.arange(len(rows)), nearest]


def _rounded(values: NDArray[np.floating]) -> list[float]:
    found: list[float] = np.round(values.astype(np.float64), 4).tolist()
    return found


def _without_groups(
    rows: NDArray[np.float64],
    inverse: NDArray[np.floating],
    weight: NDArray[np.floating],
    one_hot: NDArray[np.float64],
    said: NDArray[np.float64],
    groups: NDArray[np.int64],
) -> NDArray[np.float64]:
    """What weighted regression says of each text without its group: residuals over (I - H), as in `smoothing`."""
    out = np.empty_like(said)
    for group in np.unique(groups):
        at = np.flatnonzero(groups == group)
        hat = rows[at] @ inverse @ (rows[at] * weight[at, None]).T
        out[at] = one_hot[at] - np.linalg.solve(np.eye(len(at)) * (1.0 + 1e-9) - hat, one_hot[at] - said[at])
    return out


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

    Texts are taken from the most frequent on, ties by text; each joins the theme whose leading text it is most alike
    to, or leads a theme of its own. The words are those that stand out most in a theme's texts.
    """
    order = sorted(range(len(texts)), key=lambda at: (-counts[at], texts[at]))
    members: list[list[int]] = []
    led = np.empty((64, vectors.shape[1]), dtype=np.float32)
    for at in order:
        like = led[: len(members)] @ vectors[at]
        if members and like.max() >= _ALIKE:
            members[int(like.argmax())].append(at)
            continue
        if len(members) == len(led):
            led = np.concatenate([led, np.empty_like(led)])
        led[len(members)] = vectors[at]
        members.append([at])
    words = [set(word_list(text.casefold())) for text in texts]
    everywhere = Counter(word for found in words for word in found)
    found = [Theme(tuple(part), _words_of(part, words, everywhere)) for part in members]
    return sorted(found, key=lambda theme: (-sum(counts[at] for at in theme.members), texts[theme.members[0]]))


def _words_of(part: list[int], words: list[set[str]], everywhere: Counter[str]) -> tuple[str, ...]:
    inside = Counter(word for at in part for word in words[at] if len(word) > 2 or not word.isascii())
    rest = max(len(words) - len(part), 1)
    gain = {w: count / len(part) - (everywhere[w] - count) / rest for w, count in inside.items()}
    return tuple(sorted(gain, key=lambda word: (-round(gain[word], 6), word))[:_SHOWN_WORDS])

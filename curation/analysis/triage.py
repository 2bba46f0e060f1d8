"""Texts without a label against texts with one: what they are like, how sure that is, and what is new."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from curation.analysis.blocks import in_blocks, single_threaded
from curation.analysis.crossval import log_chances
from curation.analysis.encoder import unit_rows
from curation.analysis.features import embed
from curation.analysis.novelty import Kin, Regression, chance_known, learned_gate
from curation.analysis.scripts import distinct_terms, says_little, term_list
from curation.analysis.smoothing import one_hot_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from curation.analysis.encoder import Encoder
    from curation.analysis.novelty import Fit

    Matrix = NDArray[np.float32]

__all__ = ["Guess", "Known", "Theme", "themes_of"]

_STATIC_WEIGHT = 0.7
_ALIKE = 0.3
"""Mean cosine from which two groups of texts are one theme, of what sets them apart from the known ones."""
_SHOWN_WORDS = 3
_SURE, _NEW = 0.5, 0.5


class Guess(NamedTuple):
    """The likeliest route of a text, the likeliest label in it, and the likeliest label of another route (positions).

    `chance` and `rival_chance` are those of the two routes, `nearest` is the known text it is most like. `novelty` is
    how likely it belongs to no label at all, if half of all texts do (all 0..1).
    """

    label: int
    chance: float
    rival: int
    rival_chance: float
    nearest: int
    novelty: float

    @property
    def covered(self) -> bool:
        """Whether the label is for the text: it is likelier known than new, and so is its route."""
        return self.novelty < _NEW and self.chance >= _SURE


class Known:
    """Known texts and their labels, ready to be asked about others, in any number of turns.

    `routes` gives each label the route it belongs to: chances of labels of one route add up, since they compete only
    for what happens later. Regression on the sentence and static vectors, its chances made as sharp as the known texts
    bear out, each answered without its group; and what tells texts of these labels from those of others, learned from
    labels that are left out in turn. `labels` and `routes` are in order of `labels`' names. Without an encoder the
    static vectors stand alone: some fifteen times as fast, for logs of many texts.
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
            self._model, fit = Regression.fitted(self._rows, labels, len(self._routes))
            self._sharpness = _sharpness(_without_groups(fit, group), labels)
            self._gate = learned_gate(self._rows, labels, group)
            self._labels, self._groups = labels, group
            self._kin = Kin(self._rows, labels, group)

    def ask(self, texts: Sequence[str]) -> list[Guess]:
        """A guess a text."""
        if not texts:
            return []
        with single_threaded():
            rows = self._features(texts)
            scores = self._model.scores(rows)
            chances = np.exp(log_chances(self._sharpness * scores))
            nearest = np.concatenate(in_blocks(lambda block: self._nearest(rows[block]), len(rows), size=512))
            novelty = 1.0 - chance_known(self._gate, scores, rows, self._kin)
        return list(map(Guess, *self._answers(chances), nearest.tolist(), _rounded(novelty)))

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

    def directions(self, texts: Sequence[str]) -> Matrix:
        """Rows of unit length that say how texts differ from the middle of the known ones."""
        return unit_rows(self.vectors(texts) - self._model.middle)

    def _features(self, texts: Sequence[str]) -> Matrix:
        if self._encoder is None:
            return embed(texts)
        return unit_rows(np.hstack([self._encoder.encode(texts), _STATIC_WEIGHT * embed(texts)]).astype(np.float32))

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """What was learned, as plain arrays, to be asked elsewhere."""
        learned = {"rows": self._rows, "labels": self._labels, "groups": self._groups, "routes": self._routes}
        return {**learned, **self._model._asdict(), "gate": self._gate, "sharpness": np.array(self._sharpness)}

    @classmethod
    def of_arrays(cls, arrays: Mapping[str, NDArray[Any]], encoder: Encoder | None) -> Known:
        """What `arrays` of another gave, ready to be asked; the encoder must be the same."""
        made = cls.__new__(cls)
        made._encoder = encoder
        for name in ("rows", "labels", "groups", "routes", "gate"):
            setattr(made, f"_{name}", arrays[name])
        made._model = Regression(arrays["middle"], arrays["weights"])
        made._sharpness = float(arrays["sharpness"])
        with single_threaded():
            made._kin = Kin(made._rows, made._labels, made._groups)
        return made

    def _nearest(self, rows: Matrix) -> NDArray[np.int64]:
        return np.asarray((rows @ self._rows.T).argmax(axis=1))


def _rounded(values: NDArray[np.floating]) -> list[float]:
    found: list[float] = np.round(values.astype(np.float64), 4).tolist()
    return found


def _without_groups(fit: Fit, groups: NDArray[np.integer]) -> NDArray[np.float64]:
    """What weighted regression says of each text without its group: residuals over (I - H), as in `smoothing`."""
    out, spread, order = np.empty_like(fit.said), fit.design @ fit.inverse, np.argsort(groups, kind="stable")
    for at in np.split(order, np.flatnonzero(np.diff(groups[order])) + 1):
        hat = spread[at] @ (fit.design[at] * fit.weight[at, None]).T
        away = np.linalg.solve(np.eye(len(at)) * (1.0 + 1e-9) - hat, fit.hot[at] - fit.said[at])
        out[at] = fit.hot[at] - away
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


def themes_of(texts: Sequence[str], directions: Matrix, counts: Sequence[int]) -> list[Theme]:
    """Texts grouped by meaning, the largest groups first, in each the most frequent text first, ties by text.

    `directions` are rows of unit length. Groups are joined from the most alike on, as long as the mean cosine between
    their texts is at least 0.3 (average linkage). The words are those in many of a theme's texts and in few of all.
    """
    members = _joined(directions)
    words = [set(term_list(text.casefold())) for text in texts]
    everywhere = Counter(word for found in words for word in found)
    found = []
    for part in members:
        ordered = sorted(part, key=lambda at: (-counts[at], texts[at]))
        found.append(Theme(tuple(ordered), _words_of(ordered, words, everywhere)))
    return sorted(found, key=lambda theme: (-sum(counts[at] for at in theme.members), texts[theme.members[0]]))


def _joined(directions: Matrix) -> list[list[int]]:
    from scipy.cluster.hierarchy import fcluster, linkage

    if len(directions) < 2:
        return [[at] for at in range(len(directions))]
    with single_threaded():
        alike = directions @ directions.T
    # Row by row: the indices of all pairs would take four times what the pairs take.
    apart = np.concatenate([row[at + 1 :] for at, row in enumerate(alike)], dtype=np.float64)
    np.maximum(np.subtract(1.0, apart, out=apart), 0.0, out=apart)
    number = fcluster(linkage(apart, "average"), 1.0 - _ALIKE, "distance")
    groups: dict[int, list[int]] = {}
    for at, group in enumerate(number.tolist()):
        groups.setdefault(group, []).append(at)
    return list(groups.values())


def _words_of(part: list[int], words: list[set[str]], everywhere: Counter[str]) -> tuple[str, ...]:
    inside = Counter(word for at in part for word in words[at] if len(word) > 2 or not word.isascii())
    inside = Counter({word: count for word, count in inside.items() if not says_little(word)}) or inside
    weight = {
        word: count * float(np.log((len(words) + 1.0) / (everywhere[word] + 0.5))) for word, count in inside.items()
    }
    return distinct_terms(sorted(weight, key=lambda word: (-round(weight[word], 6), -len(word), word)), _SHOWN_WORDS)

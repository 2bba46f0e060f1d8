"""The split as a splitter that scikit-learn takes: near-duplicates together, shares to the row."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from curation.analysis.neighbours import groups_of, near_pairs
from curation.analysis.normalise import text_key
from curation.analysis.splitting import Group, Stratum, dealt

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

__all__ = ["FairFolds"]


class FairFolds:
    """Folds over texts for `cross_val_score(model, texts, labels, cv=FairFolds(5))`.

    Texts that are nearly the same (character TF-IDF cosine of `similarity` or more) are never in two folds, labels have
    the same share of every fold as far as such groups allow, and neither the order of rows nor their number elsewhere
    matters. `groups` given by the caller are kept whole as well.

    >>> texts = [f"{verb} the {noun}" for verb in ("open", "lock") for noun in ("door", "window", "gate", "shed")]
    >>> labels = ["open"] * 4 + ["lock"] * 4
    >>> [sorted(labels[at] for at in test) for _, test in FairFolds(2).split(texts, labels)]
    [['lock', 'lock', 'open', 'open'], ['lock', 'lock', 'open', 'open']]
    """

    def __init__(self, n_splits: int = 5, *, similarity: float = 0.8, seed: int = 0) -> None:
        if n_splits < 2:
            raise ValueError("n_splits: cross-validation needs two folds or more")
        self.n_splits, self.similarity, self.seed = n_splits, similarity, seed

    def __repr__(self) -> str:
        """As it was made."""
        return f"FairFolds({self.n_splits}, similarity={self.similarity}, seed={self.seed})"

    def get_n_splits(self, X: object = None, y: object = None, groups: object = None) -> int:  # noqa: N803
        """How many folds there are; the arguments are those that scikit-learn hands over."""
        return self.n_splits

    def split(
        self,
        X: Sequence[str],  # noqa: N803 - the names are those of scikit-learn's protocol
        y: Sequence[object] | None = None,
        groups: Sequence[object] | None = None,
    ) -> Iterator[tuple[Ints, Ints]]:
        """Positions of Train and Test, fold by fold."""
        keys = [text_key(text) for text in X]
        labels = [""] * len(keys) if y is None else [str(label) for label in y]
        members = self._members(keys, groups)
        if self.n_splits > len(members):
            raise ValueError(f"n_splits={self.n_splits}: there are {len(members)} groups of near-duplicates only")
        made = [Group(min(keys[at] for at in rows), Counter(Stratum(labels[at]) for at in rows)) for rows in members]
        fold = np.empty(len(keys), dtype=np.int64)
        for rows, number in zip(members, dealt(made, folds=self.n_splits, seed=self.seed), strict=True):
            fold[rows] = number
        for number in range(self.n_splits):
            yield np.flatnonzero(fold != number), np.flatnonzero(fold == number)

    def _members(self, keys: Sequence[str], groups: Sequence[object] | None) -> list[list[int]]:
        """The rows of each group, near-duplicates and the caller's groups joined."""
        distinct = sorted(set(keys))
        numbers, _ = groups_of(len(distinct), near_pairs(distinct, self.similarity), largest=max(len(distinct), 1))
        group_of = dict(zip(distinct, numbers, strict=True))
        joined: dict[object, set[int]] = {}
        for at, key in enumerate(keys):
            joined.setdefault(("text", group_of[key]), set()).add(at)
            if groups is not None:
                joined.setdefault(("given", groups[at]), set()).add(at)
        return _components(list(joined.values()), len(keys))


def _components(sets: list[set[int]], count: int) -> list[list[int]]:
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    pairs = [(min(found), at) for found in sets for at in found]
    first, second = zip(*pairs, strict=True) if pairs else ((), ())
    _, number = connected_components(coo_matrix((np.ones(len(pairs)), (first, second)), shape=(count, count)))
    members: dict[int, list[int]] = {}
    for at, component in enumerate(number.tolist()):
        members.setdefault(component, []).append(at)
    return list(members.values())

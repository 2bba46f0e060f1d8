"""How Test differs from Train."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.analysis.drift import distances
from curation.model.evaluation import Drift

if TYPE_CHECKING:
    from curation.facts.sided import Sided

__all__ = ["drift"]


def drift(scope: Sided, seed: int) -> tuple[Drift, ...]:
    """The distances of intents, languages and lengths, each beside that of random splits."""
    at = [*scope.train, *scope.test]
    texts = [scope.text(n) for n in at]
    found = distances(
        [n >= len(scope.train) for n in range(len(at))],
        [scope.groups[n] for n in at],
        labels=[scope.labels[scope.given[n]] for n in at],
        languages=[scope.samples[n].language for n in at],
        lengths=[len(text) for text in texts],
        seed=seed,
    )
    return tuple(Drift(what, distance.value, distance.usual, distance.most) for what, distance in found.items())

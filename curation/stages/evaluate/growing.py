"""How errors fall as Train grows, and what more examples of each intent would buy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from curation.analysis.evaluating import grown
from curation.analysis.quality import macro_f1
from curation.analysis.router import refitted
from curation.model.evaluation import Growth

if TYPE_CHECKING:
    from collections.abc import Sequence

    from curation.facts.sided import Sided

__all__ = ["curve_and_growth"]

_SHARES = (0.25, 0.5)


def curve_and_growth(scope: Sided, test: Sequence[int], seed: int) -> tuple[dict[float, float], tuple[Growth, ...]]:
    """Macro F1 on Test by share of Train, and by intent the gain of ten more examples, the largest first."""
    router = scope.of_train[0]
    width = len(scope.labels)
    given = np.array([scope.given[at] for at in test], dtype=np.int64)
    vectors = scope.vectors(test)
    curve, learned, hits = {}, {}, {}
    for share in (*_SHARES, 1.0):
        part = _part(scope, share, seed)
        model = router if share == 1.0 else refitted(router, *scope.vectors(part), [scope.given[at] for at in part])
        said = model.log_chances(*vectors).argmax(axis=1)
        curve[share] = macro_f1(given, said)
        learned[share] = np.bincount([scope.given[at] for at in part], minlength=width).tolist()
        hits[share] = np.bincount(given[given == said], minlength=width).tolist()
    rows = np.bincount(given, minlength=width).tolist()
    found = [
        Growth(name, count, *figures)
        for name, count, judged, figures in zip(
            scope.labels, learned[1.0], rows, grown(learned, hits, rows), strict=True
        )
        if judged
    ]
    return curve, tuple(sorted(found, key=lambda item: (-round(item.gain, 6), item.name)))


def _part(scope: Sided, share: float, seed: int) -> list[int]:
    """Train cut down by whole groups, of each intent about that share; a smaller part lies in a larger one."""
    order = np.random.default_rng(seed).permutation(max(scope.groups) + 1)
    of_label: dict[int, list[int]] = {}
    for at in sorted(scope.train, key=lambda at: (order[scope.groups[at]], at)):
        of_label.setdefault(scope.given[at], []).append(at)
    return sorted(at for rows in of_label.values() for at in rows[: max(1, round(share * len(rows)))])

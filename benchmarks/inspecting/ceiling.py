"""What doubt reaches if it is taught on the very corpus and kind of noise it is asked about: more than can be had.

Boosted trees are told which labels were moved, under other seeds, and see the signs that the card sees. No upper bound:
other signs may tell more. What they miss is missed in part because moved labels are not all that is wrong there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from benchmarks.fit_mislabels import with_noise
from benchmarks.inspecting.judging import NAMES, SEEDS, judged, whole
from benchmarks.measure import Row

if TYPE_CHECKING:
    Numbers = np.ndarray

TAUGHT_WITH = (31, 32, 33)


def ceilings() -> list[Row]:
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.metrics import average_precision_score

    made = []
    for kind in ("uniform", "confusable"):
        found = []
        for name in NAMES:
            lessons = [signs_and_moved(name, kind, seed) for seed in TAUGHT_WITH]
            model = HistGradientBoostingClassifier(learning_rate=0.05, max_iter=200, max_leaf_nodes=15, random_state=0)
            model.fit(*(np.concatenate(part) for part in zip(*lessons, strict=True)))
            asked = [signs_and_moved(name, kind, seed) for seed in SEEDS]
            found += [average_precision_score(moved, model.predict_proba(seen)[:, 1]) for seen, moved in asked]
        data = f"mean of {len(NAMES)} corpora x {len(SEEDS)} seeds, boosted trees"
        made.append(Row(f"mislabelled, {kind}, taught on the same corpus and noise", data, float(np.mean(found)), "AP"))
    return made


def signs_and_moved(name: str, kind: str, seed: int) -> tuple[Numbers, Numbers]:
    known, views = whole(name)
    labels, moved = with_noise(known, kind, seed)
    seen = judged(views, labels, known.groups).signs
    return np.column_stack([seen[name] for name in sorted(seen)]), moved

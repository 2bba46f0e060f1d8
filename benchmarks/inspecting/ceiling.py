"""What doubt reaches if it is taught on the very corpus and kind of noise it is asked about, on other texts of it.

Boosted trees are told which labels of four fifths of the texts were moved, under other seeds, and are asked about the
rest; they see the signs that the cards see. No upper bound, since other signs or another learner may tell more, but no
user can teach as much. What they miss is missed in part because moved labels are not all that is wrong there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from benchmarks.fit_mislabels import with_noise
from benchmarks.inspecting.judging import NAMES, SEEDS, cards, judged, whole
from benchmarks.inspecting.labels import WRONG
from benchmarks.measure import Row
from benchmarks.read_labels import misfiled

if TYPE_CHECKING:
    Numbers = np.ndarray

TAUGHT_WITH = (31, 32, 33)
FOLDS = 5


def ceilings() -> list[Row]:
    from sklearn.metrics import average_precision_score

    made = []
    for kind in ("uniform", "confusable"):
        plain, read = [], []
        for name in NAMES:
            known, _ = whole(name)
            sound = ~misfiled(name, known.texts)
            lessons = [signs_and_moved(name, kind, seed) for seed in TAUGHT_WITH]
            for seen, moved in (signs_and_moved(name, kind, seed) for seed in SEEDS):
                scores = asked_of_others(lessons, seen, np.asarray(known.groups))
                plain.append(average_precision_score(moved, scores))
                left = moved | sound
                read.append(average_precision_score(moved[left], scores[left]))
        data = f"mean of {len(NAMES)} corpora x {len(SEEDS)} seeds, boosted trees, asked about texts they have not seen"
        measure = f"mislabelled, {kind}, taught on the same corpus and noise"
        made += [
            Row(measure, data, float(np.mean(plain)), "AP"),
            Row(f"{measure}{WRONG}", data, float(np.mean(read)), "AP"),
        ]
    return made


def asked_of_others(lessons: list[tuple[Numbers, Numbers]], seen: Numbers, groups: Numbers) -> Numbers:
    """What trees say of each text that were taught on the texts of other folds; near-duplicates share a fold."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    folds = np.random.default_rng(0).permutation(int(groups.max()) + 1)[groups] % FOLDS
    scores = np.zeros(len(groups))
    for fold in range(FOLDS):
        inside = folds == fold
        model = HistGradientBoostingClassifier(learning_rate=0.05, max_iter=200, max_leaf_nodes=15, random_state=0)
        table, moved = (np.concatenate([part[~inside] for part in parts]) for parts in zip(*lessons, strict=True))
        scores[inside] = model.fit(table, moved).predict_proba(seen[inside])[:, 1]
    return scores


def signs_and_moved(name: str, kind: str, seed: int) -> tuple[Numbers, Numbers]:
    """The signs of each text, those of a second look missing where there was none, and whose label was moved."""
    known, views = whole(name)
    labels, moved = with_noise(known, kind, seed)
    looked = judged(known.texts, views, labels, known.groups).looked
    at, again = looked.again(cards()[name].first)
    first = looked.look.signs
    table = np.full((len(labels), len(again)), np.nan, dtype=np.float32)
    for column, sign in enumerate(sorted(again)):
        table[at, column] = again[sign]
        if sign in first:
            table[:, column] = first[sign]
    return table, moved

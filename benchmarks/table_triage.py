"""What `triage` takes for covered in a log of which a workspace knows a part, and what it puts first as new.

Three intents in ten are left out of the workspace, and the official Test is the log; means of three draws. Peers rank
the same lines in the same run: by the chance of the likeliest intent, and by the cosine to the nearest known text. The
fixed bound is on that cosine: 97 of 100 known texts have a nearer one; it needs the same chance of 0.5."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from sklearn.metrics import roc_auc_score

from benchmarks.measure import Row
from benchmarks.table_route import official
from curation.analysis.neighbours import groups_of, near_pairs, nearest_outside
from curation.analysis.triage import Known
from curation.facts.stored import encoder_named

if TYPE_CHECKING:
    from numpy.typing import NDArray

CORPORA = ("hwu64", "banking77", "slurp", "snips2017")
DRAWS = 3
LEFT_OUT = 0.3
SURE, NEW, ALONE = 0.5, 0.5, 0.97


class Drawn(NamedTuple):
    """A workspace without some intents, and a log: which of its intents are known."""

    texts: list[str]
    given: list[int]
    log: list[str]
    truth: list[int]
    known: NDArray[np.bool_]


def rows() -> list[Row]:
    found = []
    for encoder in ("sentence", None):
        words = "sentence encoder" if encoder else "static vectors alone"
        for name in CORPORA:
            for most in (10, 100):
                drawn = [draw(name, most, seed) for seed in range(DRAWS)]
                figures = np.mean([measured(item, encoder) for item in drawn], axis=0)
                found += told(f"{name}, {most} texts an intent at most, {words}", *figures.tolist())
    return found


def draw(name: str, most: int, seed: int) -> Drawn:
    data, chance = official(name), np.random.default_rng(seed)
    labels = sorted(set(data.given))
    left = set(chance.permutation(labels)[: round(LEFT_OUT * len(labels))].tolist())
    kept = [label for label in labels if label not in left]
    firsts: dict[str, int] = {}
    counts = dict.fromkeys(kept, 0)
    for at in chance.permutation(len(data.train)).tolist():
        label = data.given[at]
        if label in counts and counts[label] < most and data.train[at] not in firsts:
            firsts[data.train[at]] = label
            counts[label] += 1
    texts = sorted(firsts)
    known = np.array([label in counts for label in data.truth])
    return Drawn(texts, [kept.index(firsts[text]) for text in texts], data.test, [
        kept.index(label) if label in counts else -1 for label in data.truth
    ], known)  # fmt: skip


def measured(drawn: Drawn, encoder: str | None) -> tuple[float, ...]:
    groups, _ = groups_of(len(drawn.texts), near_pairs(drawn.texts, 0.8))
    labels = sorted(set(drawn.given))
    asked = None if encoder is None else encoder_named(encoder)
    model = Known(drawn.texts, drawn.given, range(len(labels)), groups, asked)
    said = model.ask(drawn.log)
    chance, novelty = np.array([guess.chance for guess in said]), np.array([guess.novelty for guess in said])
    rows, log = model.vectors(drawn.texts), model.vectors(drawn.log)
    nearest = (log @ rows.T).max(axis=1)
    alone = np.sort(nearest_outside(rows, groups, [0] * len(groups), most=1).similarity[:, 0])
    covered = (novelty < NEW) & (chance >= SURE)
    before = (np.searchsorted(alone, nearest) / len(alone) > 1 - ALONE) & (chance >= SURE)
    right = np.array([guess.label for guess in said]) == np.array(drawn.truth)
    known = drawn.known
    ranked = [roc_auc_score(~known, value) for value in (novelty, -chance, -nearest)]
    shares = [part.mean() for part in (covered[~known], before[~known], covered[known], before[known])]
    return (*ranked, *shares, right[covered & known].mean(), right[before & known].mean())


def told(data: str, *figures: float) -> list[Row]:
    new, by_chance, by_nearest, false, false_before, held, held_before, right, right_before = figures
    return [
        Row("new before known", data, new, "AUROC", "chance of the likeliest intent", by_chance),
        Row("new before known", data, new, "AUROC", "nearest known text", by_nearest),
        Row("covered, of what no intent is for", data, false, "share", "fixed bound", false_before),
        Row("covered, of what an intent is for", data, held, "share", "fixed bound", held_before),
        Row("right, of what is rightly covered", data, right, "share", "fixed bound", right_before),
    ]

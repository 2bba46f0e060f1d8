"""Labels that are wrong, by the optional encoder; the cards are those that the default encoder teaches."""

from __future__ import annotations

import numpy as np

from benchmarks.fit_mislabels import with_noise
from benchmarks.inspecting.judging import NAMES, OTHERS_CARD, SEEDS, cards, judged, whole
from benchmarks.inspecting.labels import WRONG
from benchmarks.measure import Row
from benchmarks.read_labels import misfiled
from curation.analysis.bert import StrongEncoder
from curation.analysis.features import views_of

BARS = {"uniform": 0.985, "confusable": 0.90}


def mislabelled_by_strong() -> list[Row]:
    from sklearn.metrics import average_precision_score

    found: dict[tuple[str, str], list[list[float]]] = {}
    for name in NAMES:
        known, _ = whole(name)
        views, sound = views_of(known.texts, StrongEncoder()), ~misfiled(name, known.texts)
        for kind in BARS:
            for seed in SEEDS:
                labels, moved = with_noise(known, kind, seed)
                doubt = judged(known.texts, views, labels, known.groups).by(cards()[name]).doubt
                left = moved | sound
                both = [average_precision_score(moved[kept], doubt[kept]) for kept in (slice(None), left)]
                found.setdefault((kind, name), []).append(both)
    made = []
    for kind, bar in BARS.items():
        plain, read = np.mean([np.mean(found[kind, name], axis=0) for name in NAMES], axis=0).tolist()
        data = f"strong encoder, mean of {len(NAMES)} corpora x {len(SEEDS)} seeds, {OTHERS_CARD}"
        made.append(Row(f"mislabelled, {kind}", data, plain, "AP", bar=f">= {bar}", holds=plain >= bar))
        made.append(Row(f"mislabelled, {kind}{WRONG}", data, read, "AP"))
        for name in NAMES:
            value = float(np.mean(found[kind, name], axis=0)[0])
            made.append(Row(f"mislabelled, {kind}", f"strong encoder, {name}, mean of {len(SEEDS)} seeds", value, "AP"))
    return made

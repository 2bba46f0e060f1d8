"""Labels that are wrong: how well doubt ranks them, beside cleanlab on single models."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.fit_mislabels import FLAGGED, Cards, with_noise
from benchmarks.inspecting.judging import NAMES, OTHERS_CARD, SEEDS, cards, judged, whole
from benchmarks.measure import Row
from benchmarks.read_labels import misfiled
from curation.analysis.encoder import SentenceEncoder, StaticEncoder
from curation.analysis.features import mixed_tfidf
from curation.analysis.mislabel_card import CARD, SECOND_CARD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scipy.sparse import csr_matrix

    from benchmarks.fit_mislabels import Corpus

    Numbers = np.ndarray

SHIPPED = Cards(CARD, SECOND_CARD)
WRONG = ", without labels that are wrong as they are"
READ = {WRONG: False, ", nor those that may be": True}
TFIDF, STATIC, SENTENCE = "words and characters", "wordllama", "sentence vectors"
STRENGTH = {TFIDF: 10.0, STATIC: 0.15, SENTENCE: 0.02}


def mislabelled() -> list[Row]:
    """How well doubt ranks labels that were moved, beside cleanlab; and how right and complete what is flagged is."""
    from sklearn.metrics import average_precision_score

    found: dict[tuple[str, str, str], list[float]] = {}
    for name in NAMES:
        known, views = whole(name)
        read = {what: misfiled(name, known.texts, doubtful=doubtful) for what, doubtful in READ.items()}
        for kind in ("uniform", "confusable"):
            for seed in SEEDS:
                labels, wrong = with_noise(known, kind, seed)
                made = judged(known.texts, views, labels, known.groups)
                scores = {"ours": made.by(cards()[name]).doubt, "shipped": made.by(SHIPPED).doubt}
                if kind == "confusable":
                    scores |= cleanlab_scores(known, labels, made.judgement.probabilities, seed)
                    for card in ("ours", "shipped"):
                        shown = scores[card] >= FLAGGED
                        both = (shown & wrong).sum()
                        found.setdefault((f"{card} precision", kind, name), []).append(both / max(shown.sum(), 1))
                        found.setdefault((f"{card} recall", kind, name), []).append(both / wrong.sum())
                        left = shown & (wrong | ~read[WRONG])
                        found.setdefault((f"{card} precision, read", kind, name), []).append(both / max(left.sum(), 1))
                for method, score in scores.items():
                    found.setdefault((method, kind, name), []).append(average_precision_score(wrong, score))
                for what, unsound in read.items():
                    left = wrong | ~unsound
                    quality = average_precision_score(wrong[left], scores["ours"][left])
                    found.setdefault((f"ours{what}", kind, name), []).append(quality)
    return [*mislabelled_rows({key: float(np.mean(values)) for key, values in found.items()})]


def cleanlab_scores(known: Corpus, labels: Numbers, ours: Numbers, seed: int) -> dict[str, Numbers]:
    """cleanlab's default ranking, the worst labels highest, on single models and on our own probabilities."""
    from cleanlab.rank import get_label_quality_scores

    chances = (ours / ours.sum(axis=1, keepdims=True)).astype(np.float64)
    return {
        f"cleanlab on {name}": cleanlab_on(rows, labels, known.groups, seed, STRENGTH[name])
        for name, rows in spaces(known.name).items()
        if name != TFIDF or seed == SEEDS[0]  # it takes minutes a corpus as it is
    } | {"cleanlab on our probabilities": -get_label_quality_scores(labels, chances)}


def cleanlab_on(
    rows: Numbers | csr_matrix, labels: Numbers, groups: Sequence[int], seed: int, strength: float
) -> Numbers:
    """cleanlab's default ranking on the chances of logistic regression that has not seen a text or its near-twins."""
    from cleanlab.rank import get_label_quality_scores
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedGroupKFold, cross_val_predict

    model = LogisticRegression(C=strength, max_iter=100)
    folds = StratifiedGroupKFold(5, shuffle=True, random_state=seed)
    chances = cross_val_predict(model, rows, labels, groups=groups, cv=folds, method="predict_proba", n_jobs=2)
    return -get_label_quality_scores(labels, np.asarray(chances, dtype=np.float64))


@cache
def spaces(name: str) -> dict[str, Numbers | csr_matrix]:
    texts = whole(name)[0].texts
    static, sentence = (encoder.encode(texts) for encoder in (StaticEncoder(), SentenceEncoder()))
    return {
        TFIDF: mixed_tfidf(texts),
        STATIC: (static - static.mean(axis=0)) * np.sqrt(static.shape[1]),
        SENTENCE: (sentence - sentence.mean(axis=0)) * np.sqrt(sentence.shape[1]),
    }


def mislabelled_rows(found: dict[tuple[str, str, str], float]) -> list[Row]:
    def mean(method: str, kind: str) -> float:
        return float(np.mean([found[method, kind, name] for name in NAMES]))

    singles = [f"cleanlab on {space}" for space in (TFIDF, STATIC, SENTENCE)]
    best = max(singles, key=lambda method: mean(method, "confusable"))
    data = f"5 % of labels moved, mean of {len(NAMES)} corpora x {len(SEEDS)} seeds, {OTHERS_CARD}"
    ours = {kind: mean("ours", kind) for kind in ("uniform", "confusable")}
    precision, recall = mean("ours precision", "confusable"), mean("ours recall", "confusable")
    peer = mean(best, "confusable")
    made = [
        Row("mislabelled, uniform", data, ours["uniform"], "AP", bar=">= 0.98", holds=ours["uniform"] >= 0.98),
        Row(
            "mislabelled, confusable", data, ours["confusable"], "AP", best, peer, ">= 0.88", ours["confusable"] >= 0.88
        ),
        Row(
            "mislabelled, confusable, above the peer", data, ours["confusable"] - peer, "AP", best, peer, ">= 0.08",
            ours["confusable"] - peer >= 0.08,
        ),
        Row("flagged, confusable: precision", data, precision, "share", bar=">= 0.85", holds=precision >= 0.85),
        Row("flagged, confusable: recall", data, recall, "share", bar=">= 0.75", holds=recall >= 0.75),
    ]  # fmt: skip
    for what in READ:
        made += [Row(f"mislabelled, {kind}{what}", data, mean(f"ours{what}", kind), "AP") for kind in ours]
    left = mean("ours precision, read", "confusable")
    made.append(Row(f"flagged, confusable: precision{WRONG}", data, left, "share"))
    for name in NAMES:
        data = f"{name}, mean of {len(SEEDS)} seeds, {OTHERS_CARD}"
        made.append(Row("mislabelled, uniform", data, found["ours", "uniform", name], "AP"))
        peer = found[best, "confusable", name]
        made.append(Row("mislabelled, confusable", data, found["ours", "confusable", name], "AP", best, peer))
        made += [
            Row(f"flagged, confusable: {share}", data, found[f"ours {share}", "confusable", name], "share")
            for share in ("precision", "recall")
        ]
    data = f"mean of {len(NAMES)} corpora x {len(SEEDS)} seeds, shipped cards (have seen these corpora)"
    made += [Row(f"mislabelled, {kind}", data, mean("shipped", kind), "AP") for kind in ("uniform", "confusable")]
    made += [
        Row(f"flagged, confusable: {share}", data, mean(f"shipped {share}", "confusable"), "share")
        for share in ("precision", "recall")
    ]
    methods = (*singles, "cleanlab on our probabilities")
    seeds = {method: 1 if TFIDF in method else len(SEEDS) for method in methods}
    return [
        *made,
        *(
            Row(f"{m}, confusable", f"mean of {len(NAMES)} corpora x {seeds[m]} seeds", mean(m, "confusable"), "AP")
            for m in methods
        ),
    ]

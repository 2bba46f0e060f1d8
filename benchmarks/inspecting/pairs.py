"""Intents that overlap: leaks that were planted, and confusions on texts held out, beside centroids and terms."""

from __future__ import annotations

import csv
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from benchmarks.corpora import CORPORA
from benchmarks.inspecting.judging import NAMES, SEEDS, cards, judged, whole
from benchmarks.measure import Row
from curation.analysis.encoder import SentenceEncoder
from curation.analysis.features import mixed_tfidf, views_of
from curation.analysis.neighbours import groups_of, near_pairs
from curation.analysis.normalise import normalised
from curation.analysis.overlap import leak_scores, overlap_scores
from curation.analysis.smoothing import one_hot_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scipy.sparse import csr_matrix

    from benchmarks.fit_mislabels import Cards, Corpus
    from curation.analysis.judgement import Judgement

    Numbers = np.ndarray

LEAK_SEEDS = (21, 22, 23, 24, 25)
LEAKS, LEAKED, LEAK_FROM = 10, 0.15, 30
TOP = 20
TERMS = 10
TWINS = 0.8
FEWEST_ROWS = 5


def pair_scores(judgement: Judgement, texts: Sequence[str], sentence: Numbers, ours: Numbers) -> dict[str, Numbers]:
    """Ours (leaks by doubt, confusions by chance) and the peers' for every two labels."""
    return {
        "ours": ours,
        "centroid cosine, sentence vectors": centroid_cosines(sentence, judgement.given),
        "centroid cosine, TF-IDF": centroid_cosines(mixed_tfidf(texts), judgement.given),
        "chi-squared terms": shared_by_chi_squared(texts, judgement.given),
    }


def centroid_cosines(rows: Numbers | csr_matrix, labels: Numbers) -> Numbers:
    from scipy.sparse import csr_matrix as sparse

    hot = sparse(one_hot_of(labels, int(labels.max()) + 1))
    sums = hot.T @ rows
    sums = sums.toarray() if hasattr(sums, "toarray") else np.asarray(sums)
    centres = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-12)
    return centres @ centres.T


def shared_by_chi_squared(texts: Sequence[str], labels: Numbers) -> Numbers:
    """How many of the terms (one or two words) that speak most for each label two labels share."""
    from scipy.sparse import csr_matrix as sparse
    from sklearn.feature_extraction.text import CountVectorizer

    words = CountVectorizer(ngram_range=(1, 2), binary=True, token_pattern=r"(?u)\b\w+\b").fit_transform(texts)
    hot = sparse(one_hot_of(labels, int(labels.max()) + 1))
    both = (hot.T @ words).toarray().astype(np.float64)
    count, sizes, uses = len(labels), np.bincount(labels)[:, None], both.sum(axis=0)
    cross = both * count - sizes * uses
    spread = np.maximum(uses * (count - uses) * sizes * (count - sizes), 1.0)
    squares = np.where(cross > 0, count * cross**2 / spread, 0.0)
    chosen = np.zeros_like(both)
    np.put_along_axis(chosen, np.argsort(-squares, axis=1, kind="stable")[:, :TERMS], 1.0, axis=1)
    chosen[squares == 0.0] = 0.0
    return chosen @ chosen.T


def above_diagonal(scores: Numbers) -> Numbers:
    return scores[np.triu_indices(len(scores), 1)]


def with_leaks(known: Corpus, seed: int) -> tuple[Numbers, Numbers]:
    """Labels with a share of ten intents refiled under ten others, and a square with 1 where that was done."""
    generator = np.random.default_rng(seed)
    labels = known.labels.copy()
    planted = np.zeros((known.width, known.width), dtype=int)
    large = np.flatnonzero(np.bincount(known.labels, minlength=known.width) >= LEAK_FROM)
    for first, second in generator.permutation(large)[: 2 * LEAKS].reshape(-1, 2):
        own = np.flatnonzero(known.labels == first)
        labels[generator.choice(own, round(LEAKED * len(own)), replace=False)] = second
        planted[first, second] = planted[second, first] = 1
    return labels, planted


def leaks() -> list[Row]:
    from sklearn.metrics import average_precision_score

    found: dict[tuple[str, str], list[float]] = {}
    for name in NAMES:
        known, views = whole(name)
        for seed in LEAK_SEEDS:
            labels, planted = with_leaks(known, seed)
            judgement = judged(known.texts, views, labels, known.groups).by(cards()[name])
            for method, scores in pair_scores(judgement, known.texts, views.sentence, leak_scores(judgement)).items():
                quality = average_precision_score(above_diagonal(planted), above_diagonal(scores))
                found.setdefault((method, name), []).append(quality)
    methods = list(dict.fromkeys(method for method, _ in found))
    means = {method: float(np.mean([found[method, name] for name in NAMES])) for method in methods}
    peer = max(methods[1:], key=lambda method: means[method])
    data = f"{LEAKS} pairs a corpus, {LEAKED:.0%} of one refiled, mean of {len(NAMES)} x {len(LEAK_SEEDS)} seeds"
    made = [
        Row("overlapping pairs, leak", data, means["ours"], "AP", peer, means[peer], ">= 0.90", means["ours"] >= 0.9)
    ]
    for name in NAMES:
        values = [float(np.mean(found[method, name])) for method in ("ours", peer)]
        made.append(Row("overlapping pairs, leak", name, values[0], "AP", peer, values[1]))
    return made


class Halves(NamedTuple):
    """Texts to learn from and texts to be asked about, with their labels by name."""

    train: list[tuple[str, str]]
    test: list[tuple[str, str]]


def official(name: str) -> Halves:
    if name == "hwu64":
        read = {}
        for part in ("train", "valid", "test"):
            lines = [(CORPORA / name / part / file).read_text("utf-8").splitlines() for file in ("seq.in", "label")]
            read[part] = [(text.strip(), label) for text, label in zip(*lines, strict=True)]
        return Halves([*read["train"], *read["valid"]], read["test"])
    parts = []
    for part in ("train", "test"):
        with (CORPORA / f"banking77/banking_data/{part}.csv").open(encoding="utf-8", newline="") as file:
            parts.append([(row["text"].strip(), row["category"]) for row in csv.DictReader(file)])
    return Halves(*parts)


def quarter_out(name: str, seed: int) -> Halves:
    """A quarter of the texts, drawn at random, is the test."""
    known, _ = whole(name)
    every = [(text, str(label)) for text, label in zip(known.texts, known.labels.tolist(), strict=True)]
    out = np.random.default_rng(seed).random(len(every)) < 0.25
    return Halves(*([row for row, at in zip(every, out, strict=True) if at == side] for side in (False, True)))


def pairs_confused(halves: Halves, learnt: Cards) -> tuple[dict[str, Numbers], Numbers]:
    """Scores of all pairs from the training texts, and how often a plain model confuses each in the test."""
    counts = Counter(label for _, label in halves.train)
    index = {label: at for at, label in enumerate(sorted(label for label, n in counts.items() if n >= FEWEST_ROWS))}
    first: dict[str, str] = {}
    for text, label in halves.train:
        if label in index:
            first.setdefault(normalised(text), label)
    texts = sorted(first)
    labels = np.array([index[first[text]] for text in texts])
    views = views_of(texts, SentenceEncoder())
    judgement = judged(texts, views, labels, groups_of(len(texts), near_pairs(texts, TWINS))[0]).by(learnt)
    return pair_scores(judgement, texts, views.sentence, overlap_scores(judgement)), confused_by_words(halves, index)


def confused_by_words(halves: Halves, index: dict[str, int]) -> Numbers:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_pipeline, make_union
    from sklearn.svm import LinearSVC

    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"(?u)\b\w+\b")
    characters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
    model = make_pipeline(make_union(words, characters), LinearSVC(random_state=0))
    (texts, labels), (asked, right) = (
        zip(*((text, index[label]) for text, label in part if label in index), strict=True) for part in halves
    )
    found = np.zeros((len(index), len(index)), dtype=int)
    np.add.at(found, (np.array(right), model.fit(texts, labels).predict(asked)), 1)
    np.fill_diagonal(found, 0)
    return found + found.T


def precision_at_top(scores: Numbers, truth: Numbers) -> float:
    first = np.argsort(-above_diagonal(scores), kind="stable")[:TOP]
    return float(above_diagonal(truth)[first].mean())


def confusions() -> list[Row]:
    made = []
    for name in ("hwu64", "banking77"):
        learnt = cards()[name]
        official_test = [pairs_confused(official(name), learnt)]
        quarters = [pairs_confused(quarter_out(name, seed), learnt) for seed in SEEDS]
        for data, measured, barred in (
            (f"{name}, official test", official_test, 1),
            (f"{name}, a quarter out, mean of {len(SEEDS)} seeds", quarters, 2),
        ):
            made += [confusion_row(data, measured, least, barred=least == barred) for least in (1, 2, 3)]
    return made


def confusion_row(data: str, measured: list[tuple[dict[str, Numbers], Numbers]], least: int, *, barred: bool) -> Row:
    means = {
        method: float(np.mean([precision_at_top(scores[method], truth >= least) for scores, truth in measured]))
        for method in measured[0][0]
    }
    peer = max(list(means)[1:], key=lambda method: means[method])
    pairs = np.mean([(above_diagonal(truth) >= least).sum() for _, truth in measured])
    data = f"{data}, {pairs:.0f} pairs confused {least} times or more"
    holds = means["ours"] >= 0.7 - 1e-9 and means["ours"] > means[peer] if barred else None
    return Row(
        f"overlapping pairs, P@{TOP}", data, means["ours"], "share", peer, means[peer],
        ">= 0.70 and > peer" if barred else None, holds,
    )  # fmt: skip

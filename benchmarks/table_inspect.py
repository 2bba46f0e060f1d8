"""`curation inspect`: labels moved on purpose, intents that overlap, near-duplicates, and one pass over 25,000 rows.

Three public corpora, each text once. Doubt is scored by a card learned in this run from the other two corpora, under
other seeds; the shipped card, which has seen all three, has rows of its own. Peers see the same noise, and folds that
keep near-duplicates together: cleanlab's default ranking on each of three single models, the best of which counts;
centroid cosines and Watson's overlap of the ten terms with the highest chi-squared.
"""

from __future__ import annotations

import csv
import json
import sys
import tempfile
import warnings
from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from benchmarks.corpora import CORPORA, project
from benchmarks.fit_mislabels import Corpus, corpus, gathered, learned, with_noise
from benchmarks.measure import Row, timed
from curation.analysis.crossval import as_chances, fitted_stack
from curation.analysis.encoder import SentenceEncoder, StaticEncoder
from curation.analysis.features import Views, character_tfidf, mixed_tfidf, views_of
from curation.analysis.judgement import Judgement
from curation.analysis.mislabel_card import CARD
from curation.analysis.mislabels import card_log_odds, signs
from curation.analysis.neighbours import groups_of, near_pairs, stars_of
from curation.analysis.normalise import normalised
from curation.analysis.smoothing import Smoother, one_hot_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scipy.sparse import csr_matrix

    Numbers = np.ndarray
    Card = tuple[float, dict]

NAMES = ("hwu64", "banking77", "slurp")
LEARNT_WITH = (11,)
SEEDS = (21, 22, 23)
LEAK_SEEDS = (21, 22, 23, 24, 25)
LEAKS, LEAKED, LEAK_FROM = 10, 0.15, 30
TOP = 20
TERMS = 10
TWINS = 0.8
FLAGGED = 0.5
FEWEST_ROWS = 5
ROWS, INTENTS = 25_000, 150
TFIDF, STATIC, SENTENCE = "words and characters", "wordllama", "sentence vectors"
STRENGTH = {TFIDF: 10.0, STATIC: 0.15, SENTENCE: 0.02}
OTHERS_CARD = "card of the other two corpora"


def rows() -> list[Row]:
    from threadpoolctl import threadpool_limits

    with threadpool_limits(limits=1), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*least populated class.*")
        warnings.filterwarnings("ignore", message="Number of classes in training fold")
        found = [*mislabelled(), *leaks(), *confusions(), *near_duplicates()]
    return [*found, *whole_pass()]


# What is judged -------------------------------------------------------------------------------------------------------


class Judged(NamedTuple):
    """What is known of moved labels, with the doubt still to be read off a card."""

    judgement: Judgement
    signs: dict[str, Numbers]

    def by(self, card: Card) -> Judgement:
        return self.judgement._replace(doubt=1.0 / (1.0 + np.exp(-card_log_odds(self.signs, card))))


def judged(views: Views, labels: Numbers, groups: Sequence[int]) -> Judged:
    """As `judge_labels`, which has one card only."""
    width = int(labels.max()) + 1
    smoother = Smoother(views, labels, groups, np.zeros(len(labels), dtype=int), seed=0)
    said = smoother.opinions(one_hot_of(labels, width))
    chances = as_chances(said, fitted_stack(said, labels))
    found, other = signs(said, chances, labels)
    names = tuple(map(str, range(width)))
    near = smoother.nearest
    unknown = np.zeros(len(labels), dtype=np.float32)
    return Judged(Judgement(names, np.exp(chances), labels, other, unknown, near.positions, near.similarity), found)


@cache
def whole(name: str) -> tuple[Corpus, Views]:
    found = corpus(name)
    return found, views_of(found.texts, SentenceEncoder())


@cache
def cards() -> dict[str, Card]:
    """For each corpus the card that the other two teach."""
    found = gathered(NAMES, LEARNT_WITH)
    return {
        name: learned([part[1:] for (other, _), parts in found.items() if other != name for part in parts])
        for name in NAMES
    }


# Labels that are wrong ------------------------------------------------------------------------------------------------


def mislabelled() -> list[Row]:
    """How well doubt ranks labels that were moved, beside cleanlab; and how right and complete what is flagged is."""
    from sklearn.metrics import average_precision_score

    found: dict[tuple[str, str, str], list[float]] = {}
    for name in NAMES:
        known, views = whole(name)
        for kind in ("uniform", "confusable"):
            for seed in SEEDS:
                labels, wrong = with_noise(known, kind, seed)
                made = judged(views, labels, known.groups)
                scores = {"ours": made.by(cards()[name]).doubt, "shipped": made.by(CARD).doubt}
                if kind == "confusable":
                    scores |= cleanlab_scores(known, labels, made.judgement.probabilities, seed)
                    for card in ("ours", "shipped"):
                        shown = scores[card] >= FLAGGED
                        both = (shown & wrong).sum()
                        found.setdefault((f"{card} precision", kind, name), []).append(both / max(shown.sum(), 1))
                        found.setdefault((f"{card} recall", kind, name), []).append(both / wrong.sum())
                for method, score in scores.items():
                    found.setdefault((method, kind, name), []).append(average_precision_score(wrong, score))
    return [*mislabelled_rows({key: float(np.mean(values)) for key, values in found.items()})]


def cleanlab_scores(known: Corpus, labels: Numbers, ours: Numbers, seed: int) -> dict[str, Numbers]:
    """cleanlab's default ranking, the worst labels highest, on single models and on our own probabilities."""
    from cleanlab.rank import get_label_quality_scores

    chances = {name: out_of_fold(rows, labels, known.groups, seed, name) for name, rows in spaces(known.name).items()}
    chances["our probabilities"] = (ours / ours.sum(axis=1, keepdims=True)).astype(np.float64)
    return {f"cleanlab on {name}": -get_label_quality_scores(labels, part) for name, part in chances.items()}


@cache
def spaces(name: str) -> dict[str, Numbers | csr_matrix]:
    texts = whole(name)[0].texts
    static, sentence = (encoder.encode(texts) for encoder in (StaticEncoder(), SentenceEncoder()))
    return {
        TFIDF: mixed_tfidf(texts),
        STATIC: (static - static.mean(axis=0)) * np.sqrt(static.shape[1]),
        SENTENCE: (sentence - sentence.mean(axis=0)) * np.sqrt(sentence.shape[1]),
    }


def out_of_fold(rows: Numbers | csr_matrix, labels: Numbers, groups: Sequence[int], seed: int, space: str) -> Numbers:
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedGroupKFold, cross_val_predict

    model = LogisticRegression(C=STRENGTH[space], max_iter=300)
    folds = StratifiedGroupKFold(5, shuffle=True, random_state=seed)
    chances = cross_val_predict(model, rows, labels, groups=groups, cv=folds, method="predict_proba", n_jobs=2)
    return np.asarray(chances, dtype=np.float64)


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
    for name in NAMES:
        data = f"{name}, mean of {len(SEEDS)} seeds, {OTHERS_CARD}"
        made.append(Row("mislabelled, uniform", data, found["ours", "uniform", name], "AP"))
        peer = found[best, "confusable", name]
        made.append(Row("mislabelled, confusable", data, found["ours", "confusable", name], "AP", best, peer))
        made += [
            Row(f"flagged, confusable: {share}", data, found[f"ours {share}", "confusable", name], "share")
            for share in ("precision", "recall")
        ]
    data = f"mean of {len(NAMES)} corpora x {len(SEEDS)} seeds, shipped card (has seen these corpora)"
    made += [Row(f"mislabelled, {kind}", data, mean("shipped", kind), "AP") for kind in ("uniform", "confusable")]
    made += [
        Row(f"flagged, confusable: {share}", data, mean(f"shipped {share}", "confusable"), "share")
        for share in ("precision", "recall")
    ]
    data = f"mean of {len(NAMES)} corpora x {len(SEEDS)} seeds"
    methods = (*singles, "cleanlab on our probabilities")
    return [*made, *(Row(f"{method}, confusable", data, mean(method, "confusable"), "AP") for method in methods)]


# Intents that overlap -------------------------------------------------------------------------------------------------


def overlap_by_doubt(judgement: Judgement) -> Numbers:
    """Texts of either label that belong to the other, the chance of each and twice the square of its doubt.

    The heavier way counts, because texts leak one way; divided by the root of how many texts there are, so that a
    share must be larger the fewer they are.
    """
    width = len(judgement.labels)
    given, other = judgement.given, judgement.other
    over = np.zeros((width, width))
    np.add.at(over, given, judgement.probabilities.astype(np.float64))
    np.add.at(over, (given, other), 2.0 * judgement.doubt.astype(np.float64) ** 2)
    np.fill_diagonal(over, 0.0)
    sizes = np.bincount(given, minlength=width)
    return np.maximum(over, over.T) / np.sqrt(np.maximum(np.add.outer(sizes, sizes), 1))


def pair_scores(judgement: Judgement, texts: Sequence[str], sentence: Numbers) -> dict[str, Numbers]:
    """Ours and the peers' for every two labels."""
    return {
        "ours": overlap_by_doubt(judgement),
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
            judgement = judged(views, labels, known.groups).by(cards()[name])
            for method, scores in pair_scores(judgement, known.texts, views.sentence).items():
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


def pairs_confused(halves: Halves, card: Card) -> tuple[dict[str, Numbers], Numbers]:
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
    judgement = judged(views, labels, groups_of(len(texts), near_pairs(texts, TWINS))[0]).by(card)
    return pair_scores(judgement, texts, views.sentence), confused_by_words(halves, index)


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
        card = cards()[name]
        official_test = [pairs_confused(official(name), card)]
        quarters = [pairs_confused(quarter_out(name, seed), card) for seed in SEEDS]
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


# Near-duplicates ------------------------------------------------------------------------------------------------------


def near_duplicates() -> list[Row]:
    made = []
    for name in NAMES:
        texts = whole(name)[0].texts
        cosines = character_tfidf(texts)
        exact = all_pairs(cosines)
        pairs = near_pairs(texts, TWINS)
        shown = {(pair.first, pair.second) for pair in pairs}
        recall = len(exact & shown) / max(len(exact), 1)
        stars = [(centre, pair.second) for centre, members in stars_of(len(texts), pairs).items() for pair in members]
        chains = [(first, at) for at, first in enumerate(groups_of(len(texts), pairs)[0]) if first != at]
        precision, peer = (within(cosines, found) for found in (stars, chains))
        data = f"{name}, {len(texts):,} texts, {len(exact):,} pairs at {TWINS} or more"
        made += [
            Row("near-duplicates, recall", data, recall, "share", "all pairs", 1.0, "1.000", recall == 1.0),
            Row(
                "near-duplicates, precision of groups", data, precision, "share", "single links", peer, "1.000",
                precision == 1.0,
            ),
        ]  # fmt: skip
    return made


def all_pairs(rows: csr_matrix) -> set[tuple[int, int]]:
    """By the whole product, a block of rows at a time."""
    found: set[tuple[int, int]] = set()
    for start in range(0, rows.shape[0], 256):
        block = (rows[start : start + 256] @ rows.T).tocoo()
        kept = (block.data >= TWINS) & (block.row + start < block.col)
        found |= set(zip((block.row[kept] + start).tolist(), block.col[kept].tolist(), strict=True))
    return found


def within(rows: csr_matrix, links: list[tuple[int, int]]) -> float:
    """The share of members that are as near to what stands for their group as they should be."""
    first, second = np.array(links).T
    cosines = np.asarray(rows[first].multiply(rows[second]).sum(axis=1)).ravel()
    return float((cosines >= TWINS - 1e-6).mean())


# The whole pass -------------------------------------------------------------------------------------------------------


def whole_pass() -> list[Row]:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name, "everything.clu.json")
        path.write_text(large_project(), encoding="utf-8")
        command = [sys.executable, "-m", "curation", "inspect", str(path), "-f", "json"]
        seconds, memory = timed(["env", f"CURATION_CACHE_DIR={name}/cache", *command], repeats=1)
        again, _ = timed(["env", f"CURATION_CACHE_DIR={name}/cache", *command])
        code = f"from benchmarks.table_inspect import cross_validation as f; f({str(path)!r})"
        peer_seconds, peer_memory = timed([sys.executable, "-c", code], repeats=1, ok=(0,))
    data = f"{ROWS:,} utterances, {INTENTS} intents"
    peer = "5-fold TF-IDF + logistic regression, two processes"
    return [
        Row(
            "inspect, wall", data, seconds, "s", peer, peer_seconds, "< 60 s, <= peer", seconds < min(60, peer_seconds)
        ),
        Row("inspect, memory", data, memory, "MB", peer, peer_memory, "< 2048 MB", memory < 2048),
        Row("inspect again, nothing changed", data, again, "s", bar="< 1.5 s", holds=again < 1.5),
    ]


def large_project() -> str:
    """The 150 largest intents of the three corpora, filled up with variants of their texts, which come last."""
    whole_of = json.loads(project(ROWS * 6 // 5))
    assets = whole_of["assets"]
    kept = dict(Counter(row["intent"] for row in assets["utterances"]).most_common(INTENTS))
    assets["utterances"] = [row for row in assets["utterances"] if row["intent"] in kept][:ROWS]
    assets["intents"] = [row for row in assets["intents"] if row["category"] in kept or row["category"] == "None"]
    return json.dumps(whole_of, indent=2, ensure_ascii=False) + "\n"


def cross_validation(path: str) -> None:
    """What anybody would write first; run in a process of its own."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold, cross_val_predict
    from sklearn.pipeline import make_pipeline, make_union

    utterances = json.loads(Path(path).read_text(encoding="utf-8"))["assets"]["utterances"]
    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    characters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
    model = make_pipeline(make_union(words, characters), LogisticRegression(C=10.0, max_iter=300))
    labels = [row["intent"] for row in utterances]
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    cross_val_predict(model, [row["text"] for row in utterances], labels, cv=folds, method="predict_proba", n_jobs=2)

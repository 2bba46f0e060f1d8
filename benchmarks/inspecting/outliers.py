"""Texts that belong with no other, put into small projects: beside how far out cleanlab says each is.

`python -m benchmarks.inspecting.outliers` prints the weights that all three corpora teach: those that are shipped. Each
corpus is judged by weights of the other two, under other seeds. HWU64 and SLURP share texts, and the texts put into
projects of one corpus come from others, so that what is learned is not quite of another world.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from benchmarks.fit_mislabels import corpus
from benchmarks.inspecting.judging import NAMES
from benchmarks.measure import Row
from curation.analysis.encoder import SentenceEncoder
from curation.analysis.judgement import judge_labels
from curation.analysis.neighbours import groups_of, near_pairs
from curation.analysis.normalise import normalised
from curation.analysis.outliers import ALONE, alone_signs

if TYPE_CHECKING:
    from sklearn.linear_model import LogisticRegression

    from curation.analysis.judgement import Judgement

    Numbers = np.ndarray

SIZES = ((5, 15), (8, 15), (8, 30), (20, 12), (30, 20), (60, 60))
"""Intents, and texts of each at most."""
LEARNT_WITH, SEEDS = (1, 2, 3), (51, 52, 53)
SHARE = 0.04
FEWEST_DRAWN = 20
STRANGE = {"hwu64": ("banking77",), "slurp": ("banking77",), "banking77": ("hwu64", "slurp")}
"""Where the texts come from that are put into a project: HWU64 and SLURP are too much alike for one another."""
SLIPS = ("asdf jkl qwe", "test test 123", "lorem ipsum dolor", "xxx", "please ignore this row", "n/a", "nur ein Test")
PEERS = ("cleanlab, sentence vectors", "cleanlab, our probabilities")


class Planted(NamedTuple):
    """A small project of a corpus, the texts that were put into it, and what is said of each text."""

    name: str
    size: tuple[int, int]
    strange: Numbers
    signs: Numbers
    may_be_named: Numbers
    peers: dict[str, Numbers]


def outliers() -> list[Row]:
    """How well texts of elsewhere are ranked and named, by weights the other two corpora teach."""
    lessons = [planted(name, size, seed) for name in NAMES for size in SIZES for seed in LEARNT_WITH]
    models = {name: taught([item for item in lessons if item.name != name]) for name in NAMES}
    drawn = [planted(name, size, seed, peers=True) for name in NAMES for size in SIZES for seed in SEEDS]
    scored = [(item, models[item.name].predict_proba(item.signs)[:, 1]) for item in drawn]
    seeds = f"{len(SEEDS)} seeds"
    made = outlier_rows(f"mean of {len(NAMES)} corpora, {len(SIZES)} sizes of project, {seeds}", scored)
    for name in NAMES:
        made += outlier_rows(f"{name}, {len(SIZES)} sizes, {seeds}", [part for part in scored if part[0].name == name])
    for size in SIZES:
        data = f"projects of {size[0]} intents with {size[1]} texts at most, {len(NAMES)} corpora, {seeds}"
        made += outlier_rows(data, [part for part in scored if part[0].size == size])
    return made


def planted(name: str, size: tuple[int, int], seed: int, *, peers: bool = False) -> Planted:
    texts, labels, strange = project(name, size, random.Random(f"{name} {size} {seed}"))
    groups = groups_of(len(texts), near_pairs(texts, 0.8))[0]
    encoder = SentenceEncoder()
    judged = judge_labels(texts, labels, groups, [0] * len(texts), encoder=encoder)
    _, group = np.unique(groups, return_inverse=True)
    lone = np.bincount(group)[group] == 1
    elsewhere = judged.given[judged.nearest[:, 0]] != judged.given
    scores = cleanlab_scores(judged, encoder.encode(texts)) if peers else {}
    return Planted(name, size, strange, alone_signs(judged), lone & elsewhere, scores)


def cleanlab_scores(judged: Judgement, vectors: Numbers) -> dict[str, Numbers]:
    from cleanlab.outlier import OutOfDistribution

    chances = (judged.probabilities / judged.probabilities.sum(axis=1, keepdims=True)).astype(np.float64)
    by_vectors = OutOfDistribution().fit_score(features=vectors, verbose=False)
    by_chances = OutOfDistribution().fit_score(pred_probs=chances, labels=judged.given, verbose=False)
    return dict(zip(PEERS, (-by_vectors, -by_chances), strict=True))


def project(name: str, size: tuple[int, int], chance: random.Random) -> tuple[list[str], list[str], Numbers]:
    """Texts, their labels, and which were put in: one in five a slip of the hand, the rest from another corpus."""
    found = corpus(name)
    of_label: dict[int, list[str]] = {}
    for text, label in zip(found.texts, found.labels.tolist(), strict=True):
        of_label.setdefault(label, []).append(text)
    intents, many = size
    enough = sorted(label for label, own in of_label.items() if len(own) >= min(many, FEWEST_DRAWN))
    chosen = chance.sample(enough, min(intents, len(enough)))
    rows = {
        text: (str(label), False)
        for label in chosen
        for text in chance.sample(sorted(of_label[label]), min(many, len(of_label[label])))
    }
    others = [text for other in STRANGE[name] for text in corpus(other).texts]
    for _ in range(round(SHARE * len(rows))):
        text = normalised(chance.choice(SLIPS) if chance.random() < 0.2 else chance.choice(others))
        rows.setdefault(text, (str(chance.choice(chosen)), True))
    texts = sorted(rows)
    return texts, [rows[text][0] for text in texts], np.array([rows[text][1] for text in texts])


def taught(lessons: list[Planted]) -> LogisticRegression:
    """Logistic regression on the signs, in which each project weighs the same."""
    from sklearn.linear_model import LogisticRegression

    each = np.concatenate([np.full(len(item.strange), 1.0 / len(item.strange)) for item in lessons])
    signs, strange = (np.concatenate([getattr(item, what) for item in lessons]) for what in ("signs", "strange"))
    return LogisticRegression(max_iter=1000).fit(signs, strange, sample_weight=each / each.mean())


def outlier_rows(data: str, scored: list[tuple[Planted, Numbers]]) -> list[Row]:
    from sklearn.metrics import average_precision_score

    quality = float(np.mean([average_precision_score(item.strange, alone) for item, alone in scored]))
    by_peer = {
        peer: float(np.mean([average_precision_score(item.strange, item.peers[peer]) for item, _ in scored]))
        for peer in PEERS
    }
    best = max(PEERS, key=lambda peer: by_peer[peer])
    named = [(alone >= ALONE) & item.may_be_named for item, alone in scored]
    right = sum(int((one & item.strange).sum()) for one, (item, _) in zip(named, scored, strict=True))
    many, there = sum(int(one.sum()) for one in named), sum(int(item.strange.sum()) for item, _ in scored)
    return [
        Row("outliers", data, quality, "AP", best, by_peer[best], "> peer", quality > by_peer[best]),
        Row("outliers named: precision", f"{data}, {right} of {many}", right / max(many, 1), "share"),
        Row("outliers named: recall", f"{data}, {right} of {there}", right / there, "share"),
    ]


if __name__ == "__main__":
    model = taught([planted(name, size, seed) for name in NAMES for size in SIZES for seed in LEARNT_WITH])
    print([round(float(weight), 2) for weight in (*model.coef_[0], *model.intercept_)])

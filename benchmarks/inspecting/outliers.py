"""Texts that belong with no other, put into small projects: beside how far out cleanlab says each is."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from benchmarks.fit_mislabels import corpus
from benchmarks.inspecting.judging import NAMES, SEEDS
from benchmarks.measure import Row
from curation.analysis.encoder import SentenceEncoder
from curation.analysis.judgement import judge_labels
from curation.analysis.neighbours import groups_of, near_pairs
from curation.analysis.normalise import normalised
from curation.analysis.outliers import alone_signs, standing_alone

if TYPE_CHECKING:
    Numbers = np.ndarray

SIZES = ((5, 15), (8, 30), (20, 12), (30, 20))
"""Intents, and texts of each."""
SHARE, FLAGGED = 0.04, 0.6
STRANGE = {"hwu64": ("banking77",), "slurp": ("banking77",), "banking77": ("hwu64", "slurp")}
"""Where the texts come from that are put into a project: HWU64 and SLURP are too much alike for one another."""
SLIPS = ("asdf jkl qwe", "test test 123", "lorem ipsum dolor", "xxx", "please ignore this row", "n/a", "nur ein Test")
PEERS = ("cleanlab, sentence vectors", "cleanlab, our probabilities")


class Planted(NamedTuple):
    """A small project of a corpus, the texts that were put into it, and what is said of each text."""

    name: str
    strange: Numbers
    signs: Numbers
    alone: Numbers
    held_out: Numbers
    peers: dict[str, Numbers]


def outliers() -> list[Row]:
    """How well texts of elsewhere are ranked and flagged, by weights the other two corpora teach."""
    drawn = [planted(name, size, seed) for name in NAMES for size in SIZES for seed in SEEDS]
    return [row for name in (*NAMES, "") for row in outlier_rows(name, drawn)]


def planted(name: str, size: tuple[int, int], seed: int) -> Planted:
    from cleanlab.outlier import OutOfDistribution

    texts, labels, strange = project(name, size, random.Random(f"{name} {size} {seed}"))
    groups = groups_of(len(texts), near_pairs(texts, 0.8))[0]
    encoder = SentenceEncoder()
    judged = judge_labels(texts, labels, groups, [0] * len(texts), encoder=encoder)
    chances = (judged.probabilities / judged.probabilities.sum(axis=1, keepdims=True)).astype(np.float64)
    by_vectors = OutOfDistribution().fit_score(features=encoder.encode(texts), verbose=False)
    by_chances = OutOfDistribution().fit_score(pred_probs=chances, labels=judged.given, verbose=False)
    _, group = np.unique(groups, return_inverse=True)
    lone = np.bincount(group)[group] == 1
    peers = dict(zip(PEERS, (-by_vectors, -by_chances), strict=True))
    return Planted(name, strange, alone_signs(judged), standing_alone(judged), lone, peers)


def project(name: str, size: tuple[int, int], chance: random.Random) -> tuple[list[str], list[str], Numbers]:
    """Texts, their labels, and which were put in: one in five a slip of the hand, the rest from another corpus."""
    found = corpus(name)
    of_label: dict[int, list[str]] = {}
    for text, label in zip(found.texts, found.labels.tolist(), strict=True):
        of_label.setdefault(label, []).append(normalised(text))
    intents, many = size
    chosen = chance.sample(sorted(label for label, own in of_label.items() if len(own) >= many), intents)
    rows = {text: (str(label), False) for label in chosen for text in chance.sample(sorted(of_label[label]), many)}
    others = [normalised(text) for other in STRANGE[name] for text in corpus(other).texts]
    for _ in range(round(SHARE * len(rows))):
        text = chance.choice(SLIPS) if chance.random() < 0.2 else chance.choice(others)
        rows.setdefault(text, (str(chance.choice(chosen)), True))
    texts = sorted(rows)
    return texts, [rows[text][0] for text in texts], np.array([rows[text][1] for text in texts])


def outlier_rows(name: str, drawn: list[Planted]) -> list[Row]:
    """Rows of one corpus, or of all together (no name)."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import average_precision_score

    asked = [item for item in drawn if name in (item.name, "")]
    scored: list[tuple[Planted, Numbers]] = []
    for one in dict.fromkeys(item.name for item in asked):
        rest = [item for item in drawn if item.name != one]
        each = np.concatenate([np.full(len(item.strange), 1.0 / len(item.strange)) for item in rest])
        model = LogisticRegression(max_iter=1000)
        model.fit(
            np.vstack([item.signs for item in rest]),
            np.concatenate([item.strange for item in rest]),
            sample_weight=each / each.mean(),
        )
        scored += [(item, model.predict_proba(item.signs)[:, 1]) for item in asked if item.name == one]
    data = f"{name or 'mean of 3 corpora'}, {len(SIZES)} sizes of project x {len(SEEDS)} seeds"
    quality = float(np.mean([average_precision_score(item.strange, alone) for item, alone in scored]))
    by_peer = {
        peer: float(np.mean([average_precision_score(item.strange, item.peers[peer]) for item, _ in scored]))
        for peer in PEERS
    }
    best = max(PEERS, key=lambda peer: by_peer[peer])
    made = [Row("outliers", data, quality, "AP", best, by_peer[best], "> peer", quality > by_peer[best])]
    for what, kept in (("weights of the other two", scored), ("shipped", [(item, item.alone) for item, _ in scored])):
        shown = [(alone >= FLAGGED) & item.held_out for item, alone in kept]
        right = sum(int((one & item.strange).sum()) for one, (item, _) in zip(shown, kept, strict=True))
        many, there = sum(int(one.sum()) for one in shown), sum(int(item.strange.sum()) for item, _ in kept)
        made.append(
            Row(f"outliers flagged: precision, {what}", f"{data}, {right} of {many}", right / max(many, 1), "share")
        )
        made.append(Row(f"outliers flagged: recall, {what}", f"{data}, {right} of {there}", right / there, "share"))
    return made

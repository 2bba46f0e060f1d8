"""What `triage` takes for covered in a log of which a workspace knows a part, and what it puts first as new.

Three intents in ten are left out of the workspace, and the official Test is the log; means of three draws. Of SLURP
Devel stands in for Train, and four in ten of its texts stand in HWU64 too. Peers rank the same lines in the same run:
by the chance of the likeliest intent, and by the cosine to the nearest known text. Where shares are compared, the
peer's bound is put where it covers as much of what an intent is for, which only somebody who knows the answers can do.
Last, a log of which every intent is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from sklearn.metrics import roc_auc_score

from benchmarks.measure import Row
from benchmarks.table_route import official
from curation.analysis.neighbours import groups_of, near_pairs
from curation.analysis.triage import Known
from curation.facts.stored import encoder_named

if TYPE_CHECKING:
    from numpy.typing import NDArray

CORPORA = ("hwu64", "banking77", "slurp", "snips2017")
DRAWS = 3
LEFT_OUT = 0.3


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
    return [*found, *all_known()]


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


class Asked(NamedTuple):
    """What is said of each line: the guesses, the cosine to the nearest known text, whether the intent is right."""

    chance: NDArray[np.float64]
    novelty: NDArray[np.float64]
    covered: NDArray[np.bool_]
    nearest: NDArray[np.float64]
    right: NDArray[np.bool_]


def asked(drawn: Drawn, encoder: str | None) -> Asked:
    groups, _ = groups_of(len(drawn.texts), near_pairs(drawn.texts, 0.8))
    labels = sorted(set(drawn.given))
    known = Known(
        drawn.texts, drawn.given, range(len(labels)), groups, None if encoder is None else encoder_named(encoder)
    )
    said = known.ask(drawn.log)
    nearest = (known.vectors(drawn.log) @ known.vectors(drawn.texts).T).max(axis=1)
    right = np.array([guess.label for guess in said]) == np.array(drawn.truth)
    columns = (np.array([getattr(guess, name) for guess in said]) for name in ("chance", "novelty", "covered"))
    return Asked(*columns, nearest, right)


def measured(drawn: Drawn, encoder: str | None) -> tuple[float, ...]:
    found, known = asked(drawn, encoder), drawn.known
    held = found.covered[known].mean()
    by_chance, by_nearest = (
        value >= np.quantile(value[known], 1 - held)
        for value in (found.chance, np.where(found.chance >= 0.5, found.nearest, -1))
    )
    ranked = [roc_auc_score(~known, value) for value in (found.novelty, -found.chance, -found.nearest)]
    wrongly = [part[~known].mean() for part in (found.covered, by_chance, by_nearest)]
    rightly = [found.right[part & known].mean() for part in (found.covered, by_chance, by_nearest)]
    return (*ranked, held, *wrongly, *rightly)


def told(data: str, *figures: float) -> list[Row]:
    new, chance, nearest, held, *shares = figures
    peers = ("chance of the likeliest intent", "nearest known text")
    made = [Row("new before known", data, new, "AUROC", *peer) for peer in zip(peers, (chance, nearest), strict=True)]
    made.append(Row("covered, of what an intent is for", data, held, "share"))
    for what, (ours, *theirs) in (
        ("covered, of what no intent is for", shares[:3]),
        ("right, of what is rightly covered", shares[3:]),
    ):
        made += [Row(what, data, ours, "share", *peer) for peer in zip(peers, theirs, strict=True)]
    return made


def all_known() -> list[Row]:
    found = []
    for name in CORPORA:
        data = official(name)
        first = dict(zip(reversed(data.train), reversed(data.given), strict=True))
        texts, labels = sorted(first), sorted(set(first.values()))
        at = {label: place for place, label in enumerate(labels)}
        truth = [at.get(label, -1) for label in data.truth]
        drawn = Drawn(texts, [at[first[text]] for text in texts], data.test, truth, np.array(truth) >= 0)
        said = asked(drawn, "sentence")
        words = f"{name}, all intents and texts known, sentence encoder"
        found.append(Row("covered", words, said.covered.mean(), "share"))
        found.append(Row("right, of what is covered", words, said.right[said.covered].mean(), "share"))
    return found

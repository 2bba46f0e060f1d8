"""`python -m benchmarks.fit_mislabels [--judge]`: learn the card of `curation.analysis.mislabels`, and judge it.

Labels of public corpora are moved on purpose: to any other label, and to one that naive Bayes on words, which is no
part of the method, confuses with it. Whole corpora and small samples of them are used, because a project has two
hundred rows more often than ten thousand. `--judge` learns from two corpora and is asked about the third.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import numpy as np

from benchmarks.corpora import banking, hwu, slurp
from benchmarks.read_labels import misfiled
from curation.analysis.encoder import SentenceEncoder
from curation.analysis.features import views_of
from curation.analysis.judgement import ask_models
from curation.analysis.mislabels import card_log_odds, signs
from curation.analysis.neighbours import groups_of, near_pairs
from curation.analysis.normalise import normalised

TARGET = Path(__file__).resolve().parent.parent / "curation/analysis/mislabel_card.py"
RATE = 0.05
FEWEST_ROWS = 5
SAMPLES = ((12, 25), (25, 40), (50, 15))
"""Intents, and rows of each at most, of the small samples."""
NEGLIGIBLE = 5e-4
LARGE = 2000
WEIGHT = 20_000.0


class Corpus(NamedTuple):
    name: str
    texts: list[str]
    labels: np.ndarray
    width: int
    groups: list[int]


def corpus(name: str, *, intents: int | None = None, most: int | None = None, seed: int = 0) -> Corpus:
    """Each text once, by its normalised form, under the first of its labels; labels of fewer than five rows are out."""
    rows = {"banking77": banking, "hwu64": hwu, "slurp": slurp}[name]()
    first: dict[str, str] = {}
    for text, label, _ in rows:
        first.setdefault(normalised(text), label)
    generator = np.random.default_rng(seed)
    counts = Counter(first.values())
    kept = sorted(label for label, count in counts.items() if count >= FEWEST_ROWS)
    if intents is not None:
        kept = sorted(generator.choice(kept, min(intents, len(kept)), replace=False).tolist())
    texts = sorted(text for text, label in first.items() if label in kept)
    if most is not None:
        taken: Counter[str] = Counter()
        order = generator.permutation(len(texts))
        sample = [texts[at] for at in order if taken.update([first[texts[at]]]) or taken[first[texts[at]]] <= most]
        texts = sorted(sample)
    index = {label: at for at, label in enumerate(kept)}
    labels = np.array([index[first[text]] for text in texts])
    groups, _ = groups_of(len(texts), near_pairs(texts, 0.8))
    return Corpus(name, texts, labels, len(kept), groups)


def confusions_by_words(found: Corpus) -> np.ndarray:
    """Shares in which the texts of each label are given to the others by naive Bayes on words, out of fold."""
    import warnings

    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.model_selection import StratifiedGroupKFold
    from sklearn.naive_bayes import MultinomialNB

    words = CountVectorizer(token_pattern=r"(?u)\b\w+\b", binary=True).fit_transform(found.texts)
    chances = np.zeros((len(found.texts), found.width))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        folds = StratifiedGroupKFold(5, shuffle=True, random_state=0).split(words, found.labels, found.groups)
        for train, test in folds:
            model = MultinomialNB(alpha=0.1).fit(words[train], found.labels[train])
            chances[np.ix_(test, model.classes_)] = model.predict_proba(words[test])
    mass = np.zeros((found.width, found.width))
    np.add.at(mass, found.labels, chances)
    np.fill_diagonal(mass, 0.0)
    return mass / mass.sum(axis=1, keepdims=True)


def with_noise(found: Corpus, kind: str, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """The labels with one in twenty moved, and which were."""
    generator = np.random.default_rng(seed)
    moved, count = found.labels.copy(), len(found.labels)
    picked = generator.choice(count, round(RATE * count), replace=False)
    shares = confusions_by_words(found) if kind == "confusable" else None
    for at in picked:
        if shares is None:
            other = int(generator.integers(found.width - 1))
            moved[at] = other + (other >= moved[at])
        else:
            moved[at] = generator.choice(found.width, p=shares[moved[at]])
    return moved, moved != found.labels


def replay(found: Corpus, views, kind: str, seed: int):
    """The signs of texts under moved labels, and which were moved; without those whose label was wrong before."""
    labels, wrong = with_noise(found, kind, seed)
    asked = ask_models(views, labels, found.groups, [0] * len(labels))
    known = wrong | ~misfiled(found.name, found.texts)
    told = signs(asked.said, asked.log_chances, labels)[0]
    return {name: values[known] for name, values in told.items()}, wrong[known]


def learned(
    parts: list[tuple[dict[str, np.ndarray], np.ndarray]],
) -> tuple[float, dict[str, tuple[list[float], list[float]]]]:
    """The card: a broken line a sign, by logistic regression; whole corpora weigh as much as samples."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import SplineTransformer, StandardScaler

    names = list(parts[0][0])
    table = np.vstack([np.column_stack([found[name] for name in names]) for found, _ in parts]).astype(np.float64)
    wrong = np.concatenate([flags for _, flags in parts])
    small = [len(flags) < LARGE for _, flags in parts]
    share = {True: max(sum(small), 1), False: max(len(small) - sum(small), 1)}
    weights = np.concatenate(
        [np.full(len(parts[at][1]), WEIGHT / share[few] / len(parts[at][1])) for at, few in enumerate(small)]
    )
    splines = SplineTransformer(5, degree=1, knots="quantile")
    model = make_pipeline(splines, StandardScaler(), LogisticRegression(C=0.02, max_iter=2000))
    model.fit(table, wrong, logisticregression__sample_weight=weights)
    card: dict[str, tuple[list[float], list[float]]] = {}
    middle = np.median(table, axis=0)
    start = float(model.decision_function(middle[None, :])[0])
    for at, name in enumerate(names):
        places = np.unique(np.quantile(table[:, at], np.linspace(0, 1, 5)))
        asked = np.repeat(middle[None, :], len(places), axis=0)
        asked[:, at] = places
        values = model.decision_function(asked) - start
        if np.ptp(values) > NEGLIGIBLE:
            card[name] = ([float(f"{v:.5g}") for v in places], [float(f"{v:.4g}") for v in values])
    return float(f"{start:.5g}"), card


def gathered(names: tuple[str, ...], seeds: tuple[int, ...]) -> dict[tuple[str, int], list]:
    """Replays of whole corpora and of samples, by corpus and size."""
    found: dict[tuple[str, int], list] = {}
    for name in names:
        for size, (intents, most) in enumerate(((None, None), *SAMPLES)):
            for seed in seeds if size == 0 else range(3 * len(seeds)):
                drawn = corpus(name, intents=intents, most=most, seed=seed)
                views = views_of(drawn.texts, SentenceEncoder())
                for kind in ("uniform", "confusable"):
                    made = replay(drawn, views, kind, seed)
                    found.setdefault((name, size), []).append((kind, *made))
    return found


def main() -> None:
    from sklearn.metrics import average_precision_score

    parser = argparse.ArgumentParser()
    parser.add_argument("--judge", action="store_true")
    wanted = parser.parse_args()
    names = ("banking77", "hwu64", "slurp")
    found = gathered(names, (11,))
    if wanted.judge:
        for name in names:
            card = learned([part[1:] for (other, _), parts in found.items() if other != name for part in parts])
            for (other, size), parts in found.items():
                for kind in ("uniform", "confusable"):
                    if other != name:
                        continue
                    scored = [(card_log_odds(got, card), wrong) for k, got, wrong in parts if k == kind]
                    quality = np.mean([average_precision_score(wrong, odds) for odds, wrong in scored])
                    flags = [(odds > 0, wrong) for odds, wrong in scored]
                    hits, shown = sum((f & w).sum() for f, w in flags), sum(f.sum() for f, _ in flags)
                    wrong_in_all = sum(wrong.sum() for _, wrong in flags)
                    figures = f"AP {quality:.3f} precision {hits / max(shown, 1):.3f} recall {hits / wrong_in_all:.3f}"
                    print(f"{name:10} size {size} {kind:10} {figures}", flush=True)
    start, card = learned([part[1:] for parts in found.values() for part in parts])
    lines = [
        '"""What each sign of `curation.analysis.mislabels` adds to the log-odds that a label is wrong.',
        "",
        "Written by `python -m benchmarks.fit_mislabels`; learned on BANKING77, HWU64, SLURP and samples of them.",
        '"""',
        "",
        "from __future__ import annotations",
        "",
        '__all__ = ["CARD"]',
        "",
        "CARD: tuple[float, dict[str, tuple[tuple[float, ...], tuple[float, ...]]]] = (",
        f"    {start},",
        "    {",
        *(f'        "{name}": ({tuple(places)}, {tuple(values)}),' for name, (places, values) in card.items()),
        "    },",
        ")",
    ]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

"""`python -m benchmarks.fit_mislabels [--judge]`: learn the card of `curation.analysis.mislabels`, and judge it.

Labels of public corpora are moved on purpose: to any other label, and to one that naive Bayes on words, which is no
part of the method, confuses with it. Whole corpora and small samples of them are used, because a project has two
hundred rows more often than ten thousand. `--judge` learns from two corpora and is asked about the third.
The card of the second look is learned of the texts that the first one suspects.
"""

from __future__ import annotations

import argparse
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from benchmarks.corpora import banking, hwu, slurp
from benchmarks.read_labels import misfiled
from curation.analysis.encoder import SentenceEncoder
from curation.analysis.features import Views, views_of
from curation.analysis.judgement import ask_models
from curation.analysis.mislabels import FirstLook, card_log_odds, chances_of, log_odds, looked_again, signs
from curation.analysis.neighbours import groups_of, near_pairs
from curation.analysis.normalise import normalised
from curation.analysis.second_look import Filed
from curation.model.settings import Thresholds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

TARGET = Path(__file__).resolve().parent.parent / "curation/analysis/mislabel_card.py"
RATE = 0.05
FEWEST_ROWS = 5
SAMPLES = ((12, 25), (25, 40), (50, 15))
"""Intents, and rows of each at most, of the small samples."""
SAMPLES_A_SIZE = 7
NAMES = ("banking77", "hwu64", "slurp")
LEARNT_WITH = (11, 12, 13, 14)
"""Seeds of the noise that is put into whole corpora to learn from."""
FLAGGED = Thresholds().mislabelled
STATED = (0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.97, 1.0)
NEGLIGIBLE = 5e-4
WEIGHT = 20_000.0

Card = tuple[float, dict[str, tuple[list[float], list[float]]]]


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


class Cards(NamedTuple):
    first: Card
    second: Card


class Looked(NamedTuple):
    """Texts under some labels, and the first look at them."""

    texts: Sequence[str]
    filed: Filed
    look: FirstLook

    def again(self, first: Card) -> tuple[np.ndarray, dict[str, np.ndarray]]:
        """The suspects under a first card, and the signs of these."""
        return looked_again(self.look, card_log_odds(self.look.signs, first), self.texts, self.filed)

    def log_odds(self, cards: Cards) -> np.ndarray:
        return log_odds(self.look, self.texts, self.filed, *cards)


class Replay(NamedTuple):
    """A corpus under moved labels; `known` are the texts whose label was not wrong before."""

    name: str
    small: bool
    kind: str
    looked: Looked
    wrong: np.ndarray
    known: np.ndarray

    def at_first(self) -> Lesson:
        signs = {name: values[self.known] for name, values in self.looked.look.signs.items()}
        return Lesson(signs, self.wrong[self.known], self.small)

    def again(self, first: Card) -> Lesson:
        at, found = self.looked.again(first)
        known = self.known[at]
        return Lesson({name: values[known] for name, values in found.items()}, self.wrong[at][known], self.small)


class Lesson(NamedTuple):
    """Signs by name, which labels were moved, and whether it is a small sample."""

    signs: dict[str, np.ndarray]
    wrong: np.ndarray
    small: bool


def replay(drawn: Corpus, views: Views, kind: str, seed: int, *, small: bool) -> Replay:
    labels, wrong = with_noise(drawn, kind, seed)
    filed = Filed(views.joint, labels, drawn.groups, [0] * len(labels))
    asked = ask_models(views, *filed[1:])
    looked = Looked(drawn.texts, filed, signs(asked.said, asked.log_chances, labels))
    return Replay(drawn.name, small, kind, looked, wrong, wrong | ~misfiled(drawn.name, drawn.texts))


def cards_from(replays: Iterable[Replay]) -> Cards:
    """The card of the first look, and that of the second under it."""
    found = list(replays)
    first = learned([made.at_first() for made in found])
    return Cards(first, learned([made.again(first) for made in found]))


def learned(lessons: Sequence[Lesson]) -> Card:
    """A card: a broken line a sign, by logistic regression; whole corpora weigh as much as samples."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import SplineTransformer, StandardScaler

    names = list(lessons[0].signs)
    table = np.vstack([np.column_stack([made.signs[name] for name in names]) for made in lessons]).astype(np.float64)
    wrong = np.concatenate([made.wrong for made in lessons])
    small = sum(made.small for made in lessons)
    share = {True: max(small, 1), False: max(len(lessons) - small, 1)}
    weights = [np.full(len(made.wrong), WEIGHT / share[made.small] / len(made.wrong)) for made in lessons]
    splines = SplineTransformer(5, degree=1, knots="quantile")
    model = make_pipeline(splines, StandardScaler(), LogisticRegression(C=0.02, max_iter=2000))
    model.fit(table, wrong, logisticregression__sample_weight=np.concatenate(weights))
    lines: dict[str, tuple[list[float], list[float]]] = {}
    middle = np.median(table, axis=0)
    start = float(model.decision_function(middle[None, :])[0])
    for at, name in enumerate(names):
        places = np.unique(np.quantile(table[:, at], np.linspace(0, 1, 5)))
        asked = np.repeat(middle[None, :], len(places), axis=0)
        asked[:, at] = places
        values = model.decision_function(asked) - start
        if np.ptp(values) > NEGLIGIBLE:
            lines[name] = ([float(f"{v:.5g}") for v in places], [float(f"{v:.4g}") for v in values])
    return float(f"{start:.5g}"), lines


def gathered(names: tuple[str, ...], seeds: tuple[int, ...]) -> list[Replay]:
    """Replays of whole corpora and of samples."""
    found = []
    for name in names:
        for intents, most in ((None, None), *SAMPLES):
            small = intents is not None
            draws = range(SAMPLES_A_SIZE) if small else (0,)
            for draw in draws:
                drawn = corpus(name, intents=intents, most=most, seed=draw)
                views = views_of(drawn.texts, SentenceEncoder())
                for kind in ("uniform", "confusable"):
                    noises = (draw,) if small else seeds
                    found += [replay(drawn, views, kind, noise, small=small) for noise in noises]
    return found


def judge(replays: Sequence[Replay]) -> None:
    """Print how well cards of the other corpora rank and flag what was moved, and how true their chances are."""
    from sklearn.metrics import average_precision_score

    stated = []
    for name in NAMES:
        cards = cards_from(made for made in replays if made.name != name)
        for small in (False, True):
            for kind in ("uniform", "confusable"):
                asked = [made for made in replays if (made.name, made.small, made.kind) == (name, small, kind)]
                scored = [(made.looked.log_odds(cards), made.wrong) for made in asked]
                stated += [(odds, made.wrong | ~made.known) for made, (odds, _) in zip(asked, scored, strict=True)]
                quality = np.mean([average_precision_score(wrong, odds) for odds, wrong in scored])
                flags = [(chances_of(odds) >= FLAGGED, wrong) for odds, wrong in scored]
                hits, shown = sum((f & w).sum() for f, w in flags), sum(f.sum() for f, _ in flags)
                share = hits / sum(wrong.sum() for _, wrong in flags)
                figures = f"AP {quality:.3f} precision {hits / max(shown, 1):.3f} recall {share:.3f}"
                print(f"{name:10} {'samples' if small else 'whole':8} {kind:10} {figures}", flush=True)
    chances = chances_of(np.concatenate([odds for odds, _ in stated]))
    wrong = np.concatenate([wrong for _, wrong in stated])
    for low, high in pairwise(STATED):
        inside = (chances >= low) & (chances < high)
        figures = f"stated {chances[inside].mean():.3f} moved or wrong before {wrong[inside].mean():.3f}"
        print(f"{low:.2f} to {high:.2f} {inside.sum():6,} texts, {figures}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--judge", action="store_true")
    replays = gathered(NAMES, LEARNT_WITH)
    if parser.parse_args().judge:
        judge(replays)
    first, second = cards_from(replays)
    lines = [
        '"""What each sign of `curation.analysis.mislabels` adds to the log-odds that a label is wrong.',
        "",
        "Written by `python -m benchmarks.fit_mislabels`; learned on BANKING77, HWU64, SLURP and samples of them.",
        '"""',
        "",
        "from __future__ import annotations",
        "",
        '__all__ = ["CARD", "SECOND_CARD"]',
        "",
        *written("CARD", first),
        "",
        *written("SECOND_CARD", second),
    ]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")


def written(name: str, card: Card) -> Iterator[str]:
    start, lines = card
    yield f"{name}: tuple[float, dict[str, tuple[tuple[float, ...], tuple[float, ...]]]] = ("
    yield f"    {start},"
    yield "    {"
    yield from (f'        "{sign}": ({tuple(places)}, {tuple(values)}),' for sign, (places, values) in lines.items())
    yield "    },"
    yield ")"


if __name__ == "__main__":
    main()

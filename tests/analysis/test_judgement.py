"""What is found in labels that are wrong on purpose."""

from __future__ import annotations

import numpy as np
import pytest

from curation.analysis.encoder import SentenceEncoder, StaticEncoder
from curation.analysis.judgement import judge_labels
from curation.analysis.mislabels import card_log_odds
from curation.analysis.quality import macro_f1, resampled_gains, scores_by_label

VERBS = {
    "Book": ("book", "reserve", "hold", "get me"),
    "Cancel": ("cancel", "drop", "call off", "undo"),
    "Ask": ("is there", "do you have", "how is", "what about"),
}
THINGS = ("table", "room", "car", "seat", "court", "desk")


@pytest.fixture(scope="module")
def clean():
    rows = sorted(
        (f"{verb} a {thing} for {n}", intent)
        for intent, verbs in VERBS.items()
        for verb in verbs
        for thing in THINGS
        for n in ("me", "two")
    )
    return [text for text, _ in rows], [intent for _, intent in rows]


@pytest.mark.parametrize("encoder", [SentenceEncoder(), StaticEncoder()])
def test_labels_that_were_moved_are_doubted_and_the_others_are_not(clean, encoder):
    texts, labels = clean
    moved = dict.fromkeys(range(0, len(texts), 29))
    wrong = [("Cancel" if label == "Book" else "Book") if at in moved else label for at, label in enumerate(labels)]
    judged = judge_labels(texts, wrong, range(len(texts)), [0] * len(texts), encoder=encoder)
    assert set(np.flatnonzero(judged.doubt >= 0.5).tolist()) == set(moved)
    assert [judged.labels[judged.other[at]] for at in moved] == [labels[at] for at in moved]
    assert np.allclose(judged.probabilities.sum(axis=1), 1, atol=1e-5)


def test_a_doubted_text_has_the_two_most_like_it_on_either_side(clean):
    texts, labels = clean
    at = texts.index("book a table for me")
    wrong = [*labels[:at], "Ask", *labels[at + 1 :]]
    judged = judge_labels(texts, wrong, range(len(texts)), [0] * len(texts), encoder=StaticEncoder())
    own, other = judged.labels.index("Ask"), judged.labels.index("Book")
    assert (judged.given[at], judged.other[at], at in judged.asked.tolist()) == (own, other, True)
    sides = [judged.most_like(at, label) for label in (own, other)]
    assert [{wrong[n] for n, _ in side} for side in sides] == [{"Ask"}, {"Book"}]
    assert all(len(side) == 2 and side[0][1] >= side[1][1] > 0 for side in sides)
    assert sides[1][0][0] == judged.nearest[at][0]


def test_of_a_text_that_nobody_asks_about_its_nearest_of_a_label_are_named(clean):
    texts, labels = clean
    judged = judge_labels(texts, labels, range(len(texts)), [0] * len(texts), encoder=StaticEncoder())
    at = next(at for at in range(len(texts)) if at not in judged.asked)
    near = [(n, round(like, 6)) for n, like in judged.most_like(at, int(judged.given[at]))]
    told = zip(judged.nearest[at].tolist(), judged.likeness[at].tolist(), strict=True)
    assert near == [(n, round(like, 6)) for n, like in told if judged.given[n] == judged.given[at]]
    assert near


def test_the_same_texts_give_the_same_numbers(clean):
    first, second = (
        judge_labels(*clean, range(len(clean[0])), [0] * len(clean[0]), encoder=StaticEncoder(), seed=3)
        for _ in range(2)
    )
    assert all(np.array_equal(a, b) for a, b in zip(first[1:], second[1:], strict=True))


def test_a_card_is_a_sum_of_broken_lines_level_beyond_their_ends():
    card = (-1.0, {"x": ((0.0, 1.0), (0.0, 2.0)), "y": ((0.0, 2.0), (1.0, -1.0))})
    found = {"x": np.array([-5.0, 0.5, 9.0]), "y": np.array([0.0, 1.0, 2.0])}
    assert card_log_odds(found, card).tolist() == [0.0, 0.0, 0.0]


def test_scores_are_those_of_the_table_of_confusions(clean):
    judged = judge_labels(*clean, range(len(clean[0])), [0] * len(clean[0]), encoder=StaticEncoder())
    given = np.array([0, 0, 0, 1, 1, 2])
    said = np.array([0, 1, 1, 1, 1, 0])
    chances = np.eye(3)[said]
    found = scores_by_label(judged._replace(given=given, probabilities=chances, labels=("a", "b", "c")))
    assert found[0][:3] == (0.5, 1 / 3, 0.4)
    assert (found[0].rival, found[0].lost) == (1, 2)
    assert found[1].to_dict() == {"precision": 0.5, "recall": 1.0, "f1": 0.667}
    assert found[2].f1 == 0.0
    assert macro_f1(given, said) == pytest.approx((0.4 + 2 / 3 + 0.0) / 3)


def test_a_gain_that_is_everywhere_has_bounds_above_zero_and_none_has_zero():
    given = np.arange(200) % 2
    half_right = np.where(np.arange(200) % 4 < 2, given, 1 - given)
    low, high = resampled_gains((given, half_right), (given, given), np.arange(200))
    assert 0.4 < low < high < 0.6
    assert resampled_gains((given, given), (given, given), np.arange(200)) == (0.0, 0.0)

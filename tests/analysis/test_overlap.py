"""Pairs that models cannot tell apart, and what is advised."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from curation.analysis.judgement import Judgement
from curation.analysis.overlap import LabelPair, advice_for, leak_scores, overlap_scores, overlapping, shared_terms


def judged(rows, given, doubt=None):
    """A judgement of rows of chances; without neighbours."""
    chances, labels = np.array(rows, dtype=np.float32), np.array(given)
    rest = chances.copy()
    rest[np.arange(len(labels)), labels] = -1
    doubts = np.zeros(len(labels), dtype=np.float32) if doubt is None else np.array(doubt, dtype=np.float32)
    names = tuple("abcdef"[: chances.shape[1]])
    empty = np.zeros((len(labels), 0))
    return Judgement(names, chances, labels, rest.argmax(axis=1), doubts, empty.astype(np.int32), empty)


SURE_A, SURE_B, SURE_C = [0.9, 0.05, 0.05], [0.05, 0.9, 0.05], [0.05, 0.05, 0.9]
OVER = [0.3, 0.6, 0.1]
BACK = [0.7, 0.2, 0.1]
ROWS = [SURE_A, SURE_A, OVER, OVER, OVER, SURE_B, BACK, SURE_C, SURE_C]
GIVEN = [0, 0, 0, 0, 0, 1, 1, 2, 2]


def test_the_score_counts_the_texts_expected_on_the_other_side():
    scores = overlap_scores(judged(ROWS, GIVEN))
    assert np.allclose(scores[0, 1], 0.05 + 0.05 + 0.6 + 0.6 + 0.6 + 0.05 + 0.7)
    assert np.allclose(scores, scores.T)
    assert np.allclose(np.diag(scores), 0)


def test_a_leak_counts_doubts_over_the_mean_size():
    scores = leak_scores(judged(ROWS, GIVEN, [0, 0, 0.9, 0.9, 0, 0, 0.8, 0, 0]))
    assert np.allclose(scores[0, 1], (0.9 + 0.9 + 0.8) / np.sqrt(5 * 2))
    assert np.allclose(scores[0, 2], 0)


def test_a_pair_names_the_texts_that_cross_the_surest_first():
    (pair,) = overlapping(judged(ROWS, GIVEN), threshold=0.1)
    assert (pair.first, pair.second) == (0, 1)
    assert [at for at, _ in pair.crossing] == [6, 2, 3, 4]
    assert pair.share == round(pair.confused / 7, 4)


def test_three_texts_that_cross_are_noise():
    assert overlapping(judged(ROWS[:4] + ROWS[5:], [0, 0, 0, 0, 1, 1, 2, 2]), threshold=0.1) == []


def test_models_that_are_unsure_everywhere_accuse_nobody():
    rows = np.full((60, 4), 0.25) + np.eye(4)[[1, 2, 3, 0] * 15] * 0.001
    assert overlapping(judged(rows, [0, 1, 2, 3] * 15), threshold=0.05) == []


def test_four_of_three_hundred_are_too_few_for_a_high_threshold():
    many = [SURE_A] * 146 + [OVER] * 4 + [SURE_B] * 150
    labels = [0] * 150 + [1] * 150
    assert overlapping(judged(many, labels), threshold=0.05) == []
    assert len(overlapping(judged(many, labels), threshold=0.001)) == 1


def test_the_advice_follows_from_the_texts_that_cross():
    pair = overlapping(judged(ROWS, GIVEN), threshold=0.1)[0]
    calm = pair._replace(share=0.1)
    doubtful = judged(ROWS, GIVEN, [0, 0, 0.9, 0.9, 0, 0, 0, 0, 0])
    assert advice_for(pair, judged(ROWS, GIVEN), set(), mislabelled=0.5).kind == "merge"
    assert advice_for(calm, doubtful, set(), mislabelled=0.5).kind == "move"
    assert advice_for(pair, doubtful, set(), mislabelled=0.5).kind == "move"
    assert advice_for(calm, judged(ROWS, GIVEN), {2, 6}, mislabelled=0.5).kind == "entity"
    assert advice_for(calm, judged(ROWS, GIVEN), {2}, mislabelled=0.5).kind == "sharpen"


def clustered(in_small, in_large, in_other):
    """Forty texts of one label in clusters of 12 and 28, twenty of another; how many of each part cross over."""
    given = [0] * 40 + [1] * 20
    over = {*range(in_small), *range(12, 12 + in_large), *range(40, 40 + in_other)}
    rows = [((SURE_A, OVER), (SURE_B, BACK))[label][at in over] for at, label in enumerate(given)]
    part = [0] * 12 + [1] * 28 + [2] * 20
    members = np.array([[n for n in range(60) if part[n] == part[at] and n != at][:8] for at in range(60)])
    likeness = np.full((60, 8), 0.9, dtype=np.float32)
    members[11, 7], likeness[11, 7] = 12, 0.05  # one weak link between the two
    return judged(rows, given)._replace(nearest=members.astype(np.int32), likeness=likeness)


@pytest.mark.parametrize(
    ("in_small", "in_large", "in_other", "kind"),
    [
        (5, 1, 2, "split"),
        (5, 2, 0, "sharpen"),  # not eight in ten of them
        (0, 8, 0, "sharpen"),  # the larger part, which is most of the label
        (5, 0, 7, "sharpen"),  # most of those that cross are of the other label
        (3, 0, 1, "sharpen"),
    ],
)
def test_a_cluster_is_split_off_where_it_is_the_smaller_part_and_holds_most_of_what_crosses(
    in_small, in_large, in_other, kind
):
    found = clustered(in_small, in_large, in_other)
    over = [at for at in range(60) if found.probabilities[at].argmax() != found.given[at]]
    pair = LabelPair(0, 1, 1.0, 0.1, 0.0, tuple((at, 0.9) for at in over))
    advice = advice_for(pair, found, set(), mislabelled=0.5)
    assert (advice.kind, advice.cluster) == (kind, tuple(range(12)) if kind == "split" else ())


def test_shared_terms_are_the_words_both_use_most():
    first = ["return the city bike", "bring the city bike back", "bike return today"]
    second = ["end my bike rental", "the city bike is here", "stop the city rental"]
    assert shared_terms(first, second, Counter(), 0) == ("bike", "city")  # and not "the"
    assert shared_terms(first, second, Counter(city=60, bike=1), 100) == ("bike",)
    assert shared_terms(first, second, Counter(city=9, bike=10), 100) == ("city",)  # a tenth of the others use "bike"
    assert shared_terms(first, second, Counter(bike=1), 2) == ("city",)  # half as frequent again is not enough


def test_a_pair_is_shown_for_a_leak_alone():
    many = [SURE_A] * 46 + [OVER] * 4 + [SURE_B] * 50
    labels = [0] * 50 + [1] * 50
    doubts = [0.0] * 46 + [0.9] * 4 + [0.0] * 50
    assert overlapping(judged(many, labels, doubts), threshold=0.2, leaked=0.1) == []
    assert len(overlapping(judged(many, labels, doubts), threshold=0.2, leaked=0.07)) == 0  # too few cross for 0.2
    assert len(overlapping(judged(many, labels, doubts), threshold=0.03, leaked=0.07)) == 1
    assert overlapping(judged(many, labels), threshold=0.06, leaked=0.07) == []

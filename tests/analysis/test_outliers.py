"""Texts that are like no others."""

from __future__ import annotations

import numpy as np
import pytest

from curation.analysis.judgement import Judgement
from curation.analysis.outliers import standing_alone


def judged(own, likeness):
    """Ten texts of two labels, the first label's chance given, each with five neighbours."""
    chances = np.array([[chance, (1 - chance) * 0.5] for chance in own], dtype=np.float32)
    count = len(own)
    zeros = np.zeros(count)
    near = np.array([[(at + 1) % count] * 5 for at in range(count)])
    return Judgement(
        ("a", "b"), chances, zeros.astype(int), zeros.astype(int) + 1, zeros, near, np.array(likeness, dtype=np.float32)
    )


USUAL = [[0.8 - at * 0.01] * 5 for at in range(9)]


def test_the_text_that_nothing_is_like_and_no_label_fits_stands_alone():
    found = standing_alone(judged([0.9] * 9 + [0.1], [*USUAL, [0.3] * 5]))
    assert np.flatnonzero(found >= 0.6).tolist() == [9]


def test_a_text_that_is_far_but_recognised_does_not():
    assert standing_alone(judged([0.9] * 9 + [0.999], [*USUAL, [0.6] * 5])).max() < 0.5


def test_a_text_near_others_does_not_though_its_label_is_not_recognised():
    assert standing_alone(judged([0.9] * 9 + [0.1], [*USUAL, [0.76] * 5])).max() < 0.2


def test_what_it_says_follows_from_its_three_signs():
    found = standing_alone(judged([0.5, 0.5, 0.5, 0.2], [[0.8] * 5, [0.7] * 5, [0.6] * 5, [0.4] * 5]))
    distances = np.array([0.2, 0.3, 0.4, 0.6])
    low, middle, high = np.quantile(distances, [0.25, 0.5, 0.75])
    signs = 0.72 * np.log(0.8 / 0.2) + 0.24 * np.log(0.6 / 0.4) + 2.05 * (0.6 - middle) / (high - low) - 4.8
    assert found[3] == pytest.approx(1 / (1 + np.exp(-signs)), abs=1e-5)


def test_where_all_are_equally_near_distance_says_nothing():
    found = standing_alone(judged([0.9] * 10, [[0.5] * 5] * 10))
    assert found.tolist() == pytest.approx([float(found[0])] * 10)
    assert found[0] < 0.05


def test_texts_with_nothing_beside_them_are_judged_by_their_chances():
    lone = judged([0.9, 0.2], [[0.5] * 5] * 2)
    lone = lone._replace(nearest=np.zeros((2, 0), dtype=np.int32), likeness=np.zeros((2, 0), dtype=np.float32))
    unsure, sure = standing_alone(lone)[[1, 0]]
    assert unsure > sure


def test_chances_beyond_one_in_a_thousand_say_no_more():
    close = [[0.5] * 5] * 4
    surer, sure, unsure = standing_alone(judged([1e-6, 1e-3, 1e-2, 0.5], close))[:3]
    assert surer == pytest.approx(sure, abs=1e-3)
    assert sure > unsure + 0.1


def test_five_neighbours_count():
    usual = [0.8, 0.8, 0.8, 0.8]
    found = standing_alone(judged([0.5] * 4, [[*usual, 0.8], [*usual, 0.7], [*usual, 0.6], [*usual, 0.2]]))
    assert found[3] > found[2] > found[0]

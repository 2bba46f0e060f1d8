"""The texts nearest to each in meaning."""

from __future__ import annotations

import numpy as np
import pytest

from curation.analysis.nearest import nearest_filed, nearest_in_both, nearest_outside


def test_the_nearest_outside_are_in_order_and_gaps_are_marked():
    rows = np.eye(4, dtype=np.float32)[[0, 0, 1, 2]]
    rows[2] = [0.6, 0.8, 0, 0]
    found = nearest_outside(rows, [0, 0, 2, 3], [0, 0, 0, 1], most=3)
    assert found.positions.tolist() == [[2, -1, -1], [2, -1, -1], [0, 1, -1], [-1, -1, -1]]
    assert np.allclose(found.similarity[2], [0.6, 0.6, 0.0])


def exact_nearest(rows, groups, strata, most):
    """By sorting everything, one row at a time."""
    found = []
    for at, row in enumerate(rows):
        cosines = rows @ row
        others = [n for n in range(len(rows)) if groups[n] != groups[at] and strata[n] == strata[at]]
        found.append(sorted(others, key=lambda n: (-round(float(cosines[n]), 6), n))[:most])
    return found


@pytest.mark.parametrize("count", [1, 2, 9, 70, 320, 383, 1500])
@pytest.mark.parametrize("languages", [1, 3])
def test_the_nearest_outside_are_those_that_sorting_everything_finds(count, languages):
    chance = np.random.default_rng(count)
    rows = chance.normal(size=(count, 12)).round(1).astype(np.float32) + 0.01
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    groups, strata = chance.integers(0, count, count).tolist(), chance.integers(0, languages, count).tolist()
    found = nearest_outside(rows, groups, strata, most=5)
    shown = [[at for at in row if at >= 0] for row in found.positions.tolist()]
    assert shown == exact_nearest(rows, groups, strata, 5)
    assert found.similarity[found.positions < 0].tolist() == [0.0] * int((found.positions < 0).sum())
    part = rows[:, :7] / np.linalg.norm(rows[:, :7], axis=1, keepdims=True)
    both = nearest_in_both(rows, 7, groups, strata, most=5)
    for one, other in zip(both, (found, nearest_outside(part, groups, strata, most=5)), strict=True):
        assert one.similarity == pytest.approx(other.similarity, abs=1e-6)
        assert (one.positions != other.positions).sum() <= 0.01 * one.positions.size


@pytest.mark.parametrize("count", [3, 40, 1200])
def test_the_nearest_filed_are_those_of_the_label_that_sorting_everything_finds(count):
    chance = np.random.default_rng(count)
    rows = chance.normal(size=(count, 12)).round(1).astype(np.float32) + 0.01
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    groups, strata = chance.integers(0, count, count).tolist(), chance.integers(0, 2, count).tolist()
    given = chance.integers(0, 3, count)
    asked = np.flatnonzero(chance.random(count) < 0.7)
    wanted = chance.integers(0, 3, count)[asked]
    found = nearest_filed(rows, asked, wanted, given, groups, strata)
    everything = exact_nearest(rows, groups, strata, count)
    expected = [[n for n in everything[at] if given[n] == label][:2] for at, label in zip(asked, wanted, strict=True)]
    assert [[n for n in row if n >= 0] for row in found.positions.tolist()] == expected
    assert found.similarity[found.positions < 0].tolist() == [0.0] * int((found.positions < 0).sum())


def test_of_no_rows_nothing_is_nearest():
    none = np.zeros((0, 4), dtype=np.float32)
    assert [found.positions.shape for found in nearest_in_both(none, 2, [], [])] == [(0, 0), (0, 0)]
    assert nearest_outside(none, [], []).positions.shape == (0, 0)


def test_rows_that_are_zero_in_the_first_columns_are_like_nothing_there():
    rows = np.eye(4, dtype=np.float32)
    of_rows, of_part = nearest_in_both(rows, 2, [0, 1, 2, 3], [0] * 4, most=1)
    assert of_part.similarity.tolist() == [[0.0]] * 4
    assert of_rows.similarity.tolist() == [[0.0]] * 4

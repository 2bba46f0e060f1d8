"""Models that have not seen what they are asked about, held to the same models trained the slow way."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.linear_model import Ridge

from curation.analysis.features import Views
from curation.analysis.smoothing import Smoother, _Discriminant, _folds, _Ridge, one_hot_of

GROUPS = [0, 0, 1, 2, 3, 3, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]
LABELS = np.array([0, 0, 1, 2, 0, 0, 1, 1, 2, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0])


@pytest.fixture
def rows():
    return np.random.default_rng(3).normal(size=(20, 6)).astype(np.float32)


def test_regression_without_a_group_is_what_training_without_it_gives(rows):
    said = _Ridge(rows, np.array(GROUPS)).scores(one_hot_of(LABELS, 3))
    for group in set(GROUPS):
        held = np.array([g == group for g in GROUPS])
        model = Ridge(alpha=0.1, fit_intercept=False).fit(rows[~held], one_hot_of(LABELS, 3)[~held])
        assert np.allclose(said[held], model.predict(rows[held]), atol=2e-3)


def test_a_discriminant_is_that_of_the_means_and_the_spread_of_the_other_folds(rows):
    folds = _folds(GROUPS, 0)
    said = _Discriminant(rows, LABELS, folds, 0.5).scores(one_hot_of(LABELS, 3))
    for fold in set(folds.tolist()):
        held = folds == fold
        left, labels = rows[~held].astype(float), LABELS[~held]
        means = np.array([left[labels == label].mean(axis=0) for label in range(3)])
        spread = (left - means[labels]).T @ (left - means[labels]) / len(left)
        inverse = np.linalg.inv(spread + 0.5 * np.trace(spread) / 6 * np.eye(6))
        offset = np.log(np.bincount(labels, minlength=3) / len(labels)) - 0.5 * np.einsum(
            "kd,de,ke->k", means, inverse, means
        )
        assert np.allclose(said[held], rows[held] @ inverse @ means.T + offset, atol=2e-3)


def test_a_group_is_never_in_two_folds_and_every_fold_is_used():
    folds = _folds([*range(40), 0, 1, 2], 0)
    assert folds[:3].tolist() == folds[40:].tolist()
    assert set(folds.tolist()) == set(range(10))


def test_what_the_label_of_a_text_is_changes_nothing_of_what_is_said_about_it(rows):
    views = Views(rows, rows[:, :3], rows[:, 3:])
    smoother = Smoother(views, LABELS, GROUPS, [0] * 20)
    moved = LABELS.copy()
    moved[3] = 0
    before, after = (smoother.opinions(one_hot_of(labels, 3)) for labels in (LABELS, moved))
    for name in before._fields:
        assert np.allclose(getattr(before, name)[3], getattr(after, name)[3], atol=1e-4), name
    assert not np.allclose(before.ridge, after.ridge)


def test_votes_come_from_the_same_language_and_never_from_the_own_group(rows):
    views = Views(rows, rows, rows)
    strata = [index % 2 for index in range(20)]
    found = Smoother(views, LABELS, GROUPS, strata).nearest
    for at, near in enumerate(found.positions.tolist()):
        kept = [other for other in near if other >= 0]
        assert {strata[other] for other in kept} == {strata[at]}
        assert GROUPS[at] not in {GROUPS[other] for other in kept}


def test_one_worker_and_two_give_the_same_to_the_last_bit(monkeypatch):
    many = np.random.default_rng(0).normal(size=(2500, 40)).astype(np.float32)
    labels, groups = np.arange(2500) % 7, list(range(2500))
    said = []
    for workers in ("1", "2"):
        monkeypatch.setenv("CURATION_WORKERS", workers)
        smoother = Smoother(Views(many, many[:, :9], many[:, 9:20]), labels, groups, [0] * 2500)
        said.append(smoother.opinions(one_hot_of(labels, 7)))
    assert all(np.array_equal(first, second) for first, second in zip(*said, strict=True))


def test_the_nearest_neighbour_counts_most(rows):
    from curation.analysis.nearest import Nearest
    from curation.analysis.smoothing import _weights

    found = Nearest(
        np.array([[1, 2], [-1, -1], [0, -1]]), np.array([[0.9, 0.5], [0.0, 0.0], [0.3, 0.0]], dtype=np.float32)
    )
    weights = _weights(found).toarray()
    assert np.allclose(
        weights[0], [0.0, 0.9 * np.exp(7.2), 0.5 * np.exp(4.0)] / (0.9 * np.exp(7.2) + 0.5 * np.exp(4.0))
    )
    assert weights[1].tolist() == [0.0, 0.0, 0.0]
    assert np.allclose(weights[2], [1.0, 0.0, 0.0])

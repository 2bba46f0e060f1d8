"""Figures with intervals, thresholds, growth and drift."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import f1_score, precision_score, recall_score

from curation.analysis.drift import distances
from curation.analysis.evaluating import (
    f1_by_label,
    grown,
    label_figures,
    macro_interval,
    rank_correlation,
    recommended,
    sweep,
    wilson,
)
from curation.analysis.quality import label_gains, macro_f1

labels = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=40)


def arrays(pairs):
    return tuple(np.array(part, dtype=np.int64) for part in zip(*pairs, strict=True))


def test_wilson_is_what_the_textbook_says():
    found = wilson(136, 141)
    assert tuple(round(value, 3) for value in found) == (0.965, 0.92, 0.985)
    assert wilson(0, 0) == (0.0, 0.0, 1.0)
    assert (wilson(5, 5).high, wilson(0, 5).low) == (1.0, 0.0)


@given(labels)
def test_label_figures_are_those_of_scikit_learn(pairs):
    given_, said = arrays(pairs)
    found = label_figures(given_, said, 4)
    named = {"labels": range(4), "average": None, "zero_division": 0.0}
    assert np.allclose([f.precision.value for f in found], precision_score(given_, said, **named))
    assert np.allclose([f.recall.value for f in found], recall_score(given_, said, **named))
    assert np.allclose([f.f1.value for f in found], f1_score(given_, said, **named))
    counts = {(int(g), int(s)): int(((given_ == g) & (said == s)).sum()) for g, s in pairs}
    names = {(str(g), str(s)): n for (g, s), n in counts.items()}
    assert all(f.f1.low <= f.f1.value <= f.f1.high for f in found)
    assert f1_by_label(names) == {str(g): pytest.approx(found[g].f1.value) for g in sorted({g for g, _ in pairs})}


@given(labels)
def test_an_interval_holds_its_value(pairs):
    given_, said = arrays(pairs)
    found = macro_interval(given_, said, np.arange(len(given_)))
    assert 0.0 <= found.low <= found.value <= found.high <= 1.0
    assert found.value == macro_f1(given_, said)


def test_an_f1_of_nothing_right_is_not_certain():
    found = label_figures(np.array([0, 0, 0]), np.array([1, 1, 1]), 2)[0]
    assert (found.f1.value, found.f1.low) == (0.0, 0.0)
    assert 0.5 < found.f1.high < 0.8


def test_the_rival_is_what_most_lost_texts_go_to():
    found = label_figures(np.array([0, 0, 0, 0, 1]), np.array([0, 2, 2, 1, 1]), 3)
    assert (found[0].rival, found[0].lost, found[1].rival, found[2].rows) == (2, 2, -1, 0)


def test_a_sweep_goes_from_everything_to_nothing():
    given_, said = np.array([0, 0, 1, 2]), np.array([0, 1, 1, 0])
    steps = sweep(given_, said, np.array([0.9, 0.4, 0.6, 0.3]), none=2)
    by_threshold = {step.threshold: step[1:] for step in steps}
    assert by_threshold[0.0] == (1.0, 2 / 3, 1.0)
    assert by_threshold[0.5] == (2 / 3, 2 / 3, 0.0)
    assert by_threshold[0.95] == (0.0, 0.0, 0.0)
    assert {step.false_accepts for step in sweep(given_, said, np.array([0.9, 0.4, 0.6, 0.3]), none=-1)} == {-1.0}


@given(st.integers(0, 50))
def test_the_recommended_threshold_costs_one_right_answer_in_two_hundred_at_most(seed):
    chance = np.random.default_rng(seed)
    given_ = chance.integers(0, 4, 500)
    said = np.where(chance.random(500) < 0.8, given_, chance.integers(0, 4, 500))
    sure = np.where(said == given_, chance.beta(6, 2, 500), chance.beta(2, 4, 500))
    found = recommended(given_, said, sure, np.arange(500), none=3)
    inside = given_ != 3
    right = (said == given_) & inside
    lost = right & (sure < found.value)
    assert lost.sum() <= 0.005 * right.sum()
    assert (right & (sure < found.value + 0.02)).sum() >= lost.sum()
    assert found.low <= found.value <= found.high


def test_nothing_right_has_no_threshold():
    assert recommended(np.array([0, 1]), np.array([1, 0]), np.array([0.9, 0.9]), np.array([0, 1]), none=-1) == (0, 0, 0)


def test_errors_that_fall_as_a_power_are_carried_on():
    sizes = {0.25: [20, 40], 0.5: [40, 80], 1.0: [80, 160]}
    rows = [10_000, 10_000]
    hits = {share: [round(n * (1 - 2.0 * size**-0.5)) for n, size in zip(rows, found, strict=True)]
            for share, found in sizes.items()}  # fmt: skip
    found = grown(sizes, hits, rows)
    assert found[0].gain == pytest.approx(2.0 * 80**-0.5 - 2.0 * 90**-0.5, rel=0.02)
    assert found[1].gain == pytest.approx(2.0 * 160**-0.5 - 2.0 * 170**-0.5, rel=0.02)
    assert all(item.low <= item.gain <= item.high for item in found)


def test_errors_that_do_not_fall_promise_nothing():
    sizes = {0.25: [20], 0.5: [40], 1.0: [80]}
    (found,) = grown(sizes, {share: [50] for share in sizes}, [100])
    assert (found.recall, found.gain, found.low) == (0.5, 0.0, 0.0)
    assert grown({1.0: [80]}, {1.0: [50]}, [100]) == []


def test_ranks_are_correlated_as_by_scipy():
    from scipy.stats import spearmanr

    first, second = [0.1, 0.4, 0.4, 0.9], [0.2, 0.5, 0.3, 0.7]
    assert rank_correlation(first, second) == pytest.approx(float(spearmanr(first, second).statistic), abs=1e-6)
    assert rank_correlation([0.1, 0.2], [0.1, 0.2]) is None
    assert rank_correlation([0.5, 0.5, 0.5], first[:3]) is None


def test_the_change_of_each_label_has_bounds():
    given_ = np.array([0] * 50 + [1] * 50)
    before, after = np.zeros(100, dtype=np.int64), given_.copy()
    found = label_gains(given_, before, after, np.arange(100), width=2)
    assert found[:2].round(3).tolist() == [[0.667, 0.0], [1.0, 1.0]]
    assert (found[2] <= found[1] - found[0]).all()
    assert (found[3] >= found[1] - found[0]).all()


def test_drift_is_measured_beside_chance():
    groups = list(range(200))
    random_side = (np.random.default_rng(0).random(200) < 0.2).tolist()
    names = ["a" if at % 2 else "b" for at in groups]
    same = {"labels": names, "languages": ["en"] * 200, "lengths": [20 + at % 30 for at in groups]}
    fair = distances(random_side, groups, **same)
    assert set(fair) == {"intents", "lengths"}
    assert all(item.value <= item.usual + 0.1 for item in fair.values())
    apart = distances([name == "a" for name in names], groups, **same)
    assert apart["intents"].value == 1.0 > apart["intents"].usual
    assert apart["intents"].most == "a: 0.0% of Train, 100.0% of Test"
    assert distances([False] * 200, groups, **same) == {}

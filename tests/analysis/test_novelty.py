"""Whether a text is of a kind that is known."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

from curation.analysis import novelty
from curation.analysis.encoder import unit_rows
from curation.analysis.novelty import (
    _TRUST,
    _USUAL_GATE,
    Kin,
    Regression,
    _fitted_gate,
    chance_known,
    learned_gate,
)


def unit(*rows):
    return unit_rows(np.array(rows, dtype=np.float32))


def clusters(labels, each, spread, seed=0, width=24):
    """Texts around a direction for each label."""
    chance = np.random.default_rng(seed)
    centres = chance.normal(size=(labels, width))
    given = np.repeat(np.arange(labels), each)
    return unit_rows((centres[given] + spread * chance.normal(size=(len(given), width))).astype(np.float32)), given


def test_near_are_the_nearest_three_of_the_label_and_usual_is_what_these_have():
    rows = unit([1, 0], [1, 0.1], [1, 0.2], [1, 0.3], [0, 1])
    labels, groups = np.array([0, 0, 0, 0, 1]), np.arange(5)
    asked = unit([1, -0.1])
    near, lead = Kin(rows, labels, groups).nearness(asked, np.array([0]))[0]
    cosine, among = asked @ rows.T, rows @ rows.T
    usual = [among[0, 1], among[1, [0, 2]].max(), among[2, [1, 3]].max()]
    assert near == pytest.approx(cosine[0, :3].mean(), abs=1e-6)
    assert lead == pytest.approx(near - np.mean(usual), abs=1e-6)


def test_what_is_usual_is_not_between_texts_of_one_group_nor_of_two_labels():
    rows = unit([1, 0], [1, 0], [1, 0.5], [1, 0])
    near, lead = Kin(rows, np.array([0, 0, 0, 1]), np.array([0, 0, 1, 2])).nearness(unit([1, 0]), np.array([0]))[0]
    away = float((rows @ rows.T)[0, 2])
    assert near == pytest.approx((2 + away) / 3, abs=1e-6)
    assert lead == pytest.approx(near - away, abs=1e-6)


def test_a_label_of_one_text_is_judged_by_what_is_usual_elsewhere():
    rows = unit([1, 0], [1, 0.5], [0, 1])
    near, lead = Kin(rows, np.array([0, 0, 1]), np.arange(3)).nearness(unit([0, 1]), np.array([1]))[0]
    assert near == pytest.approx(1.0)
    assert lead == pytest.approx(1.0 - float((rows @ rows.T)[0, 1]), abs=1e-6)


def test_with_one_text_a_label_nothing_is_usual():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        near, lead = Kin(unit([1, 0], [0, 1]), np.arange(2), np.arange(2)).nearness(unit([1, 0]), np.array([0]))[0]
    assert (near, lead) == (1.0, 1.0)


def test_nearness_does_not_depend_on_how_much_is_asked_at_once(monkeypatch):
    rows, labels = clusters(3, 40, 0.8)
    kin, asked = Kin(rows, labels, np.arange(120)), np.random.default_rng(1).permutation(120)
    whole = kin.nearness(rows[asked], labels[asked])
    monkeypatch.setattr(novelty, "_AT_ONCE", 7)
    assert np.allclose(Kin(rows, labels, np.arange(120)).nearness(rows[asked], labels[asked]), whole, atol=1e-6)


def test_labels_weigh_the_same_whatever_their_size():
    rows = unit(*[[1, 0]] * 9, [0, 1])
    model, fit = Regression.fitted(rows, np.array([0] * 9 + [1]), 2)
    assert fit.weight.tolist() == pytest.approx([10 / 18] * 9 + [5.0])
    assert model.scores(unit([1, 0], [0, 1])).argmax(axis=1).tolist() == [0, 1]


def test_with_few_texts_the_gate_is_the_usual_one():
    rows, labels = clusters(2, 5, 0.3)
    assert learned_gate(rows, labels, np.arange(10)).tolist() == _USUAL_GATE.tolist()


def told_apart(spread):
    """Shares of known and of new texts that are taken for known, where a third of the labels is left out."""
    rows, labels = clusters(24, 30, spread)
    known = labels < 16
    held = known & (np.arange(len(labels)) % 5 == 0)
    fit = known & ~held
    groups = np.arange(fit.sum())
    model, _ = Regression.fitted(rows[fit], labels[fit], 16)
    kin, gate = Kin(rows[fit], labels[fit], groups), learned_gate(rows[fit], labels[fit], groups)
    chances = [chance_known(gate, model.scores(rows[at]), rows[at], kin) for at in (held, ~known)]
    return [float((chance >= 0.5).mean()) for chance in chances]


@pytest.mark.parametrize("spread", [0.5, 1.0])
def test_texts_of_labels_that_were_left_out_are_new_however_wide_labels_are(spread):
    known, new = told_apart(spread)
    assert known >= 0.9
    assert new <= 0.1


def test_near_duplicates_of_what_is_left_out_are_left_out_too():
    """A task often holds the texts that are routed to it: under both names they would else never be new."""
    rows, labels = clusters(10, 20, 0.5)
    twice, groups = np.vstack([rows, rows]), np.tile(np.arange(200), 2)
    both = learned_gate(twice, np.append(labels, labels + 10), groups)
    assert both[-1] < 0.0


def test_the_order_of_texts_does_not_count():
    rows, labels = clusters(6, 12, 0.7)
    groups, asked = np.arange(72) // 2, clusters(6, 3, 0.7, seed=1)[0]
    order = np.random.default_rng(2).permutation(72)
    answers = []
    for at in (np.arange(72), order):
        model, _ = Regression.fitted(rows[at], labels[at], 6)
        kin = Kin(rows[at], labels[at], groups[at])
        answers.append(chance_known(_USUAL_GATE, model.scores(asked), asked, kin))
    assert np.allclose(*answers, atol=1e-5)


def test_what_is_learned_is_the_same_each_time():
    rows, labels = clusters(24, 10, 0.7)
    first, second = (learned_gate(rows, labels, np.arange(240)).tolist() for _ in range(2))
    assert first == second != _USUAL_GATE.tolist()


def test_with_one_text_an_intent_there_is_no_lesson():
    rows, labels = clusters(10, 1, 0.3)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert learned_gate(rows, labels, np.arange(10)).tolist() == _USUAL_GATE.tolist()


def test_regression_is_weighted_ridge_on_what_lies_beside_the_middle():
    rows, labels = clusters(3, 5, 0.8, width=4)
    rows, labels = rows[:-2], labels[:-2]
    model, fit = Regression.fitted(rows, labels, 3)
    weight = np.array([13 / 3 / (labels == label).sum() for label in labels])
    design = np.column_stack([rows - rows.mean(axis=0), np.ones(13)])
    gram = design.T @ (design * weight[:, None]) + 0.3 * np.eye(5)
    wanted = np.linalg.solve(gram, design.T @ (np.eye(3)[labels] * weight[:, None]))
    assert np.allclose(model.weights, wanted, atol=1e-4)
    assert np.allclose(model.scores(rows), design @ wanted, atol=1e-4)
    assert np.allclose(fit.inverse, np.linalg.inv(gram), atol=1e-4)


def test_the_lesson_is_where_nothing_pulls_further():
    chance = np.random.default_rng(0)
    signs, known = np.column_stack([chance.normal(size=(80, 3)), np.ones(80)]), chance.random(80) < 0.3
    found = _fitted_gate(signs, known)
    weight = np.where(known, 0.5 / known.mean(), 0.5 / (1 - known.mean()))
    said = 1.0 / (1.0 + np.exp(-signs @ found))
    assert np.allclose(signs.T @ (weight * (said - known)) + _TRUST * (found - _USUAL_GATE), 0.0, atol=1e-2)

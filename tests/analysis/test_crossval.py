"""How what models say becomes chances."""

from __future__ import annotations

import numpy as np

from curation.analysis.crossval import as_chances, fitted_stack, log_chances
from curation.analysis.smoothing import Opinions

MAIL = ["read my mail", "send an email", "delete the message", "reply to her mail", "forward the mail", "new messages"]
HOME = ["lights on", "heating off", "dim the lamp", "close the blinds", "turn off the fan", "open the garage"]


def opinions(ridge, noise):
    """Regression that knows the answer, and five models that know nothing."""
    generator = np.random.default_rng(1)
    others = [noise * generator.random(ridge.shape).astype(np.float32) for _ in range(5)]
    return Opinions(ridge, *others)


def test_chances_sum_to_one_and_a_shift_of_all_scores_changes_nothing():
    scores = np.array([[1.0, 2.0, 3.0], [0.0, 0.0, 0.0]])
    chances = np.exp(log_chances(scores))
    assert np.allclose(chances.sum(axis=1), 1)
    assert np.allclose(chances[1], 1 / 3)
    assert np.allclose(log_chances(scores + 100), log_chances(scores))


def test_the_model_that_is_right_gets_the_weight():
    labels = np.arange(3000) % 3
    ridge = np.eye(3, dtype=np.float32)[labels] + 0.1
    stack = fitted_stack(opinions(ridge, 1.0), labels)
    assert stack.weights[0] > 3
    assert (stack.weights >= 0).all()
    chances = np.exp(as_chances(opinions(ridge, 1.0), stack))
    assert (chances.argmax(axis=1) == labels).all()


def test_with_a_handful_of_rows_the_weights_stay_near_the_usual_ones():
    labels = np.array([0, 1, 0, 1])
    stack = fitted_stack(opinions(np.eye(2, dtype=np.float32)[labels], 1.0), labels)
    assert abs(stack.weights[0] - 3.0) < 1.0
    assert abs(stack.weights[4] - 0.6) < 0.5

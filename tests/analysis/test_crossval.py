"""What a model says of texts it has not seen."""

from __future__ import annotations

import numpy as np

from curation.analysis import crossval
from curation.analysis.crossval import out_of_fold, task_probabilities

MAIL = ["read my mail", "send an email", "delete the message", "reply to her mail", "forward the mail", "new messages"]
HOME = ["lights on", "heating off", "dim the lamp", "close the blinds", "turn off the fan", "open the garage"]


def test_rows_of_one_group_are_never_learned_and_asked_in_one_fold(monkeypatch):
    texts = [f"{text} {n}" for text in (*MAIL, *HOME) for n in range(3)]
    labels = ["Mail"] * 18 + ["Home"] * 18
    groups = [index // 3 for index in range(36)]
    number = {}
    views = tuple(np.arange(36, dtype=np.float32)[:, None] for _ in range(2))
    monkeypatch.setattr(crossval, "dense_features", lambda *_args, **_kwargs: views)
    folds = []

    def spy(known, target, asked, width, *, balanced=False):
        folds.append(({groups[int(row[0])] for row in known}, {groups[int(row[0])] for row in asked}))
        return np.full((len(asked), width), 0.5)

    monkeypatch.setattr(crossval, "_fit_predict", spy)
    out_of_fold(texts, labels, groups)
    assert len(folds) == 10
    assert all(not (known & asked) for known, asked in folds)
    assert number == {}


def test_labels_that_differ_are_told_apart_and_rows_sum_to_one():
    texts, labels = [*MAIL, *HOME], ["Mail"] * 6 + ["Home"] * 6
    result = out_of_fold(texts, labels, list(range(12)))
    assert result.labels == ("Home", "Mail")
    assert np.allclose(result.probabilities.sum(axis=1), 1)
    right = result.probabilities.argmax(axis=1) == np.array([1] * 6 + [0] * 6)
    assert right.mean() > 0.6


def test_the_same_seed_gives_the_same_numbers():
    arguments = ([*MAIL, *HOME], ["Mail"] * 6 + ["Home"] * 6, list(range(12)))
    assert np.array_equal(out_of_fold(*arguments).probabilities, out_of_fold(*arguments).probabilities)


def test_a_large_label_does_not_swallow_a_small_one():
    texts = [*MAIL, *HOME, *(f"{text} please {n}" for text in HOME for n in range(6))]
    labels = ["Mail"] * 6 + ["Home"] * 42
    result = task_probabilities(texts, labels, ["any new mail", "lamp off"])
    assert result.probabilities[0, result.labels.index("Mail")] > 0.5
    assert result.probabilities[1, result.labels.index("Home")] > 0.5


def test_one_label_is_certain_and_no_query_no_row():
    assert task_probabilities(MAIL, ["Mail"] * 6, ["x"]).probabilities.tolist() == [[1.0]]
    assert task_probabilities([*MAIL, *HOME], ["Mail"] * 6 + ["Home"] * 6, []).probabilities.shape == (0, 2)

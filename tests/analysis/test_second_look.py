"""Two labels against each other: every text is judged as if it and its near-twins had never been filed."""

from __future__ import annotations

import numpy as np
import pytest

from curation.analysis import mislabel_card, mislabels, second_look
from curation.analysis.features import gaussian_likeness
from curation.analysis.mislabels import FirstLook, looked_again
from curation.analysis.second_look import Filed, Suspects, seen_again
from curation.analysis.smoothing import Opinions

RIDGE = 0.3


@pytest.fixture
def filed():
    """Three labels in a space of six columns; rows 0 and 30 (of two labels) are near-twins, as are 5, 6 and 7."""
    generator = np.random.default_rng(4)
    labels = np.repeat([0, 1, 2], [30, 20, 9])
    joint = generator.normal(size=(59, 6)).astype(np.float32)
    joint[np.arange(59), labels] += 1.5
    groups = list(range(59))
    groups[30] = 0
    groups[6] = groups[7] = 5
    return Filed(joint, labels, groups, [0] * 59)


def asked_for(labels, other):
    at = np.arange(len(labels))
    return Suspects(at, np.asarray(other), np.asarray(other))


def by_hand(filed, trust, at, rival):
    """The regression written out, on all rows of the two labels but those of the text's group."""
    given = filed.labels[at]
    every = np.flatnonzero(np.isin(filed.labels, (given, rival)))
    sizes = {label: (filed.labels == label).sum() for label in (given, rival)}
    kept = np.array([row for row in every if filed.groups[row] != filed.groups[at]])
    kernel = gaussian_likeness(filed.joint[kept], filed.joint[kept]).astype(float) + 1
    weights = np.array([0.5 / sizes[filed.labels[row]] * len(every) * trust[row] for row in kept])
    target = np.where(filed.labels[kept] == rival, 1.0, -1.0)
    solved = np.linalg.solve(kernel + np.diag(RIDGE / weights), target)
    return (gaussian_likeness(filed.joint[[at]], filed.joint[kept]).astype(float) + 1) @ solved


def test_a_lead_is_that_of_a_regression_without_the_text_and_its_near_twins(filed):
    rivals = (filed.labels + 1) % 3
    doubt = np.linspace(0.0, 1.0, 59).astype(np.float32)
    found = seen_again(filed, asked_for(filed.labels, rivals), doubt)["pair"]
    trust = np.maximum(1.0 - doubt, 0.02)
    expected = [by_hand(filed, trust, at, rivals[at])[0] for at in range(59)]
    assert np.allclose(found, expected, atol=1e-4)
    assert found.std() > 0.1


def test_a_text_moved_to_another_label_is_seen_on_the_side_it_came_from(filed):
    plain = np.argsort(filed.joint[:30, 1] - filed.joint[:30, 0])[:2]  # what tells the two labels apart
    labels = filed.labels.copy()
    labels[plain] = 1
    moved = filed._replace(labels=labels)
    found = seen_again(moved, Suspects(plain, np.array([0, 0]), np.array([2, 2])), np.zeros(59))
    assert (found["pair"] > 0).all()
    assert (found["near_ahead"] == found["near_other"] - found["near_given"]).all()
    assert set(found) == {"pair", "pair_third", "near_given", "near_other", "near_ahead", "near_three_ahead"}


def test_no_suspects_no_signs(filed):
    none = np.zeros(0, dtype=np.int64)
    found = seen_again(filed, Suspects(none, none, none), np.zeros(59))
    assert [len(values) for values in found.values()] == [0] * 6


def test_a_label_with_one_text_can_be_fought(filed):
    labels = filed.labels.copy()
    labels[-1] = 3
    alone = Filed(filed.joint, labels, list(range(59)), filed.strata)
    found = seen_again(alone, Suspects(np.array([58, 0]), np.array([2, 3]), np.array([0, 1])), np.zeros(59))
    assert all(np.isfinite(values).all() for values in found.values())
    assert found["pair"][0] > 0.5  # nothing is left of its own label without it


def test_texts_of_a_large_label_are_judged_though_not_all_of_them_are_learned_from(filed, monkeypatch):
    whole = seen_again(filed, asked_for(filed.labels, (filed.labels + 1) % 3), np.zeros(59))["pair"]
    monkeypatch.setattr(second_look, "_MOST_OF_A_LABEL", 12)
    few = seen_again(filed, asked_for(filed.labels, (filed.labels + 1) % 3), np.zeros(59))["pair"]
    assert np.corrcoef(whole, few)[0, 1] > 0.8
    assert not np.allclose(whole, few)


@pytest.mark.parametrize("seed", [0, 5])
def test_the_numbers_do_not_depend_on_the_number_of_workers(filed, monkeypatch, seed):
    monkeypatch.setattr(second_look, "_PAIRS_AT_ONCE", 1)
    monkeypatch.setattr(second_look, "_MOST_OF_A_LABEL", 12)
    asked = asked_for(filed.labels, (filed.labels + 1) % 3)
    found = []
    for workers in ("1", "2"):
        monkeypatch.setenv("CURATION_WORKERS", workers)
        found.append(seen_again(filed, asked, np.full(59, 0.1, dtype=np.float32), seed=seed))
    assert all(np.array_equal(found[0][name], found[1][name]) for name in found[0])


def test_the_nearest_are_of_the_language_of_the_text(filed):
    strata = [0] * 59
    for at in np.flatnonzero(filed.labels == 1):
        strata[at] = 1
    asked = Suspects(np.array([0]), np.array([1]), np.array([2]))
    found = seen_again(filed._replace(strata=strata), asked, np.zeros(59))
    assert found["near_other"].tolist() == [0.0]
    assert found["near_given"][0] > 0


def test_only_what_is_suspect_is_looked_at_again_and_how_long_it_is_counts(filed):
    texts = [("x" if at < 30 else "中") * (at + 1) for at in range(59)]
    rivals = (filed.labels + 1) % 3
    look = FirstLook({"given": np.arange(59, dtype=np.float32)}, rivals, rivals)
    odds = np.full(59, -6.0)
    odds[[4, 40]] = (-5.99, 3.0)
    at, found = looked_again(look, odds, texts, filed)
    assert at.tolist() == [4, 40]
    assert found["given"].tolist() == [4.0, 40.0]
    assert np.allclose(np.expm1(found["length"]), [5, 3 * 41])


def test_nearness_is_the_cosine_of_the_nearest_and_of_the_nearest_three_without_near_twins(filed):
    labels, groups = filed.labels, np.array(filed.groups)
    rivals = (labels + 1) % 3
    found = seen_again(filed, asked_for(labels, rivals), np.zeros(59))
    rows = filed.joint / np.linalg.norm(filed.joint, axis=1, keepdims=True)

    def likest(at, label, most):
        others = np.flatnonzero((labels == label) & (groups != groups[at]))
        return np.sort(rows[others] @ rows[at])[::-1][:most].mean()

    for most, name in ((1, "near_ahead"), (3, "near_three_ahead")):
        ahead = [likest(at, rivals[at], most) - likest(at, labels[at], most) for at in range(59)]
        assert np.allclose(found[name], ahead, atol=1e-5)
    assert np.allclose(found["near_given"], [likest(at, labels[at], 1) for at in range(59)], atol=1e-5)


def test_the_label_after_the_likeliest_other_one_is_fought_too(filed):
    at, other, third = np.arange(59), (filed.labels + 1) % 3, (filed.labels + 2) % 3
    found = seen_again(filed, Suspects(at, other, third), np.zeros(59))
    turned = seen_again(filed, Suspects(at, third, other), np.zeros(59))
    assert np.allclose(found["pair_third"], turned["pair"])
    assert not np.allclose(found["pair_third"], found["pair"])


def test_two_hundred_texts_of_a_label_are_learned_from(monkeypatch):
    generator = np.random.default_rng(0)
    labels = np.repeat([0, 1], [230, 20])
    large = Filed(generator.normal(size=(250, 6)).astype(np.float32), labels, range(250), [0] * 250)
    found = [seen_again(large, asked_for(labels, 1 - labels), np.zeros(250))["pair"]]
    for most in (200, 199):
        monkeypatch.setattr(second_look, "_MOST_OF_A_LABEL", most)
        found.append(seen_again(large, asked_for(labels, 1 - labels), np.zeros(250))["pair"])
    assert np.array_equal(found[0], found[1])
    assert not np.allclose(found[0], found[2])


def test_another_seed_draws_other_texts_of_a_large_label(filed, monkeypatch):
    monkeypatch.setattr(second_look, "_MOST_OF_A_LABEL", 12)
    rivals = (filed.labels + 1) % 3
    look = FirstLook({"given": np.zeros(59, dtype=np.float32)}, rivals, rivals)
    first, second = (looked_again(look, np.zeros(59), ["a"] * 59, filed, seed=seed)[1]["pair"] for seed in (0, 5))
    assert not np.allclose(first, second)


def test_a_second_look_knows_the_doubts_and_rivals_of_the_first(filed):
    other, third = (filed.labels + 1) % 3, (filed.labels + 2) % 3
    look = FirstLook({"given": np.zeros(59, dtype=np.float32)}, other, third)
    odds = np.linspace(-5, 5, 59)
    at, found = looked_again(look, odds, ["a"] * 59, filed)
    seen = seen_again(filed, Suspects(at, other, third), 1 / (1 + np.exp(-odds)))
    assert all(np.allclose(found[name], seen[name], atol=1e-5) for name in seen)


def test_a_lone_surrogate_has_a_length(filed):
    rivals = (filed.labels + 1) % 3
    look = FirstLook({"given": np.zeros(59, dtype=np.float32)}, rivals, rivals)
    _, found = looked_again(look, np.zeros(59), ["\ud800"] * 59, filed)
    assert np.allclose(np.expm1(found["length"]), 3)


def test_the_third_label_is_neither_the_given_nor_the_likeliest_other_one():
    log_chances = np.log(np.array([[0.5, 0.3, 0.2], [0.1, 0.3, 0.6], [0.2, 0.5, 0.3]], dtype=np.float32))
    assert mislabels._third(log_chances, np.array([0, 2, 0]), np.array([1, 1, 1])).tolist() == [2, 0, 2]
    assert mislabels._third(log_chances[:, :2], np.array([0, 1, 1]), np.array([1, 0, 0])).tolist() == [1, 0, 0]


def test_of_a_label_with_one_text_the_nearest_three_are_that_one(filed):
    labels = filed.labels.copy()
    labels[-1] = 3
    alone = filed._replace(labels=labels)
    found = seen_again(alone, Suspects(np.array([1, 1]), np.array([3, 1]), np.array([1, 2])), np.zeros(59))
    rows = filed.joint / np.linalg.norm(filed.joint, axis=1, keepdims=True)
    three = np.sort(rows[[0, *range(2, 30)]] @ rows[1])[-3:].mean()
    assert np.isclose(found["near_three_ahead"][0], rows[58] @ rows[1] - three, atol=1e-5)


@pytest.mark.parametrize(("first", "chance"), [(0.0, 0.7310586), (-5.9, 0.7310586), (-6.1, 0.0022387)])
def test_the_second_card_alone_says_how_doubtful_a_suspect_is(filed, monkeypatch, first, chance):
    monkeypatch.setattr(mislabel_card, "CARD", (first, {}))
    monkeypatch.setattr(mislabel_card, "SECOND_CARD", (1.0, {}))
    scores = np.random.default_rng(0).random((59, 3)).astype(np.float32)
    found = mislabels.doubts(Opinions(*[scores] * len(Opinions._fields)), np.log(scores), ["a"] * 59, filed)
    assert np.allclose(found.chance, chance, atol=1e-5)


def test_no_text_is_learned_from_twice(filed, monkeypatch):
    monkeypatch.setattr(second_look, "_MOST_OF_A_LABEL", 25)
    members = second_look._Duels(filed, np.ones(59), 0)._members
    assert [len(np.unique(part)) for part in members] == [25, 20, 9]

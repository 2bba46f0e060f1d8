"""What a project over its limits can do without."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from curation.analysis.redundancy import most_redundant


def unit(rows):
    found = np.asarray(rows, dtype=np.float32)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def test_of_two_that_say_the_same_one_goes():
    rows = unit([[1, 0, 0], [0, 1, 0], [1, 0.01, 0], [0, 0, 1]])
    assert set(most_redundant(rows, [0] * 4, [False] * 4, 3)) <= {0, 2}


def test_what_is_kept_never_goes():
    rows = unit([[1, 0, 0], [0, 1, 0], [1, 0.01, 0], [0, 0, 1]])
    assert most_redundant(rows, [0] * 4, [True, False, False, False], 3) == [2]
    assert most_redundant(rows, [0] * 4, [True] * 4, 1) == []


def test_large_labels_are_cut_level_and_small_ones_lose_nothing():
    chance = np.random.default_rng(0)
    labels = [0] * 50 + [1] * 30 + [2] * 5
    gone = most_redundant(unit(chance.normal(size=(85, 8))), labels, [False] * 85, 45)
    left = [label for at, label in enumerate(labels) if at not in set(gone)]
    assert (left.count(0), left.count(1), left.count(2)) == (20, 20, 5)


def test_copies_go_before_texts_that_stand_alone():
    chance = np.random.default_rng(1)
    alone = chance.normal(size=(20, 16))
    rows = unit(np.vstack([alone, alone[:10] + 0.01 * chance.normal(size=(10, 16))]))
    gone = most_redundant(rows, [0] * 30, [False] * 30, 20)
    assert len({min(at, at - 20 if at >= 20 else at) for at in gone}) == 10
    assert all(at < 10 or at >= 20 for at in gone)


@given(
    st.lists(st.tuples(st.integers(0, 3), st.booleans()), min_size=1, max_size=40),
    st.integers(0, 40),
    st.integers(0, 5),
)
def test_as_many_go_as_can_and_each_once(rows, most, seed):
    labels, kept = zip(*rows, strict=True)
    vectors = unit(np.random.default_rng(seed).normal(size=(len(rows), 4)))
    gone = most_redundant(vectors, labels, kept, most)
    assert len(set(gone)) == len(gone) == min(max(len(rows) - most, 0), kept.count(False))
    assert not any(kept[at] for at in gone)

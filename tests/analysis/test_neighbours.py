"""Near-duplicates, their groups, and the nearest texts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curation.analysis import neighbours
from curation.analysis.features import character_tfidf
from curation.analysis.neighbours import (
    NearPair,
    groups_of,
    near_pairs,
    nearest_filed,
    nearest_in_both,
    nearest_outside,
    stars_of,
)

TEXTS = ["book a table for two people", "book a table for two peopl", "cancel the order", "play some music"]
WORDS = st.lists(
    st.sampled_from(["book", "table", "tables", "two", "cancel", "ordering", "order", "ü", "please"]), max_size=6
)


def test_a_text_and_its_typo_are_near_and_others_are_not():
    pairs = near_pairs(TEXTS, 0.8)
    assert [(pair.first, pair.second) for pair in pairs] == [(0, 1)]
    assert 0.8 <= pairs[0].similarity < 1


@settings(deadline=None, max_examples=60)
@given(st.lists(WORDS.map(" ".join), min_size=2, max_size=30), st.sampled_from([0.5, 0.8, 0.9, 0.99]))
def test_every_pair_is_found_and_no_other(texts, threshold):
    """Held to the product of all rows with all rows, of which the search sees a part."""
    rows = character_tfidf(texts)
    square = np.triu((rows @ rows.T).toarray(), 1)
    sure = set(zip(*np.nonzero(square >= threshold + 1e-5), strict=True))
    possible = set(zip(*np.nonzero(square >= threshold - 1e-5), strict=True))
    found = {(pair.first, pair.second) for pair in near_pairs(texts, threshold)}
    assert sure <= found <= possible


def test_blocks_do_not_lose_pairs():
    many = [f"text number {index} {'x' * (index % 7)}" for index in range(1500)] + [
        "a unique sentence of nine",
        "a unique sentence of nines",
    ]
    pairs = {(pair.first, pair.second) for pair in near_pairs(many, 0.8)}
    assert (1500, 1501) in pairs


def test_where_too_many_are_alike_the_most_alike_are_kept(monkeypatch):
    monkeypatch.setattr(neighbours, "MOST_BESIDE", 2)
    first, second = np.array([0, 0, 0, 1, 3]), np.array([1, 2, 3, 2, 4])
    kept = neighbours._not_too_many(first, second, np.array([0.5, 0.9, 0.7, 0.1, 0.1], dtype=np.float32))
    assert [part.tolist() for part in kept] == [[0, 0, 1, 3], [2, 3, 2, 4]]


def test_no_text_no_pair():
    assert near_pairs([], 0.5) == []
    assert near_pairs(["alone"], 0.5) == []
    assert near_pairs(["", "🚲"], 0.9) == []


def test_groups_are_chains_of_pairs():
    pairs = [NearPair(0, 1, 0.9), NearPair(1, 3, 0.8)]
    assert groups_of(5, pairs) == ([0, 0, 2, 0, 4], 0)


def test_a_group_never_grows_past_its_cap_and_the_weakest_link_goes():
    pairs = [NearPair(0, 1, 0.99), NearPair(2, 3, 0.98), NearPair(1, 2, 0.9)]
    assert groups_of(4, pairs, largest=3) == ([0, 0, 2, 2], 1)
    assert groups_of(4, pairs, largest=4) == ([0, 0, 0, 0], 0)


def test_a_star_is_no_chain():
    chain = [NearPair(0, 1, 0.9), NearPair(1, 2, 0.95), NearPair(2, 3, 0.9), NearPair(3, 4, 0.9)]
    assert stars_of(5, chain) == {1: [NearPair(1, 2, 0.95), NearPair(1, 0, 0.9)], 3: [NearPair(3, 4, 0.9)]}


@given(st.sets(st.tuples(st.integers(0, 11), st.integers(0, 11)).filter(lambda p: p[0] < p[1])))
def test_members_of_a_star_are_alike_to_its_centre_and_of_no_other(edges):
    stars = stars_of(12, [NearPair(a, b, 0.9) for a, b in sorted(edges)])
    members = [item for centre, pairs in stars.items() for item in (centre, *(pair.second for pair in pairs))]
    assert len(members) == len(set(members))
    assert all(tuple(sorted(pair[:2])) in edges for pairs in stars.values() for pair in pairs)
    left = set(range(12)) - set(members)
    assert not any(a in left and b in left for a, b in edges)


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


@pytest.mark.parametrize("count", [1, 2, 9, 70, 1500])
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

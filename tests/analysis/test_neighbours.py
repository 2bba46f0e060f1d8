"""Near-duplicates and their groups."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from curation.analysis import neighbours
from curation.analysis.features import character_tfidf
from curation.analysis.neighbours import (
    NearPair,
    groups_of,
    near_pairs,
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

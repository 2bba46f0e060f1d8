"""Near-duplicates and their groups."""

from __future__ import annotations

from curation.analysis.neighbours import NearPair, groups_of, near_pairs

TEXTS = ["book a table for two people", "book a table for two peopl", "cancel the order", "play some music"]


def test_a_text_and_its_typo_are_near_and_others_are_not():
    pairs = near_pairs(TEXTS, 0.8)
    assert [(pair.first, pair.second) for pair in pairs] == [(0, 1)]
    assert 0.8 <= pairs[0].similarity < 1


def test_blocks_do_not_lose_pairs():
    many = [f"text number {index} {'x' * (index % 7)}" for index in range(1500)] + [
        "a unique sentence of nine",
        "a unique sentence of nines",
    ]
    pairs = {(pair.first, pair.second) for pair in near_pairs(many, 0.8)}
    assert (1500, 1501) in pairs


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

"""Groups around leaders."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.analysis.leaders import leaders_of


def led(order, pairs):
    first, second = (np.array([pair[side] for pair in pairs], dtype=np.int64) for side in (0, 1))
    likeness = np.array([pair[2] for pair in pairs], dtype=np.float32)
    return leaders_of(np.array(order, dtype=np.int64), first, second, likeness)


def test_the_first_in_order_takes_what_is_alike_to_it_and_no_chain_is_followed():
    found = led([2, 0, 1, 3, 4], [(0, 1, 0.95), (1, 2, 0.9), (0, 3, 0.92)])
    assert found.leader.tolist() == [0, 2, 2, 0, 4]
    assert found.similarity.tolist() == pytest.approx([1.0, 0.9, 1.0, 0.92, 1.0])


def test_without_pairs_each_stands_alone():
    assert led([1, 0], []).leader.tolist() == [0, 1]
    assert led([], []).leader.tolist() == []


@given(st.integers(1, 12).flatmap(lambda n: st.tuples(
    st.permutations(range(n)), st.sets(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1))), st.randoms()
)))  # fmt: skip
def test_every_member_is_paired_with_its_leader_who_comes_before_it(made):
    order, raw, chance = made
    pairs = sorted({(min(a, b), max(a, b), 0.9) for a, b in raw if a != b})
    leader = led(order, pairs).leader.tolist()
    there = {pair[:2] for pair in pairs}
    for at, lead in enumerate(leader):
        assert at == lead or (min(at, lead), max(at, lead)) in there
        assert leader[lead] == lead
        assert order.index(lead) <= order.index(at)
    for a, b in there:  # two leaders are never alike
        assert leader[a] != a or leader[b] != b
    chance.shuffle(pairs)
    assert led(order, pairs).leader.tolist() == leader

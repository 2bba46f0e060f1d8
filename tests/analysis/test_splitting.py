"""The laws of a split."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from curation.analysis.splitting import Group, largest_remainder, split_groups

labels = st.sampled_from("abcdef")
groups = st.lists(
    st.builds(
        Group,
        name=st.text("xyz0123456789", min_size=1, max_size=6),
        counts=st.dictionaries(labels, st.integers(1, 6), min_size=1, max_size=2),
        wanted=st.frozensets(st.sampled_from(["E", "F"]), max_size=1),
        test=st.sampled_from([None, None, None, True, False]),
    ),
    max_size=40,
    unique_by=lambda group: group.name,
)
shares = st.floats(0.05, 0.5)


def groups_with(label, found):
    return [index for index, group in enumerate(found) if label in group.labels]


@given(groups, shares, st.integers(0, 5))
def test_fixed_groups_stay_where_they_are(found, share, seed):
    sides = split_groups(found, share=share, seed=seed)
    assert [side for side, group in zip(sides, found, strict=True) if group.test is not None] == [
        group.test for group in found if group.test is not None
    ]


@given(groups, shares, st.integers(0, 5))
def test_order_does_not_matter(found, share, seed):
    sides = split_groups(found, share=share, seed=seed)
    backwards = split_groups(found[::-1], share=share, seed=seed)[::-1]
    assert sides == backwards


@given(groups.map(lambda found: [group._replace(test=None) for group in found]), shares, st.integers(0, 5))
def test_no_label_loses_its_last_group_in_train(found, share, seed):
    sides = split_groups(found, share=share, seed=seed)
    for label in {label for group in found for label in group.labels}:
        assert not all(sides[index] for index in groups_with(label, found))


single = st.lists(st.tuples(labels, st.integers(1, 5)), max_size=40).map(
    lambda rows: [Group(f"g{index}", {label: size}) for index, (label, size) in enumerate(rows)]
)


@given(single, shares, st.integers(0, 5))
def test_a_label_with_two_groups_of_its_own_is_on_both_sides(found, share, seed):
    sides = split_groups(found, share=share, seed=seed)
    for label in {label for group in found for label in group.labels}:
        mine = groups_with(label, found)
        if len(mine) >= 2:
            assert {sides[index] for index in mine} == {True, False}


def test_a_wanted_label_is_given_a_side_too():
    found = [Group(f"g{i}", {"a": 1}, frozenset({"E"} if i < 2 else ())) for i in range(40)]
    for seed in range(20):
        sides = split_groups(found, share=0.1, seed=seed)
        assert {sides[0], sides[1]} == {True, False}


def test_the_share_is_met_where_rows_are_alone():
    found = [Group(f"g{i}", {"a" if i < 50 else "b": 1}) for i in range(100)]
    assert sum(split_groups(found, share=0.2, seed=3)) == 20


def test_another_seed_is_another_split():
    found = [Group(f"g{i}", {"a": 1}) for i in range(50)]
    assert split_groups(found, share=0.2, seed=1) != split_groups(found, share=0.2, seed=2)


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.integers(0, 50)), shares)
def test_quotas_add_up_to_the_whole_share(sizes, share):
    quotas = largest_remainder(sizes, share)
    assert abs(sum(quotas.values()) - sum(sizes.values()) * share) <= 0.5 + 1e-9 or sum(quotas.values()) <= sum(
        sizes.values()
    )
    assert all(0 <= quotas[label] - sizes[label] * share + 1 <= 2 for label in sizes)


def test_ties_go_by_name():
    assert largest_remainder({"b": 5, "a": 5, "c": 5}, 0.3) == {"a": 2, "b": 1, "c": 1} | {"a": 2, "b": 1, "c": 1}

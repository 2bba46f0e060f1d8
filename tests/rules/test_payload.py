"""How large a project is when it is written compactly."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.rules.payload_too_large import _compact_size

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4),
    max_leaves=20,
)


def compact(value):
    return len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(errors="replace"))


@given(VALUES)
def test_the_size_is_that_of_the_whole_written_at_once(value):
    assert _compact_size(value) == compact(value)


@pytest.mark.parametrize("count", [0, 1, 999, 1000, 1001, 2000, 2500])
def test_so_is_that_of_rows_that_are_written_by_pieces(count):
    rows = [{"text": f"é {at}", "entities": []} for at in range(count)]
    for value in (rows, {"assets": {"utterances": rows, "entities": {}}, "metadata": {}}):
        assert _compact_size(value) == compact(value)

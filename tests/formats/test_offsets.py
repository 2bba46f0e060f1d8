"""UTF-16 offsets against Python's own codec."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from curation.formats.offsets import index_of_unit, slice_units, utf16_length

texts = st.text(st.characters(exclude_categories=["Cs"]))


@given(texts)
def test_the_length_is_that_of_the_codec(text):
    assert utf16_length(text) == len(text.encode("utf-16-le")) // 2


@given(texts, st.integers(-2, 40), st.integers(-2, 40))
def test_a_slice_is_that_of_the_codec_or_nothing(text, offset, length):
    data = text.encode("utf-16-le")
    inside = 0 <= offset <= offset + length <= len(data) // 2
    try:
        expected = data[2 * offset : 2 * (offset + length)].decode("utf-16-le") if inside else None
        data[: 2 * offset].decode("utf-16-le")
    except UnicodeDecodeError:
        expected = None
    if length >= 0:
        assert slice_units(text, offset, length) == expected


def test_the_end_of_a_text_is_a_place_in_it():
    assert [index_of_unit("a🚲", unit) for unit in (-1, 0, 1, 2, 3, 4)] == [None, 0, 1, None, 2, None]

"""From a pointer to line and column."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from curation.formats.positions import Extent, Place, Region, extents, locate, walk

TEXT = '{\n  "a/b": [1, {"~": "🚲", "x": true}],\n  "e": {}, "l": []\n}'

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


def region(line, start, end):
    return Region(Place(line, start), Place(line, end))


def test_places_are_one_based_and_count_utf16_units():
    places = locate(TEXT, ["", "/a~1b", "/a~1b/1/~0", "/a~1b/1/x", "/e", "/l"])
    assert places == {
        "": region(1, 1, 2),
        "/a~1b": region(2, 10, 11),
        "/a~1b/1/~0": region(2, 20, 24),
        "/a~1b/1/x": region(2, 31, 35),
        "/e": region(3, 8, 9),
        "/l": region(3, 17, 18),
    }


def test_a_pointer_that_leads_nowhere_gets_its_parents_place():
    assert locate(TEXT, ["/a~1b/1/y/z"]) == {"/a~1b/1/y/z": region(2, 14, 15)}


def test_an_extent_begins_at_the_key_and_holds_the_whole_value():
    extent = extents(TEXT, ["/a~1b/1/x"])["/a~1b"]
    assert TEXT[extent.outer : extent.end] == TEXT.splitlines()[1].strip(" ,")
    assert TEXT[extent.start :].startswith('[1, {"~"')


def test_where_a_key_is_repeated_the_last_value_counts():
    text = '{"a": {"b": 1}, "a": [2]}'
    assert extents(text, ["/a/b", "/a/0"]) == {
        "": Extent(0, 0, 25),
        "/a": Extent(16, 21, 24),
        "/a/0": Extent(22, 22, 23),
    }


def pointers(value, at=""):
    yield at
    if isinstance(value, dict):
        for key, item in value.items():
            yield from pointers(item, f"{at}/{key.replace('~', '~0').replace('/', '~1')}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from pointers(item, f"{at}/{index}")


@given(json_values, st.sampled_from([None, 1]), st.booleans())
def test_every_value_is_visited_once_in_order(value, indent, ascii_only):
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    assert [visit.pointer for visit in walk(text)] == list(pointers(value))


@given(json_values)
def test_the_place_of_a_value_is_where_it_starts(value):
    text = json.dumps(value)
    decoder = json.JSONDecoder()
    for visit in walk(text):
        found = value
        for part in visit.pointer.split("/")[1:]:
            key = part.replace("~1", "/").replace("~0", "~")
            found = found[int(key)] if isinstance(found, list) else found[key]
        assert decoder.raw_decode(text, visit.offset)[0] == found


@given(json_values, st.sampled_from([None, 1]), st.data())
def test_the_extent_of_a_value_is_its_text(value, indent, data):
    text = json.dumps(value, indent=indent)
    known = list(pointers(value))
    asked = data.draw(st.lists(st.sampled_from(known), max_size=4))
    found = extents(text, asked)
    starts = {visit.pointer: visit.offset for visit in walk(text)}
    assert set(asked) <= set(found)
    for pointer, extent in found.items():
        assert extent.start == starts[pointer]
        assert json.JSONDecoder().raw_decode(text, extent.start)[1] == extent.end

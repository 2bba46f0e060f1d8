"""From a pointer to line and column."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from curation.formats.positions import Place, locate, walk

TEXT = '{\n  "a/b": [1, {"~": "🚲", "x": true}],\n  "e": {}, "l": []\n}'

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


def test_places_are_one_based_and_count_utf16_units():
    places = locate(TEXT, ["", "/a~1b", "/a~1b/1/~0", "/a~1b/1/x", "/e", "/l"])
    assert places == {
        "": Place(1, 1),
        "/a~1b": Place(2, 10),
        "/a~1b/1/~0": Place(2, 20),
        "/a~1b/1/x": Place(2, 31),
        "/e": Place(3, 8),
        "/l": Place(3, 17),
    }


def test_a_pointer_that_leads_nowhere_gets_its_parents_place():
    assert locate(TEXT, ["/a~1b/1/y/z"]) == {"/a~1b/1/y/z": Place(2, 14)}


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

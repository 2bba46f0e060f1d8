"""Edits of text: what is not touched stays to the byte, and the value is what the edits say."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.formats.json_text import decode, encode
from curation.formats.patch import applied, patched, value_at
from curation.formats.positions import escape_key
from curation.model.fix import Edit

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
containers = values.filter(lambda value: isinstance(value, (list, dict)))


def children(value, at=""):
    """Pointers of everything inside a value."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in pairs:
        pointer = f"{at}/{escape_key(str(key))}"
        yield pointer
        yield from children(item, pointer)


@st.composite
def patches(draw):
    """A value, and edits of it that do not touch each other."""
    value = draw(containers)
    edits, grown, shrunk = [], set(), set()
    for pointer in draw(st.lists(st.sampled_from(sorted(children(value)) or [""]), max_size=4, unique=True)):
        above = pointer.rpartition("/")[0]
        if not pointer or any(
            f"{e.pointer}/".startswith(f"{pointer}/") or f"{pointer}/".startswith(f"{e.pointer}/") for e in edits
        ):
            continue
        op = draw(st.sampled_from(["replace", "remove", "add"]))
        inside = value_at(value, pointer)
        if op == "add" and isinstance(inside, list) and pointer not in shrunk:
            edits.append(Edit("add", f"{pointer}/-", draw(values)))
            grown.add(pointer)
        elif op == "remove" and above not in grown:
            edits.append(Edit("remove", pointer))
            shrunk.add(above)
        else:
            edits.append(Edit("replace", pointer, draw(values)))
    return value, edits


@given(patches(), st.sampled_from([None, 1, 4]), st.booleans(), st.sampled_from(["\n", "\r\n"]))
def test_the_text_says_what_the_edits_say(case, indent, ascii_only, newline):
    value, edits = case
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only).replace("\n", newline)
    assert json.loads(patched(text, value, edits)) == applied(value, edits)


ROWS = '[\r\n  {"text" : "a ",  "x": 1.50, "intent":"B"},\r\n\r\n  {"text": "c", "intent": "D"}\r\n]\r\n'


def patch(text, *edits):
    return patched(text, json.loads(text), edits)


def test_a_replaced_text_leaves_everything_else_as_it_was():
    assert patch(ROWS, Edit("replace", "/0/text", "a")) == ROWS.replace('"a "', '"a"')


@pytest.mark.parametrize(
    ("gone", "left"),
    [
        ([0], "[\n  2,\n  3\n]"),
        ([1], "[\n  1,\n  3\n]"),
        ([2], "[\n  1,\n  2\n]"),
        ([0, 2], "[\n  2\n]"),
        ([1, 2], "[\n  1\n]"),
        ([0, 1, 2], "[]"),
    ],
)
def test_what_is_removed_takes_one_comma_with_it(gone, left):
    assert patch("[\n  1,\n  2,\n  3\n]", *(Edit("remove", f"/{index}") for index in gone)) == left


def test_what_is_added_is_written_like_its_neighbour():
    broken = '{\n\t"a": [\n\t\t{\n\t\t\t"k": 1\n\t\t}\n\t]\n}'
    assert patch(broken, Edit("add", "/a/-", {"k": 2})) == (
        '{\n\t"a": [\n\t\t{\n\t\t\t"k": 1\n\t\t},\n\t\t{\n\t\t\t"k": 2\n\t\t}\n\t]\n}'
    )
    assert patch('{"a":1,"b":2}', Edit("add", "/c", [3])) == '{"a":1,"b":2,"c":[3]}'
    assert patch('{"a": []}', Edit("add", "/a/-", 1), Edit("add", "/a/-", 2)) == '{"a": [1, 2]}'


def test_letters_are_escaped_where_the_file_escapes_them():
    assert patch('["\\u00e9 "]', Edit("replace", "/0", "é")) == '["\\u00e9"]'
    assert patch('["é "]', Edit("replace", "/0", "é")) == '["é"]'
    assert patch('["\\ud800 "]', Edit("replace", "/0", "\ud800")) == '["\\ud800"]'


@pytest.mark.parametrize(
    "data",
    ["é".encode(), b"\xef\xbb\xbf" + "é".encode(), "aé".encode("utf-16"), b"\xff\xfe" + '"é"'.encode("utf-16-le"), '["é"]'.encode("utf-32-be")],
)  # fmt: skip
def test_bytes_go_through_decode_and_encode_unchanged(data):
    text, label = decode(data, "x.json")
    assert encode(text, label) == data

"""Bytes to JSON: what is refused, where, and why."""

from __future__ import annotations

import json

import pytest

from curation.errors import UnreadableFileError
from curation.formats.json_text import parse


def problem(data: bytes | str) -> tuple[int, int, str]:
    with pytest.raises(UnreadableFileError) as caught:
        parse(data.encode() if isinstance(data, str) else data, "f.json")
    return caught.value.line, caught.value.column, caught.value.problem


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ('[\n  {"text": "a"},\n]', (2, 16), "trailing comma before the closing bracket; remove the comma"),
        ('{"a": 1,}', (1, 8), "trailing comma before the closing bracket; remove the comma"),
        ("[1,,2]", (1, 4), "a comma too many; remove it"),
        ("[\n<<<<<<< HEAD\n1\n=======\n2\n>>>>>>> x\n]", (2, 1), "a merge-conflict marker was left in; resolve the conflict and remove the line"),
        ("[{'text': 'a'}]", (1, 3), "single quotes; JSON has double quotes only"),
        ("[{“text”: 1}]", (1, 3), "curly quotation marks where JSON needs straight ones"),
        ("[1] // note", (1, 5), "a comment; JSON has none, remove it"),
        ("[None]", (1, 2), "a Python value; JSON writes null, true, false"),
        ("[1, ...]", (1, 5), "an ellipsis was left in; write the rest or remove it"),
        ('[{"text": "a"}', (1, 15), "the file ends too early; it was cut off, or a bracket is not closed"),
        ('[{"text": "a', (1, 11), "a text is not closed; its closing quote is missing, or the file was cut off"),
        ('{"a": 1 "b": 2}', (1, 9), "a comma is missing before this, or one file holds several values (JSON Lines)"),
        ('{"a": 1}\n{"a": 2}', (2, 1), "a comma is missing before this, or one file holds several values (JSON Lines)"),
        ("[1] 2", (1, 5), "there is more after the end of the value; one file holds one value"),
        ('["a\nb"]', (1, 4), "a line break or control character inside a text; write it as \\n, or close the quotes"),
        ('{"🚲": tru}', (1, 8), "expecting value"),
    ],
)  # fmt: skip
def test_a_broken_file_is_named_with_place_and_likely_cause(text, place, words):
    assert problem(text) == (*place, f"not JSON: {words}")


@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity"])
def test_numbers_that_are_not_json_are_refused_where_they_stand(word):
    line, column, words = problem(f'["{word}",\n  {word}]')
    assert (line, column) == (2, 3)
    assert words == f"not JSON: {word} is not a JSON value; write a number, or null"


def test_great_depth_is_a_message_and_not_a_crash():
    assert problem("[" * 100_000)[2] == "brackets are nested too deeply for any of the upload formats"


def test_a_number_that_cannot_be_kept_is_refused():
    for number in ("9" * 10_000, "1e999", "-1e999"):
        assert problem(f"[{number}]")[2].startswith("not usable: it holds a number that is too large")


@pytest.mark.parametrize("data", [b"", b"  \n", b"\xef\xbb\xbf", "﻿ ".encode("utf-16-le")])
def test_an_empty_file_says_what_an_empty_upload_is(data):
    assert problem(data)[2] == "the file is empty; an utterance file without rows is []"


def test_a_binary_file_is_called_binary():
    assert (
        problem(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")[2]
        == "this is a binary file, not text; give the exported .json or .csv file"
    )


def test_another_encoding_is_named_with_the_byte():
    assert problem('[\n"fünf"]'.encode("latin-1"))[2].startswith(
        "byte 4 (line 2) is not UTF-8; the file may be in Windows-1252"
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_in_any_dress_is_read(encoding):
    parsed = parse(json.dumps(["grüß 🚲"], ensure_ascii=False).encode(encoding), "f.json")
    assert parsed.value == ["grüß 🚲"]
    assert parsed.encoding.startswith(encoding.removesuffix("-sig").split("-l")[0].split("-b")[0])


def test_repeated_keys_are_noticed_wherever_they_are():
    parsed = parse(b'[{"a": 1, "b": {"c": 1, "c": 2}, "a": 3}]', "f.json")
    assert parsed.value == [{"a": 3, "b": {"c": 2}}]
    assert parsed.repeated_keys == ("/0/b/c", "/0/a")


def test_a_lone_surrogate_survives():
    assert parse(b'["\\ud800"]', "f.json").value == ["\ud800"]


def test_rows_share_the_names_that_stand_in_many_and_keep_whatever_else_stands_there():
    rows = b'[{"text": "a", "intent": "Go home"}, {"text": "b", "intent": "Go home"}, {"text": "c", "intent": []}, {"text": "d", "intent": 1, "language": true}]'
    found = parse(rows, "u.json").value
    assert found == json.loads(rows)
    assert found[0]["intent"] is found[1]["intent"]
    assert (type(found[3]["intent"]), type(found[3]["language"])) == (int, bool)

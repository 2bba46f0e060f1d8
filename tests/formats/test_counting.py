"""What a file's spans say about how they were counted."""

from __future__ import annotations

import json

import pytest

from curation.formats.counting import miscount, well_placed
from curation.formats.offsets import utf16_length

TEXTS = [
    ("I need 🚲 hire for three days", "three days"), ("die Brücke über 😀 Köln", "Köln"), ("🚀🚀 fly to the moon today", "moon"),
    ("a 🍕 pizza with olives please", "olives"), ("日本 🚲 trip to Kyoto tomorrow", "Kyoto"), ("é 😀 café au lait", "café"),
]  # fmt: skip
RIGHT = [(text, utf16_length(text[: text.index(words)]), utf16_length(words)) for text, words in TEXTS]


def utf8(text, offset, length):
    start, end = (
        len(text.encode("utf-16-le")[: 2 * at].decode("utf-16-le").encode()) for at in (offset, offset + length)
    )
    return text, start, end - start


def points(text, offset, length):
    start, end = (len(text.encode("utf-16-le")[: 2 * at].decode("utf-16-le")) for at in (offset, offset + length))
    return text, start, end - start


WRONG = {
    "lengths are one short: ends were written inclusive": lambda t, o, n: (t, o, n - 1),
    "lengths are one too long: ends were taken for inclusive": lambda t, o, n: (t, o, n + 1),
    "lengths hold the end of the span": lambda t, o, n: (t, o, o + n),
    "lengths hold the last character of the span": lambda t, o, n: (t, o, o + n - 1),
    "offsets count from 1": lambda t, o, n: (t, o + 1, n),
    "offsets count code points, not UTF-16 units": points,
    "offsets count UTF-8 bytes, not UTF-16 units": utf8,
}


@pytest.mark.parametrize(("what", "wrong"), WRONG.items(), ids=list(WRONG))
def test_a_file_that_was_counted_in_another_way_is_recognised_and_set_right(what, wrong):
    spans = [wrong(*span) for span in RIGHT]
    found = miscount(spans)
    assert found.what == what
    assert [(text, *found.recount(text, offset, length)) for text, offset, length in spans] == RIGHT
    assert found.clean_then == found.moved


def test_a_file_that_was_counted_right_is_left_alone():
    assert miscount(RIGHT) is None


def test_few_spans_or_a_few_slips_are_not_a_whole_file():
    assert miscount([(t, o, n - 1) for t, o, n in RIGHT[:4]]) is None
    assert miscount([(t, o, n - 1) for t, o, n in RIGHT[:3]] + RIGHT[3:]) is None


def test_words_of_scripts_without_spaces_are_not_judged_by_their_edges():
    text = "我想订一张桌子"
    assert all(well_placed(text, offset, 2) for offset in range(5))
    assert miscount([(text, 2, 1)] * 9) is None


def test_no_public_project_is_accused(realdata):
    found = {}
    for path in sorted((realdata / "clu").glob("*.json")):
        rows = json.loads(path.read_text(encoding="utf-8-sig"))["assets"].get("utterances", [])
        spans = [(row["text"], span["offset"], span["length"]) for row in rows for span in row.get("entities", ())]
        found[path.name] = miscount(spans)
    assert len(found) > 10
    assert {name for name, count in found.items() if count} == set()

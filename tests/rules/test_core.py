"""What the rules share: marks, moved spans, counts, claims of one round, the report."""

from __future__ import annotations

import json

import pytest
from workspaces import facts

from curation.errors import CurationError
from curation.formats.counting import miscount, well_placed
from curation.formats.patch import patched
from curation.line._mend import _Taken
from curation.model.fix import Edit
from curation.rules import find_rule, judge
from curation.rules._fixes import mark_of, rewritten
from curation.rules._samples import clu, sample_row, sample_span


def spanned(text, *spans):
    found = sample_row(text, "Reserve", entities=[sample_span("Size", *span) for span in spans])
    (project,) = facts({"p.json": clu(found, entities=("Size",))}).projects
    return project.utterances[0]


@pytest.mark.parametrize(
    ("text", "span", "mark"),
    [
        ("two", (0, 3), (0, 3)),
        ("two", (1, 1), (1, 2)),
        ("two", (-2, 3), (0, 1)),
        ("two", (2, 9), (2, 3)),
        ("two", (2, -1), (1, 2)),
        ("🚲 two", (1, 3), (0, 3)),
        ("a🚲b", (0, 2), (0, 1)),
    ],
)
def test_a_mark_covers_the_characters_of_a_span_that_there_are(text, span, mark):
    row = spanned(text, span)
    assert mark_of(row, row.spans[0]) == mark


@pytest.mark.parametrize(
    ("old", "span", "new", "moved"),
    [
        (" two", (1, 3), "two", (0, 3)),
        (" two", (0, 4), "two", (0, 3)),
        ("two ", (0, 4), "two", (0, 3)),
        ("two  or", (0, 4), "two or", (0, 4)),
        ("two  or", (4, 3), "two or", (4, 2)),
        ("two  or", (5, 2), "two or", (4, 2)),
        ("xa b", (0, 1), "ya b", (0, 1)),
        ("a x b", (2, 1), "a yy b", (2, 2)),
        ("🚲  x", (4, 1), "🚲 x", (3, 1)),
        (" x", (1, 1), "x", (0, 1)),
        (" x", (1, 0), "x", None),
        (" x", (0, 1), "x", None),
        ("x ", (1, 1), "x", None),
        (" 🚲", (2, 1), "🚲", None),
        (" x", (1, 9), "x", None),
    ],
)
def test_a_span_goes_where_its_words_go(old, span, new, moved):
    fix = rewritten(spanned(old, span), new, "what")
    if moved is None:
        assert fix is None
        return
    at = "/assets/utterances/0"
    parts = zip(("offset", "length"), span, moved, strict=True)
    edits = [Edit("replace", f"{at}/entities/0/{key}", value) for key, before, value in parts if before != value]
    assert fix.edits == (Edit("replace", f"{at}/text", new), *edits)


WORDS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven")
RIGHT = [(f"🚲é {word} orchards", 4, len(word)) for word in WORDS]


@pytest.mark.parametrize(
    ("what", "wrong"),
    [
        ("lengths are one short: ends were written inclusive", lambda at, size: (at, size - 1)),
        ("lengths are one too long: ends were taken for inclusive", lambda at, size: (at, size + 1)),
        ("lengths hold the end of the span", lambda at, size: (at, at + size)),
        ("lengths hold the last character of the span", lambda at, size: (at, at + size - 1)),
        ("offsets count from 1", lambda at, size: (at + 1, size)),
        ("offsets count code points, not UTF-16 units", lambda at, size: (at - 1, size)),
        ("offsets count UTF-8 bytes, not UTF-16 units", lambda at, size: (at + 3, size)),
    ],
)
def test_every_way_to_miscount_is_told_from_the_others(what, wrong):
    spans = [(text, *wrong(at, size)) for text, at, size in RIGHT]
    found = miscount(spans)
    assert (found.what, found.moved, found.clean_now, found.clean_then) == (what, 10, 0, 10)
    assert [(text, *found.recount(text, at, size)) for text, at, size in spans] == RIGHT
    assert miscount(spans[:4]) is None
    assert miscount(spans[:5]).what == what
    assert miscount([*spans[:9], ("🚲é nothing", 9, 1)]).what == what
    assert miscount([*spans[:8], ("🚲é nothing", 9, 1), ("🚲é nothing", 9, 1)]) is None
    assert miscount(RIGHT) is None


@pytest.mark.parametrize(
    ("text", "span", "placed"),
    [
        ("a two b", (2, 3), True),
        ("a two b", (-1, 3), False),
        ("a two b", (2, 9), False),
        ("a two b", (2, 0), False),
        ("a two b", (1, 4), False),
        ("a two b", (2, 4), False),
        ("a two b", (3, 2), False),
        ("a two b", (2, 2), False),
        ("a-two-b", (2, 3), True),
    ],
)
def test_a_span_is_well_placed_on_whole_words_only(text, span, placed):
    assert well_placed(text, *span) is placed


ADD, MORE = Edit("add", "/a/-", 1), Edit("add", "/a/-", 2)
GONE, NEW, INNER, OTHER = (
    Edit("remove", "/a/0"),
    Edit("replace", "/a/0", 1),
    Edit("replace", "/a/0/b", 1),
    Edit("remove", "/a/1"),
)


@pytest.mark.parametrize(
    ("first", "second", "claimed"),
    [
        (ADD, ADD, []),
        (ADD, MORE, [MORE]),
        (GONE, GONE, []),
        (GONE, OTHER, [OTHER]),
        (ADD, GONE, None),
        (GONE, ADD, None),
        (ADD, NEW, [NEW]),
        (NEW, ADD, [ADD]),
        (NEW, GONE, None),
        (NEW, Edit("replace", "/a/0", 2), None),
        (INNER, GONE, None),
        (GONE, INNER, None),
        (INNER, Edit("remove", "/a"), None),
        (Edit("remove", "/a"), ADD, None),
        (ADD, Edit("replace", "/a", []), None),
        (NEW, Edit("replace", "/a/01", 2), [Edit("replace", "/a/01", 2)]),
    ],
)
def test_two_fixes_of_one_round_do_not_touch_the_same_place(first, second, claimed):
    taken = _Taken()
    assert taken.claim((first,)) == [first]
    assert taken.claim((second,)) == claimed


def test_a_fix_that_is_refused_claims_nothing():
    taken = _Taken()
    taken.claim((NEW,))
    assert taken.claim((Edit("replace", "/b", 1), GONE)) is None
    assert taken.claim((Edit("replace", "/b", 2), NEW)) == [Edit("replace", "/b", 2)]


@pytest.mark.parametrize(
    ("text", "edits", "after"),
    [
        ('{"a": {}}', [Edit("add", "/a/b", 1)], '{"a": {"b": 1}}'),
        ('{"a": {}}', [Edit("add", "/a/b", 1), Edit("add", "/a/c", {"d": 2})], '{"a": {"b": 1, "c": {"d": 2}}}'),
        ('["é"]', [Edit("replace", "/0", "\ud800")], '["\\ud800"]'),
        ('["é"]', [Edit("replace", "/0", "a\udfffb")], '["a\\udfffb"]'),
        ('{"k":1}', [Edit("add", "/~1~0", 2)], '{"k":1,"/~":2}'),
    ],
)
def test_what_is_written_where_nothing_stood(text, edits, after):
    assert patched(text, json.loads(text), edits) == after


def test_a_report_says_what_was_asked_and_why_something_was_not():
    files = {
        "a.json": [{"text": 5, "intent": "A"}],
        "b.json": {"intents": []},
        "c.json": [sample_row("x", "A")],
        "d.json": "[",
    }
    report = judge(facts(files), [find_rule("FIL001"), find_rule("UTT002")])
    assert report.asked == ("FIL001", "UTT002")
    assert [(item.what, item.reason) for item in report.not_checked] == [
        ("a.json", "only its shape was checked: it has not the shape of its kind"),
        ("b.json", "only its shape was checked: it is an object without metadata, assets or projectKind"),
    ]
    assert (report.files, report.rows) == (("a.json", "b.json", "c.json", "d.json"), 1)
    assert [(f.file, f.line, f.column) for f in report.findings] == [("d.json", 1, 2)]


@pytest.mark.parametrize(
    ("text", "span", "excerpt", "mark"),
    [
        ("x" * 100, (50, 12), "…" + "x" * 60 + "…", (21, 33)),
        ("x" * 100, (90, 11), "…" + "x" * 60, (51, 61)),
        ("a b" + "x" * 97, (2, 59), "a b" + "x" * 57 + "…", (2, 60)),
        ("a b" + "x" * 57, (2, 59), "a b" + "x" * 57, (2, 60)),
    ],
)
def test_the_excerpt_shows_what_is_marked(text, span, excerpt, mark):
    row = sample_row(text, "Reserve", entities=[sample_span("Size", *span)])
    (found,) = judge(facts({"p.json": clu(row)}), [find_rule("ENT003" if sum(span) > len(text) else "ENT007")]).findings
    assert (found.excerpt, found.mark) == (excerpt, mark)


@pytest.mark.parametrize(
    ("word", "near"), [("TXT09", "TXT00"), ("text-edge-spice", "text-edge-space"), ("txt09", "TXT00")]
)
def test_the_nearest_rule_is_named_in_either_case(word, near):
    with pytest.raises(CurationError, match=f'there is no rule "{word}"; did you mean {near}'):
        find_rule(word)

"""The canonical form: the same value, one form, and nothing lost."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from workspaces import curation, write_files

from curation.errors import CurationError
from curation.formats.canonical import canonical_bytes
from curation.formats.read import read_document
from curation.rules._samples import clu, cqa, orchestration, sample_row, sample_span, to_cqa

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def canonical(value, **more):
    return canonical_bytes(read_document(json.dumps(value).encode(), "f.json"), **more)


@settings(max_examples=150)
@given(st.dictionaries(st.text(), anything, max_size=3), anything, st.sampled_from([clu, orchestration]), st.randoms())
def test_the_value_stays_and_a_second_time_changes_nothing(extra, deep, kind, chance):
    row = {**extra, **sample_row("a \ud800 🚲", "Help", entities=[])}
    items = list(
        {
            **(kind(row, intents={"Help": None}) if kind is orchestration else kind(row, intents=("Help",))),
            "x-note": deep,
        }.items()
    )
    chance.shuffle(items)
    value = dict(items)
    made = canonical(value)
    assert json.loads(made) == value
    assert canonical_bytes(read_document(made, "f.json")) == made


@given(
    st.permutations(list(clu(sample_row("a", "Help")).items())),
    st.permutations(["text", "intent", "language", "dataset"]),
)
def test_the_order_of_documented_keys_does_not_matter(items, keys):
    row = {"text": "a", "intent": "Help", "language": "en-us", "dataset": "Train"}
    shuffled = {**dict(items), "assets": {**clu()["assets"], "utterances": [{key: row[key] for key in keys}]}}
    assert canonical(shuffled) == canonical(clu(row))


def test_rows_stand_on_one_line_each_in_documented_order():
    row = {"x": 1, "entities": [{"length": 3, "offset": 4, "category": "Size"}], "intent": "Reserve", "text": "for two"}
    project = clu(row, entities=("Size",))
    lines = canonical(dict(reversed(project.items()))).decode().splitlines()
    assert lines[0:3] == ["{", '  "projectFileVersion": "2023-04-01",', '  "stringIndexType": "Utf16CodeUnit",']
    assert '  "metadata": {"projectKind": "Conversation", "projectName": "Tables", "language": "en-us"},' in lines
    assert (
        '      {"text": "for two", "intent": "Reserve", "entities": [{"category": "Size", "offset": 4, "length": 3}], "x": 1}'
        in lines
    )


def test_order_is_kept_unless_asked_for():
    rows = [sample_row("b", "Z"), sample_row("B", "A"), sample_row("a", "A")]
    assert json.loads(canonical(rows)) == rows
    assert [row["text"] for row in json.loads(canonical(rows, sort=True))] == ["a", "B", "b"]
    project = json.loads(canonical(clu(*rows, intents=("Z", "A"), entities=("e", "D")), sort=True))["assets"]
    assert [item["category"] for item in project["intents"]] == ["A", "Z"]
    assert [item["category"] for item in project["entities"]] == ["D", "e"]


def test_near_the_largest_payload_spaces_are_left_out_and_rows_keep_their_lines():
    rows = [sample_row("x" * 490, "A", language="en-us") for _ in range(15_500)]
    made = canonical(rows)
    assert made.startswith(b'[\n{"text":"xxx')
    assert made.count(b"\n") == len(rows) + 2
    assert json.loads(made) == rows


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("u.csv", "text,intent\na,B\n"),
        ("u.json", '{"a": 1}'),
        ("u.json", '[{"text": "a", "intent": "B", "intent": "C"}]'),
    ],
)
def test_what_has_no_canonical_form_is_refused(name, text):
    with pytest.raises(CurationError):
        canonical_bytes(read_document(text.encode(), name))


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_check_and_diff_change_nothing_and_format_does(here):
    write_files(here, {"data/u.json": [sample_row("a", "B")], "data/other.json": {"a": 1}})
    before = (here / "data/u.json").read_bytes()
    result = curation("format", "data", "--check")
    assert (result.code, result.out) == (1, "would change: data/u.json\n1 file would change, 0 as they should be\n")
    result = curation("format", "data/u.json", "--diff")
    assert result.code == 1
    assert '+  {"text": "a", "intent": "B"}' in result.out
    assert (here / "data/u.json").read_bytes() == before
    assert curation("format", "data").code == 0
    assert (here / "data/u.json").read_text() == '[\n  {"text": "a", "intent": "B"}\n]\n'
    assert curation("format", "data", "--check").code == 0
    assert curation("format", "data/other.json").code == 2
    assert curation("format", "data", "-f", "json").json["formatted"] == {"changed": [], "unchanged": ["data/u.json"]}


def test_nothing_is_formatted_if_one_file_cannot_be(here):
    write_files(here, {"a.json": [sample_row("a", "B")], "b.json": "["})
    before = (here / "a.json").read_bytes()
    assert curation("format", "a.json", "b.json").code == 2
    assert (here / "a.json").read_bytes() == before


def test_depth_is_refused_and_no_bug(here):
    write_files(
        here, {"deep.json": '{"metadata": {"projectKind": "Conversation"}, "x": ' + "[" * 900 + "]" * 900 + "}"}
    )
    for command in (["format"], ["check"], ["check", "--fix"], ["check", "-f", "sarif"]):
        assert curation(*command, "deep.json").code in (0, 1, 2), command


def test_question_answering_has_a_pair_a_line():
    lines = canonical(cqa("when", "where")).decode().splitlines()
    assert '      {"id": 1, "answer": "We open at nine.", "questions": ["when", "where"]}' in lines
    assert json.loads(canonical(orchestration(intents={"A": to_cqa("Q")}, name="D"))) == orchestration(
        intents={"A": to_cqa("Q")}, name="D"
    )
    assert sample_span("E", 0, 1)

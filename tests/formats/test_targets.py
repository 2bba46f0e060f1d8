"""Every target: the bytes of one small file, what is lost by name, and that reading back gives what was written."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curation.errors import CurationError
from curation.formats.offsets import utf16_length
from curation.formats.sources import Content, Options, read_source
from curation.line import TARGETS, ToOptions, converted
from curation.model.conversion import Imported, counts_of
from curation.model.document import DocumentKind
from curation.model.project import Project, Span, Utterance

ENDS = {"csv": "csv", "xlsx": "xlsx", "jsonl": "jsonl", "chat": "jsonl", "evals": "jsonl", "lu": "lu"}
CLU = {
    "projectFileVersion": "2023-04-01", "stringIndexType": "Utf16CodeUnit",
    "metadata": {"projectKind": "Conversation", "projectName": "Desk", "language": "en-us", "multilingual": False, "settings": {"confidenceThreshold": 0.7}},
    "assets": {"projectKind": "Conversation", "intents": [{"category": "Go"}, {"category": "None"}],
               "entities": [{"category": "City", "list": {"sublists": [{"listKey": "Rome", "synonyms": [{"language": "en-us", "values": ["Roma", "Rome"]}]}]}}],
               "utterances": [{"text": "🚲 to Rome", "intent": "Go", "language": "en-us", "dataset": "Train", "entities": [{"category": "City", "offset": 6, "length": 4}]},
                              {"text": "=1+1", "intent": "Go", "note": {"a": 1}}]},
}  # fmt: skip


def read(data, name="x.json"):
    return read_source(Content(name, data), Options())


def convert(value, to, file="x.json", **options):
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return converted(read(data, file), to, ToOptions(**options))


def lost(made):
    return {note.what: note.count for note in made.all_notes if note.kind == "lost"}


WITHOUT_PROJECT = {
    "the components of an entity, which rows have no place for": 1,
    '"metadata" of a project, which rows have no place for': 1,
}


def test_an_upload_array_has_one_row_a_line_with_every_key():
    made = convert(CLU, "upload")
    assert made.data.decode() == (
        '[\n  {"text": "🚲 to Rome", "intent": "Go", "language": "en-us", "dataset": "Train", "entities": [{"category": "City", "offset": 6, "length": 4}]},\n'
        '  {"text": "=1+1", "intent": "Go", "note": {"a": 1}}\n]\n'
    )
    assert (lost(made), made.written) == (WITHOUT_PROJECT, {"utterance": 2, "label": 1, "answer": 0})


def test_comma_separated_values_hold_spans_as_json_and_no_formula():
    made = convert(CLU, "csv")
    assert made.data.decode() == (
        'text,intent,language,dataset,entities,note\n🚲 to Rome,Go,en-us,Train,"[{""category"": ""City"", ""offset"": 6, ""length"": 4}]",\n'
        '\'=1+1,Go,,,,"{""a"": 1}"\n'
    )
    assert [note.what for note in made.notes if note.kind == "rewritten"] == ['"note" of a row is JSON in a cell']


def test_chat_messages_ask_for_the_intent_and_say_what_they_cannot_hold():
    made = convert(CLU, "chat")
    first = json.loads(made.data.decode().splitlines()[0])
    assert [message["role"] for message in first["messages"]] == ["system", "user", "assistant"]
    assert first["messages"][0]["content"].endswith('The intents are: "Go"')
    assert [message["content"] for message in first["messages"][1:]] == ["🚲 to Rome", "Go"]
    assert lost(made) == {
        **WITHOUT_PROJECT,
        "a label, which chat messages have no place for": 1,
        '"language" of a row, which chat messages have no place for': 1,
        '"dataset" of a row, which chat messages have no place for': 1,
        '"note" of a row, which chat messages have no place for': 1,
    }
    asked = json.loads(convert(CLU, "evals").data.decode().splitlines()[1])
    assert (asked["input"][1]["content"], asked["ideal"]) == ("=1+1", "Go")


def test_lu_has_entities_first_and_escapes_what_would_be_markup():
    project = json.loads(json.dumps(CLU))
    project["assets"]["utterances"] += [
        {"text": text, "intent": "None"} for text in ("a [b] (c|d) {e}", "two\nlines", "back\\{slash", " edge ")
    ]
    made = convert(project, "lu")
    assert made.data.decode() == (
        "> !# @app.name = Desk\n> !# @app.culture = en-us\n> !# @app.luis_schema_version = 7.0.0\n\n"
        "@ list City =\n\t- Rome :\n\t\t- Roma\n\n# Go\n- 🚲 to {@City=Rome}\n- =1+1\n\n# None\n"
        "- a \\[b\\] \\(c|d\\) \\{e\\}\n- back\\\\{slash\n-  edge \n"
    )
    assert lost(made) == {
        '"settings" of a project': 1,
        "the dataset of a row": 1,
        '"note" of a row': 1,
        "a text that .lu cannot hold in one line": 1,
        "white space at the edge of a text": 1,
    }


def test_orchestration_has_no_entities_and_clu_no_links():
    made = convert(CLU, "orchestration", name="Router")
    value = json.loads(made.data)
    assert (value["metadata"]["projectName"], value["metadata"]["projectKind"], "entities" in value["assets"]) == (
        "Router",
        "Orchestration",
        False,
    )
    assert lost(made) == {
        "an entity, which orchestration has no place for": 1,
        "a label, which orchestration has no place for": 1,
    }
    back = convert(value, "clu")
    assert json.loads(back.data)["metadata"]["projectKind"] == "Conversation"


KB = {"metadata": {"projectName": "KB"}, "assets": {"synonyms": [{"alterations": ["a", "b"]}], "qnas": [
    {"id": 3, "answer": "Yes.\nNo.", "questions": ["ok?", "=sure"], "source": "s", "metadata": {"k": "v"}, "dialog": {"isContextOnly": True, "prompts": [{"displayOrder": 0, "qnaId": 3, "displayText": "x"}]}}]}}  # fmt: skip


def test_answers_go_to_tables_as_the_service_exports_them_and_come_back():
    made = convert(KB, "csv")
    assert (
        made.data.decode().splitlines()[2]
        == '\'=sure,Yes.\\nNo.,s,k:v,[],True,"[{""displayOrder"": 0, ""qnaId"": 3, ""displayText"": ""x""}]",3,'
    )
    assert lost(made) == {"synonyms, which are a table of their own": 1}
    back = json.loads(convert(made.data, "cqa", "kb.csv").data)
    assert back["assets"]["qnas"] == KB["assets"]["qnas"]
    sheet = convert(KB, "xlsx").data
    assert json.loads(convert(sheet, "cqa", "kb.xlsx").data)["assets"]["qnas"] == KB["assets"]["qnas"]


def test_questions_as_rows_are_filed_under_the_project_and_their_answers_are_lost_by_name():
    made = convert(KB, "upload")
    assert [row["intent"] for row in json.loads(made.data)] == ["KB", "KB"]
    assert lost(made) == {
        "an answer, which rows have no place for": 1,
        '"metadata" of a project, which rows have no place for': 1,
        '"assets/synonyms" of a project, which rows have no place for': 1,
    }
    with pytest.raises(CurationError, match="no answers in it"):
        convert(CLU, "cqa")
    with pytest.raises(CurationError, match="convert them --to cqa"):
        convert(KB, "clu")
    with pytest.raises(CurationError, match='there is no format "excel" to write'):
        convert(CLU, "excel")


def test_the_same_input_gives_the_same_bytes_whatever_the_order():
    sources = [*read(json.dumps(CLU).encode(), "b.json"), *read(b"text,intent\nhi,Greet\n", "a.csv")]
    for to in TARGETS:
        if to != "cqa":
            made = [converted(order, to, ToOptions()).data for order in (sources, sources[::-1])]
            assert made[0] == made[1] == converted(sources, to, ToOptions()).data, to


words = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), min_size=1, max_size=12)
names = st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=1, max_size=8)
alphabet = st.sampled_from(
    [
        "a ",
        "b",
        "🚲",
        "e\u0301",
        "שלום",
        " ",
        "{",
        "}",
        "[x]",
        "(a|b)",
        "\\",
        "=",
        "'",
        '"',
        ",",
        "\n",
        "@",
        "- ",
        "# ",
        ">",
        "\u200b",
        "\u2028",
        ";",
    ]
)
texts = st.lists(alphabet, min_size=1, max_size=8).map("".join).filter(lambda text: bool(text.strip()))


@st.composite
def utterances(draw):
    text = draw(texts)
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=4, unique=True)))
    spans = tuple(
        Span(draw(names), utf16_length(text[:start]), utf16_length(text[start:end]), "")
        for start, end in zip(cuts[::2], cuts[1::2], strict=False)
    )
    return Utterance(
        text,
        draw(names),
        "x",
        "",
        draw(st.sampled_from([None, "de"])),
        draw(st.sampled_from([None, "Train", "Test"])),
        spans,
    )


def bare(rows):
    return [
        (r.text, r.intent, r.language, r.dataset, [(s.category, s.offset, s.length) for s in r.spans]) for r in rows
    ]


def imported(rows):
    project = Project("x", DocumentKind.UTTERANCES, tuple(rows), raw=[])
    return Imported("x", "utterances", "made", project, counts_of(project))


@settings(max_examples=60)
@given(st.lists(utterances(), max_size=5))
def test_rows_come_back_from_every_format_that_can_hold_them(rows):
    for to in ("upload", "jsonl", "csv", "xlsx", "clu"):
        made = converted([imported(rows)], to, ToOptions(name="X", language="en-us"))
        if not rows and to == "jsonl":
            continue
        [back] = read(made.data, f"x.{ENDS.get(to, 'json')}")
        assert bare(back.project.utterances) == bare(rows), to
        again = converted([back], to, ToOptions(name="X", language="en-us"))
        assert again.written == made.written


@settings(max_examples=120)
@given(st.lists(utterances(), min_size=1, max_size=5))
def test_what_lu_holds_comes_back_and_the_rest_is_lost_by_name(rows):
    made = converted([imported(rows)], "lu", ToOptions(name="X", language="en-us"))
    [back] = read(made.data, "x.lu")
    assert len(back.project.utterances) == made.written["utterance"]
    assert sum(len(row.spans) for row in back.project.utterances) == made.written["label"]
    none = {row.intent: "None" for row in rows if row.intent.casefold() == "none"}
    known = {(row.text.strip(" \t\n\r\u00a0\ufeff"), none.get(row.intent, row.intent)) for row in rows}
    for row in back.project.utterances:
        assert (row.text, row.intent) in known
        for span in row.spans:
            words_of = {
                original.text.encode("utf-16-le")[2 * s.offset : 2 * s.end].decode("utf-16-le")
                for original in rows
                for s in original.spans
                if s.category == span.category
            }
            assert row.text.encode("utf-16-le")[2 * span.offset : 2 * span.end].decode("utf-16-le") in words_of


@settings(max_examples=60)
@given(st.lists(utterances(), min_size=1, max_size=5))
def test_text_and_intent_come_back_from_chat_messages(rows):
    for to in ("chat", "evals"):
        [back] = read(converted([imported(rows)], to, ToOptions()).data, "x.jsonl")
        assert [(r.text, r.intent) for r in back.project.utterances] == [(r.text, r.intent) for r in rows]


def test_a_sheet_refuses_what_it_cannot_hold():
    project = replace(imported([]).project, utterances=(Utterance("x" * 32_768, "a", "x", ""),))
    with pytest.raises(CurationError, match="write csv instead"):
        converted([Imported("x", "utterances", "", project, counts_of(project))], "xlsx", ToOptions())


@st.composite
def declared(draw):
    """A CLU or orchestration project with components, links, settings and keys that nobody knows."""
    intents = [
        {"category": name, **draw(st.sampled_from([{}, {"description": "why"}]))}
        for name in draw(st.lists(names, min_size=1, max_size=3, unique=True))
    ]
    entities = [
        {"category": name, "compositionSetting": "combineComponents", **draw(st.sampled_from([
            {}, {"list": {"sublists": [{"listKey": "k", "synonyms": [{"language": "en-us", "values": ["v", "k"]}]}]}},
            {"regex": {"expressions": [{"regexKey": "r", "language": "en-us", "regexPattern": "[a-z]"}]}}, {"prebuilts": [{"category": "DateTime"}]}, {"note": 1}]))}
        for name in draw(st.lists(names, max_size=3, unique=True))
    ]  # fmt: skip
    value = json.loads(json.dumps(CLU))
    value["assets"] |= {"intents": intents, "entities": entities, "more": draw(st.none() | st.integers())}
    return value


@settings(max_examples=60)
@given(declared())
def test_a_project_comes_back_value_for_value_with_every_key(value):
    assert json.loads(convert(value, "clu").data) == value
    routing = json.loads(convert(value, "orchestration").data)
    assert json.loads(convert(routing, "orchestration").data) == routing
    back = read(convert(value, "lu").data, "x.lu")[0].project
    ours = {
        e["category"]: e.get("list")
        for e in value["assets"]["entities"]
        if e.get("list") or set(e) == {"category", "compositionSetting"}
    }
    assert {entity.name: (entity.raw or {}).get("list") for entity in back.entities if entity.name in ours} == ours


pairs = st.fixed_dictionaries(
    {"answer": texts, "questions": st.lists(texts, min_size=1, max_size=3)},
    optional={"source": names, "metadata": st.dictionaries(names, names, min_size=1, max_size=2)},
)


@settings(max_examples=60)
@given(st.lists(pairs, min_size=1, max_size=4))
def test_pairs_come_back_from_every_format_that_can_hold_them(found):
    value = {
        "metadata": {"projectName": "KB"},
        "assets": {"synonyms": [], "qnas": [{"id": n, **pair} for n, pair in enumerate(found, 1)]},
    }
    assert json.loads(convert(value, "cqa").data) == value
    for to in ("csv", "xlsx"):
        made = convert(value, to)
        back = json.loads(convert(made.data, "cqa", f"kb.{to}").data)["assets"]["qnas"]
        if not lost(made):
            assert back == value["assets"]["qnas"], to
        assert [len(pair["questions"]) for pair in back] == [len(pair["questions"]) for pair in found]

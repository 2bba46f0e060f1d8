"""Every format in miniature: what it is recognised by, the rows and components it gives, and what is lost by name."""

from __future__ import annotations

import json

import pytest

from curation.errors import CurationError, UnreadableFileError
from curation.formats.sources import FORMATS, Content, Options, read_source, recognised
from curation.model.conversion import COUNTED, counts_of


def content(file, value):
    data = (
        value if isinstance(value, bytes) else (value if isinstance(value, str) else json.dumps(value)).encode("utf-8")
    )
    return Content(file, data)


def read(file, value, **options):
    from_format = options.pop("from_format", None)
    found = value if isinstance(value, Content) else content(file, value)
    return read_source(found, Options(**options), from_format)


def rows(one):
    return [
        (
            row.text,
            row.intent,
            *([row.dataset or row.language] if row.dataset or row.language else []),
            *((s.category, s.offset, s.length) for s in row.spans),
        )
        for row in one.project.utterances
    ]


def lost(one):
    return {note.what: note.count for note in one.notes if note.kind == "lost"}


def notes(one, kind):
    return [note.what for note in one.notes if note.kind == kind]


def entities(one):
    return {
        e.name: {key: value for key, value in (e.raw or {}).items() if key not in ("category", "compositionSetting")}
        for e in one.project.entities
    }


LUIS = {
    "luis_schema_version": "7.0.0", "name": "Front Desk!", "versionId": "0.1", "culture": "en-us", "desc": "all of it",
    "intents": [{"name": "Reserve"}, {"name": "none"}],
    "entities": [
        {"name": "Order", "children": [{"name": "Size", "children": [], "features": [{"modelName": "Sizes", "isRequired": True}]}]},
        {"name": "City", "roles": ["From"], "children": []},
    ],
    "closedLists": [{"name": "Sizes", "subLists": [{"canonicalForm": "big", "list": ["large"]}], "roles": []}],
    "regex_entities": [{"name": "Code", "regexPattern": "[A-Z]{3}", "roles": []}],
    "prebuiltEntities": [{"name": "number", "roles": []}, {"name": "keyPhrase", "roles": []}],
    "patternAnyEntities": [{"name": "Any", "roles": []}], "patterns": [{"pattern": "a {Any}", "intent": "Reserve"}],
    "phraselists": [{"name": "ps", "words": "a,b"}], "composites": [], "settings": [],
    "utterances": [
        {"text": "🚲 a large one from Rome", "intent": "Reserve", "entities": [
            {"entity": "Order", "startPos": 3, "endPos": 13, "children": [{"entity": "Size", "startPos": 5, "endPos": 9, "children": []}]},
            {"entity": "City", "role": "From", "startPos": 20, "endPos": 23, "children": []},
            {"entity": "City", "startPos": 20, "endPos": 99, "children": []},
        ]},
        {"text": "", "intent": "none", "entities": []},
    ],
}  # fmt: skip


def test_a_luis_app_becomes_the_project_that_microsofts_import_makes_of_it():
    [one] = read("bot.luis", LUIS)
    assert (one.format, one.why) == ("luis", "it is a LUIS app (luis_schema_version 7.0.0)")
    assert rows(one) == [("🚲 a large one from Rome", "Reserve", ("Order.Size", 5, 5), ("From", 20, 4))]
    assert (one.project.name, one.project.language) == ("FrontDesk", "en-us")
    assert [intent.name for intent in one.project.intents] == ["Reserve", "None"]
    assert entities(one) == {
        "Order.Size": {
            "list": {"sublists": [{"listKey": "big", "synonyms": [{"language": "en-us", "values": ["large", "big"]}]}]}
        },
        "City": {},
        "From": {},
        "number": {"prebuilts": [{"category": "Quantity.Number"}]},
        "keyPhrase": {},
        "Code": {"regex": {"expressions": [{"regexKey": "Code", "language": "en-us", "regexPattern": "[A-Z]{3}"}]}},
    }
    assert one.project.entities[0].raw["compositionSetting"] == "requireExactOverlap"
    assert lost(one) == {
        'the prebuilt entity "keyPhrase", which CLU does not have': 1,
        "a pattern": 1,
        "an entity of patterns (Pattern.any)": 1,
        "a phrase list": 1,
        '"versionId" of the app': 1,
        "a label of an entity that is its parts": 1,
        "a label outside its text": 1,
        "a row without a text": 1,
    }


def test_labels_of_luis_version_6_stand_side_by_side_under_bare_names():
    app = {**LUIS, "luis_schema_version": "6.0.0", "utterances": [{"text": "a large one", "intent": "Reserve", "entities": [
        {"entity": "Order", "startPos": 0, "endPos": 10}, {"entity": "Size", "startPos": 2, "endPos": 6}]}]}  # fmt: skip
    [one] = read("bot.json", app)
    assert rows(one) == [("a large one", "Reserve", ("Order.Size", 2, 5))]
    assert one.read["label"] == 2


def test_labels_of_luis_version_1_count_words():
    app = {"luis_schema_version": "1.3.0", "name": "x", "culture": "en-us", "intents": [], "entities": [{"name": "Hotel"}],
           "utterances": [{"text": "is the grand-hotel open?", "intent": "Ask", "entities": [{"entity": "Hotel", "startPos": 2, "endPos": 4}]}]}  # fmt: skip
    [one] = read("bot.json", app)
    assert rows(one) == [("is the grand-hotel open?", "Ask", ("Hotel", 7, 11))]


def test_a_hierarchical_entity_and_a_composite_become_entities_of_their_own():
    app = {"luis_schema_version": "2.1.0", "name": "x", "culture": "en-us", "intents": [{"name": "Go"}],
           "entities": [{"name": "Place", "children": ["To", "From"]}, {"name": "Day"}],
           "composites": [{"name": "Trip", "children": ["Place", "Day"]}, {"name": "Idle", "children": ["Day"]}], "bing_entities": ["number"],
           "utterances": [{"text": "to Rome today", "intent": "Go", "entities": [
               {"entity": "Trip", "startPos": 3, "endPos": 12}, {"entity": "Place::To", "startPos": 3, "endPos": 6}]},
               {"text": "Rome today", "intent": "Go", "entities": [{"entity": "Trip", "startPos": 0, "endPos": 9}]}]}  # fmt: skip
    [one] = read("bot.json", app)
    assert rows(one) == [("to Rome today", "Go", ("Place.To", 3, 4)), ("Rome today", "Go", ("Trip", 0, 10))]
    assert set(entities(one)) == {"Place.To", "Place.From", "Day", "Trip", "number"}
    assert lost(one) == {
        "a composite entity that no row labels": 1,
        "a label of a composite, whose parts are labelled": 1,
    }


def test_a_role_that_is_called_as_another_entity_keeps_the_name_of_its_own():
    app = {**LUIS, "entities": [{"name": "City", "roles": ["Code"]}], "utterances": [
        {"text": "Rome", "intent": "Reserve", "entities": [{"entity": "City", "role": "Code", "startPos": 0, "endPos": 3}]}]}  # fmt: skip
    [one] = read("bot.json", app)
    assert rows(one) == [("Rome", "Reserve", ("City.Code", 0, 4))]


def test_an_app_of_dispatch_is_an_orchestration_project_with_links():
    app = {"luis_schema_version": "3.2.0", "name": "d", "culture": "en-us", "entities": [],
           "intents": [{"name": "l_Home", "serviceConnections": {"type": "LUIS", "appName": "Home Automation"}}, {"name": "q_FAQ"}, {"name": "None"}],
           "utterances": [{"text": "lights on", "intent": "l_Home", "entities": []}]}  # fmt: skip
    [one] = read("d.luis", app)
    assert str(one.project.kind) == "orchestration"
    assert {i.name: i.link and (i.link.kind, i.link.project, i.link.deployment) for i in one.project.intents} == {
        "l_Home": ("Conversation", "HomeAutomation", "production"),
        "q_FAQ": ("QuestionAnswering", "FAQ", None),
        "None": None,
    }
    assert 'the deployment of a linked project is called "production"' in notes(one, "assumed")


ROWS = {
    "batch": ([{"text": "to Rome", "intent": "Go", "entities": [{"entity": "City", "startPos": 3, "endPos": 6}]}], "luis-rows", [("to Rome", "Go", ("City", 3, 4))]),
    "labelled": ([{"text": "to Rome", "intentName": "Go", "entityLabels": [{"entityName": "A::B", "startCharIndex": 3, "endCharIndex": 6}]}], "luis-rows", [("to Rome", "Go", ("A.B", 3, 4))]),
    "predicted": ([{"text": "to Rome", "intent": "Go", "entities": [{"entity": "rome", "type": "City", "startIndex": 3, "endIndex": 6}]}], "luis-rows", [("to Rome", "Go", ("City", 3, 4))]),
    "test set": ({"LabeledTestSetUtterances": [{"text": "to Rome", "intent": "Go", "entities": []}]}, "luis-rows", [("to Rome", "Go")]),
    "nlu-devops": ([{"text": "Rome to Rome", "intent": "Go", "entities": [{"entityType": "City", "matchText": "Rome", "matchIndex": 1}]}], "nlu-devops", [("Rome to Rome", "Go", ("City", 8, 4))]),
    "wit": ({"data": [{"text": "to Rome", "entities": [{"entity": "intent", "value": '"go"', "start": 0, "end": 7}, {"entity": "city", "role": "to", "start": 3, "end": 7}]}]}, "wit", [("to Rome", "go", ("city.to", 3, 4))]),
    "snips": ({"Go": [{"data": [{"text": "to "}, {"text": "Rome", "entity": "city"}]}]}, "snips", [("to Rome", "Go", ("city", 3, 4))]),
    "rasa": ({"rasa_nlu_data": {"common_examples": [{"text": "🚲 to Rome", "intent": "go", "entities": [{"start": 5, "end": 9, "entity": "city"}]}]}}, "rasa-json", [("🚲 to Rome", "go", ("city", 6, 4))]),
    "upload": ([{"text": "to Rome", "intent": "Go", "entities": [{"category": "City", "offset": 3, "length": 4}]}], "utterances", [("to Rome", "Go", ("City", 3, 4))]),
}  # fmt: skip


@pytest.mark.parametrize("name", ROWS)
def test_rows_of_every_kind_of_array_keep_their_labels(name):
    value, kind, wanted = ROWS[name]
    [one] = read("rows.json", value)
    assert (one.format, rows(one)) == (kind, wanted)


def test_labels_that_match_no_words_are_lost_by_name():
    value = [{"text": "to Rome", "intent": "Go", "entities": [
        {"entityType": "City", "matchText": "Oslo"}, {"entityType": "City", "matchText": None}, {"entityType": "City", "matchText": "Rome", "matchIndex": 1},
        {"entityType": "City", "matchText": "Rome", "entityValue": "IT"}], "speechFile": "a.wav"}]  # fmt: skip
    [one] = read("rows.json", value)
    assert rows(one) == [("to Rome", "Go", ("City", 3, 4))]
    assert lost(one) == {
        "a label whose words are not in the text": 2,
        "a label without entityType or matchText": 1,
        '"speechFile" of a row': 1,
        '"entityValue" of a label': 1,
    }


RASA = """version: "3.1"
nlu:
- intent: book
  examples: |
    - a table for [two](size) in [Rome]{"entity": "city", "role": "at"}
    - from [big apple](city:New York)
    - [a [b](x) d](y) and [never](closed
- intent: no
  examples: |
    - :) never (ever)
- synonym: two
  examples: |
    - couple
- synonym: lost
  examples: |
    - nobody says it
- regex: size
  examples: |
    - [0-9]{1,2}
- lookup: city
  examples: |
    - Oslo
responses:
  utter_hi:
  - text: hi
"""


def test_rasa_yaml_is_read_with_labels_synonyms_expressions_and_lookups():
    [one] = read("nlu.yml", RASA)
    assert rows(one) == [
        ("a table for two in Rome", "book", ("size", 12, 3), ("city.at", 19, 4)),
        ("from big apple", "book", ("city", 5, 9)),
        ("[a b d](y) and [never](closed", "book", ("x", 3, 1)),
        (":) never (ever)", "no"),
    ]
    values = {
        name: [(s["listKey"], s["synonyms"][0]["values"]) for s in raw.get("list", {}).get("sublists", ())]
        for name, raw in entities(one).items()
    }
    assert values == {
        "size": [("two", ["couple", "two"])],
        "city.at": [],
        "city": [("New York", ["big apple", "New York"]), ("Oslo", ["Oslo"])],
        "x": [],
    }
    assert entities(one)["size"]["regex"]["expressions"][0]["regexPattern"] == "[0-9]{1,2}"
    assert lost(one) == {'"responses"': 1, "a synonym that no labelled entity has": 1}


def test_rasa_markdown_is_read_with_any_bullet():
    text = "## intent:book\n- a table for [two](size)\n* [couple](size:two)\n+ now\n\n## synonym:two\n- duo\n## regex:size\n- [0-9]\n"
    [one] = read("nlu.md", text)
    assert rows(one) == [
        ("a table for two", "book", ("size", 12, 3)),
        ("couple", "book", ("size", 0, 6)),
        ("now", "book"),
    ]
    assert entities(one)["size"]["list"]["sublists"][0]["synonyms"][0]["values"] == ["couple", "two", "duo"]


def test_yaml_with_aliases_is_refused_before_it_is_built():
    bomb = "nlu:\n- &a [x, x]\n" + "".join(f"- &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20))
    with pytest.raises(UnreadableFileError, match=r"nlu.yml:3:1: it holds YAML aliases"):
        read("nlu.yml", bomb)


@pytest.mark.parametrize(
    "text", ["nlu:\n- [", "nlu: 5\n", "nlu:\n- intent: a\n   b: c\n", "nlu:\n" + "- [" * 200, "nlu:\n- \x01"]
)
def test_broken_yaml_is_a_message(text):
    with pytest.raises(UnreadableFileError):
        read("nlu.yml", text)


def dialogflow(**more):
    says = [{"data": [{"text": "to "}, {"text": "Rome", "alias": "to", "meta": "@city"}, {"text": " at "}, {"text": "ten", "alias": "when", "meta": "@sys.time"}], "isTemplate": False},
            {"data": [{"text": "to @city"}], "isTemplate": True}]  # fmt: skip
    files = {
        "agent.json": {"language": "en", "displayName": "Desk", "webhook": {"url": "x"}},
        "intents/Go.json": {"name": "Go now", "contexts": ["a"], "userSays": [{"data": [{"text": "twice"}]}]},
        "intents/Go_usersays_en.json": says,
        "intents/Go_usersays_de.json": [{"data": [{"text": "nach Rom"}]}],
        "intents/Fallback.json": {"name": "Fallback", "fallbackIntent": True},
        "entities/city.json": {"name": "city", "isEnum": True},
        "entities/city_entries_en.json": [{"value": "Rome", "synonyms": ["Rome", "Roma"]}],
        **more,
    }
    return Content("export", files={name: json.dumps(value).encode() for name, value in files.items()})


def test_a_dialogflow_export_gives_phrases_in_all_languages_entries_and_the_fallback():
    [one] = read("export", dialogflow())
    assert rows(one) == [("nach Rom", "Go now", "de"), ("to Rome at ten", "Go now", ("to", 3, 4), ("when", 11, 3))]
    assert (one.project.name, one.project.language, one.project.multilingual) == ("Desk", "en-us", True)
    assert [intent.name for intent in one.project.intents] == ["Go now", "None"]
    assert entities(one)["to"]["list"]["sublists"][0]["synonyms"] == [{"language": "en-us", "values": ["Rome", "Roma"]}]
    assert entities(one)["when"]["prebuilts"] == [{"category": "DateTime"}]
    assert lost(one) == {
        '"webhook" of agent.json': 1,
        "a template (@entity in place of words)": 1,
        '"contexts" of an intent': 1,
    }


def test_texts_and_intents_line_by_line_are_paired_with_their_tags():
    files = {
        "train/seq.in": b"to Rome now\nhello\n",
        "train/label": b"go\nhi\n",
        "train/seq.out": b"O B-city O\nO\n",
        "test/seq.in": b"bye",
        "test/label": b"bye",
    }
    [one] = read("atis", Content("atis", files=files))
    assert rows(one) == [
        ("bye", "bye", "Test"),
        ("to Rome now", "go", "Train", ("city", 3, 4)),
        ("hello", "hi", "Train"),
    ]
    with pytest.raises(UnreadableFileError, match="label 1; they must agree"):
        read("atis", Content("atis", files={**files, "train/label": b"go\n"}))


def test_spans_of_tokens_are_found_in_the_sentence():
    line = {"sentence": "set it for 5 o'clock", "scenario": "alarm", "action": "set", "intent": "set", "tokens": [{"surface": w} for w in ["Set", "it", "for", "5", "o'clock"]],
            "entities": [{"span": [3, 4], "type": "time"}]}  # fmt: skip
    [one] = read("s.jsonl", "\n".join(json.dumps(v) for v in (line, {**line, "sentence": "other words"})))
    assert rows(one) == [("set it for 5 o'clock", "alarm_set", ("time", 11, 9)), ("other words", "alarm_set")]
    assert lost(one) == {"a label of a row whose tokens are not its text": 1}


def test_json_lines_are_rows_or_chat_messages():
    lines = [
        {"utterance": "to Rome", "label": "Go", "source": "log"},
        {
            "messages": [
                {"role": "system", "content": "x"},
                {"role": "user", "content": "hi"},
                {"role": "assistant", "content": "Greet"},
            ]
        },
    ]
    [one] = read("r.jsonl", "\n".join(map(json.dumps, lines)) + "\n\n")
    assert rows(one) == [("to Rome", "Go"), ("hi", "Greet")]
    assert one.project.utterances[0].extra == {"source": "log"}
    assert [row.pointer for row in one.project.utterances] == ["line 1", "line 2"]
    with pytest.raises(UnreadableFileError, match=r"r.jsonl:2:\d+: not JSON"):
        read("r.jsonl", '{"text": "a", "intent": "b"}\n{"text": \n')


QNAS = "Question\tAnswer\tSource\tMetadata\tQnaId\tPrompts\n" + "\n".join(
    ["when?\tAt nine.\\nAlways.\ts\ta:b | see:c:d\t7\t" + '[{"DisplayOrder":0,"QnaId":8,"Qna":null,"DisplayText":"more"}]', "what time?\tAt nine.\\nAlways.\ts\ta:b | see:c:d\t7\t[]",
     "Question\tAnswer\tx\tSource\t\t", "more\t\ts\t\t8\t[]"])  # fmt: skip


def test_a_table_of_questions_groups_them_by_id():
    [one] = read("kb.tsv", "\ufeff" + QNAS)
    assert one.project.raw["assets"]["qnas"] == [
        {"id": 7, "answer": "At nine.\nAlways.", "questions": ["when?", "what time?"], "source": "s", "metadata": {"a": "b", "see": "c:d"},
         "dialog": {"isContextOnly": False, "prompts": [{"displayOrder": 0, "qnaId": 8, "displayText": "more"}]}},
        {"id": 8, "answer": "", "questions": ["more"], "source": "s"},
    ]  # fmt: skip
    assert one.read == {"answer": 2, "utterance": 3}


def test_knowledge_bases_of_qna_maker_and_of_the_service_in_capitals_are_read():
    value = {
        "name": "kb",
        "qnaList": [
            {
                "id": 0,
                "answer": "Yes.",
                "questions": ["ok?"],
                "metadata": [{"name": "a", "value": "b"}],
                "context": {"isContextOnly": False, "prompts": [{"displayOrder": 0, "qnaId": 0, "displayText": "x"}]},
            }
        ],
        "urls": ["u"],
    }
    [one] = read("kb.json", value)
    assert one.project.raw["assets"]["qnas"] == [
        {
            "id": 1,
            "answer": "Yes.",
            "questions": ["ok?"],
            "metadata": {"a": "b"},
            "dialog": {"isContextOnly": False, "prompts": [{"displayOrder": 0, "qnaId": 0, "displayText": "x"}]},
        }
    ]
    assert lost(one) == {'"urls" of the knowledge base': 1}
    [two] = read(
        "kb.json",
        {"Metadata": {"ProjectName": "kb"}, "Assets": {"Qnas": [{"Id": 3, "Answer": "Yes.", "Questions": ["ok?"]}]}},
    )
    assert two.project.raw["assets"]["qnas"] == [{"id": 3, "answer": "Yes.", "questions": ["ok?"]}]


TABLES = {
    "semicolons": (b"Utterance;Intent;Notes\nto Rome;Go;x\n", [("to Rome", "Go")]),
    "said": (b"sep=|\r\nText|Intent\r\nto Rome|Go\r\n", [("to Rome", "Go")]),
    "utf-16": ("text\tintent\r\nn\u00e4her\tGo\r\n".encode("utf-16"), [("n\u00e4her", "Go")]),
    "quoted": (b'text,intent\r\n"a ""b""\nc",Go\r\n\r\n,\r\n', [('a "b"\nc', "Go")]),
    "guarded": (b"text,intent\n'=1+1,Go\n'tis,Go\n", [("=1+1", "Go"), ("'tis", "Go")]),
    "spans": (b'text,intent,entities\nto Rome,Go,"[{""category"": ""City"", ""offset"": 3, ""length"": 4}]"\n', [("to Rome", "Go", ("City", 3, 4))]),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLES)
def test_tables_of_every_dialect_are_read(name):
    data, wanted = TABLES[name]
    [one] = read("t.csv", data)
    assert rows(one) == wanted


def test_columns_are_guessed_shown_or_said():
    [one] = read("t.csv", "Phrase,Topic,Where\nto Rome,Go,log 1\n", columns={"intent": "topic"}, strict=True)
    assert rows(one) == [("to Rome", "Go")]
    assert one.why == 'it is a table of utterances: "Phrase" is text, "Topic" is intent'
    assert one.project.utterances[0].extra == {"Where": "log 1"}
    with pytest.raises(CurationError, match='there is no column "Topics" for intent; did you mean "Topic"'):
        read("t.csv", "Phrase,Topic\na,b\n", columns={"intent": "Topics"}, strict=True)
    with pytest.raises(CurationError, match="no column for the text and one for the intent"):
        read("t.csv", "a,b\n1,2\n")


def test_a_quote_that_is_never_closed_is_named_and_a_row_without_an_intent_is_lost_by_name():
    [one] = read("t.csv", "text,intent\na,Go\nb\n")
    assert (rows(one), lost(one)) == ([("a", "Go")], {"a row without an intent": 1})
    with pytest.raises(UnreadableFileError, match=r"t.csv:3:1: a quote that opens here is never closed"):
        read("t.csv", 'text,intent\na,Go\n"c,Go\nd,Go\n')
    [two] = read("t.csv", 'text,intent\n5" pipe,Go\nlast,Go\n')
    assert rows(two) == [('5" pipe', "Go"), ("last", "Go")]
    [three] = read("t.csv", 'text,intent\n5" pipe,Go\n"a\nb",Go\nlast,Go\n')
    assert rows(three) == [('5" pipe', "Go"), ("a\nb", "Go"), ("last", "Go")]


KNOWN = {
    "rows.json": [{"text": "a", "intent": "b"}],
    "b.luis": LUIS,
    "nlu.yml": RASA,
    "kb.tsv": QNAS,
    "t.csv": "text,intent\na,b\n",
    "x.lu": "# Go\n- now\n",
    "x.qna": "# ? when\n```\nnow\n```\n",
}


@pytest.mark.parametrize("file", KNOWN)
def test_what_a_file_is_does_not_hang_on_its_name_alone_and_its_counts_agree(file):
    _source, why = recognised(content(file, KNOWN[file]))
    assert why
    for one in read(file, KNOWN[file]):
        gone = {unit: sum(n.count for n in one.notes if n.kind == "lost" and n.unit == unit) for unit in COUNTED}
        assert {unit: one.read.get(unit, 0) for unit in COUNTED} == {
            unit: counts_of(one.project)[unit] + gone[unit] for unit in COUNTED
        }


@pytest.mark.parametrize(
    ("file", "value", "message"),
    [
        ("a.json", {"asset": {"intents": []}, "metadata": {}}, 'it looks like a project, but its key "asset" should be "assets"'),
        ("a.json", {"assets": {"intents": {}}, "metadata": {"projectKind": "Conversation"}}, "cannot be read: "),
        ("a.json", {"metadata": {"projectKind": "CustomHealthcare"}, "assets": {}}, 'metadata.projectKind is "CustomHealthcare"'),
        ("a.json", [{"data": [{"text": "x"}], "isTemplate": False}], "phrases of a Dialogflow export"),
        ("a.json", ["a", "b"], "it is an array, but its items are no rows"),
        ("README.md", "# Hello\n- item\n", "neither its name nor its first lines"),
        ("x.json", "{", "not JSON"),
        ("x.bin", b"\x00\x01\x02", "binary"),
        ("e.json", b"", "empty"),
    ],
)  # fmt: skip
def test_an_almost_right_file_is_told_what_it_looks_like(file, value, message):
    with pytest.raises(CurationError) as refused:
        read(file, value)
    assert message in str(refused.value)


def test_from_overrides_what_a_file_looks_like_and_is_refused_where_it_is_wrong():
    [one] = read("log.txt", "text\tintent\na\tb\n", from_format="table")
    assert (one.why, rows(one)) == ('it is a table of utterances: "text" is text, "intent" is intent', [("a", "b")])
    with pytest.raises(CurationError, match='there is no format "luiss"; did you mean "luis"'):
        read("a.json", LUIS, from_format="luiss")
    for source in FORMATS:
        for value in ({"text": 1}, [1], [{"entities": 5}], "x: [", b"PK\x03\x04zip"):
            try:
                read("a", value, from_format=source.name)
            except CurationError:
                continue


MINIATURES = {
    "luis": {**LUIS, "phraselists": [], "patterns": [], "patternAnyEntities": []},
    "knowledge base": {"name": "kb", "qnaList": [{"id": 1, "answer": "a", "questions": ["q"], "metadata": [{"name": "a", "value": "b"}], "context": {"isContextOnly": False, "prompts": [{"displayOrder": 0, "qnaId": 1, "displayText": "x"}]}}]},
    "rasa with all parts": {"rasa_nlu_data": {"common_examples": [{"text": "to Rome", "intent": "go", "entities": [{"start": 3, "end": 7, "entity": "city", "value": "Rome"}]}], "entity_synonyms": [{"value": "Rome", "synonyms": ["Roma"]}], "regex_features": [{"name": "city", "pattern": "x"}], "lookup_tables": [{"name": "city", "elements": ["Oslo"]}]}},
    "snips data set": {"language": "en", "entities": {"city": {"data": [{"value": "Rome", "synonyms": ["Roma"]}]}}, "intents": {"Go": {"utterances": [{"data": [{"text": "to "}, {"text": "Rome", "entity": "city", "slot_name": "to"}]}]}}},
    **{name: value for name, (value, _, _) in ROWS.items() if name not in ("upload", "snips")},
}  # fmt: skip


def objects(value, path=()):
    """The paths of all objects in a value."""
    if isinstance(value, dict):
        yield path
    for key, item in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from objects(item, (*path, key))


@pytest.mark.parametrize(
    ("name", "path"), [(name, path) for name, value in MINIATURES.items() for path in objects(value)]
)
def test_a_key_that_nobody_knows_is_kept_or_named_wherever_it_stands(name, path):
    value = json.loads(json.dumps(MINIATURES[name]))
    place = value
    for key in path:
        place = place[key]
    place["strange"] = "thing"
    if name == "snips data set" and path in (("intents",), ("entities",)):
        return  # there a key is the name of an intent or of an entity
    found = read("x.json", value)
    said = [note.to_dict() for one in found for note in one.notes]
    kept = [(one.project.raw, [row.extra for row in one.project.utterances]) for one in found]
    assert "strange" in json.dumps([said, kept])

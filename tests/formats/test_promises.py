"""What the readers, targets and merges promise, and no other test holds; each claim kills a mutation that survived."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
import xlsxwriter

from curation import api
from curation.errors import UnreadableFileError
from curation.formats.columns import guarded
from curation.formats.read import read_document, to_project
from curation.formats.sources import Content, Options, read_source
from curation.formats.sources.dialogflow import _PREBUILT
from curation.line import ToOptions, converted
from curation.model.contract import PREBUILTS
from curation.render.converted import merged_text
from curation.rules._samples import clu, cqa, orchestration, sample_row, to_clu
from curation.stages.merge import merge


def read(file, value, **options):
    if not isinstance(value, Content):
        value = Content(
            file,
            value
            if isinstance(value, bytes)
            else value.encode()
            if isinstance(value, str)
            else json.dumps(value).encode(),
        )
    return read_source(value, Options(**options))


def rows(one):
    return [(r.text, r.intent, *((s.category, s.offset, s.length) for s in r.spans)) for r in one.project.utterances]


def lost(one):
    return {note.what: note.count for note in one.notes if note.kind == "lost"}


def entities(one):
    return {
        e.name: {key: value for key, value in (e.raw or {}).items() if key not in ("category", "compositionSetting")}
        for e in one.project.entities
    }


def luis(*utterances, **parts):
    value = {"luis_schema_version": "7.0.0", "name": "Desk", "culture": "en-us", "intents": [{"name": "Go"}]}
    found = [{"text": text, "intent": "Go", "entities": list(labels)} for text, *labels in utterances]
    [one] = read("a.json", {**value, "entities": [], "utterances": found, **parts})
    return one


def label(entity, start, end, **more):
    return {"entity": entity, "startPos": start, "endPos": end, **more}


def agent(**files):
    found = {"agent.json": {"language": "en", "displayName": "Desk"}, "intents/Go.json": {"name": "Go"}, **files}
    return Content("export", files={name: json.dumps(value).encode() for name, value in found.items()})


# ---- what is gathered


def test_a_list_value_keeps_the_words_of_every_language():
    entry = [{"value": "Rome", "synonyms": ["Roma"]}]
    german = [{"value": "Rome", "synonyms": ["Rom"]}]
    files = {
        "entities/city.json": {"name": "city"},
        "entities/city_entries_en.json": entry,
        "entities/city_entries_de.json": german,
    }
    [one] = read("export", agent(**files))
    assert entities(one)["city"]["list"]["sublists"] == [
        {
            "listKey": "Rome",
            "synonyms": [
                {"language": "de", "values": ["Rom", "Rome"]},
                {"language": "en-us", "values": ["Roma", "Rome"]},
            ],
        }
    ]


def test_the_name_of_a_project_is_cut_where_the_service_ends():
    assert luis(("hi",), name="n" * 60).project.name == "n" * 50


@pytest.mark.parametrize("order", [1, -1])
def test_of_two_labels_that_overlap_the_longer_stays_whatever_their_order(order):
    parts = {"entities": [{"name": "Long"}, {"name": "Short"}]}
    one = luis(("to new york", *[label("Short", 7, 10), label("Long", 3, 10)][::order]), **parts)
    assert rows(one) == [("to new york", "Go", ("Long", 3, 8))]
    assert lost(one) == {"a label that overlaps a longer one": 1}


def test_a_prebuilt_component_is_added_once():
    phrase = {"data": [{"text": "ten", "alias": "when", "meta": "@sys.time"}]}
    [one] = read("export", agent(**{"intents/Go_usersays_en.json": [phrase, phrase]}))
    assert entities(one) == {"when": {"prebuilts": [{"category": "DateTime"}]}}


def test_expressions_of_one_entity_have_keys_of_their_own():
    markdown = "## intent:go\n- to [A1](code)\n## regex:code\n- [A-Z]\\d\n- \\d+\n"
    [one] = read("nlu.md", markdown)
    assert [(e["regexKey"], e["regexPattern"]) for e in entities(one)["code"]["regex"]["expressions"]] == [
        ("code", "[A-Z]\\d"),
        ("code 2", "\\d+"),
    ]


def test_a_pair_without_an_id_takes_one_that_no_other_has():
    pairs = [{"answer": "a", "questions": ["q"]}, {"id": 1, "answer": "b", "questions": ["r"]}]
    [one] = read("kb.json", {"qnaList": pairs})
    assert [(pair["id"], pair["answer"]) for pair in one.project.raw["assets"]["qnas"]] == [(2, "a"), (1, "b")]


# ---- LUIS


def test_a_model_that_is_used_and_labelled_is_a_component_and_an_entity():
    feature = {"features": [{"modelName": "Sizes"}]}
    sizes = [{"name": "Sizes", "subLists": [{"canonicalForm": "big", "list": []}]}]
    one = luis(("big", label("Sizes", 0, 2)), entities=[{"name": "Size", **feature}], closedLists=sizes)
    assert sorted(name for name, parts in entities(one).items() if "list" in parts) == ["Size", "Sizes"]


def test_a_hierarchical_parent_that_a_row_labels_keeps_its_components_beside_its_children():
    place = {"name": "Place", "children": ["From", "To"], "features": [{"modelName": "Cities"}]}
    cities = [{"name": "Cities", "subLists": [{"canonicalForm": "Rome", "list": []}]}]
    found = entities(luis(("to Rome", label("Place", 3, 6)), hierarchicals=[place], closedLists=cities))
    assert {name: "list" in parts for name, parts in found.items()} == {
        "Place.From": False,
        "Place.To": False,
        "Place": True,
    }


def test_an_instance_of_another_model_must_match_it():
    expression = [{"name": "Code", "regexPattern": "[A-Z]+"}]
    one = luis(("hi",), entities=[{"name": "Flight", "instanceOf": "Code"}], regex_entities=expression)
    [entity] = one.project.entities
    assert (entity.name, entity.raw["compositionSetting"]) == ("Flight", "requireExactOverlap")
    assert [e["regexPattern"] for e in entity.raw["regex"]["expressions"]] == ["[A-Z]+"]


def test_a_role_takes_the_component_of_its_entity():
    lists = [{"name": "City", "roles": ["From"], "subLists": [{"canonicalForm": "Rome", "list": []}]}]
    found = entities(luis(("from Rome", label("City", 5, 8, role="From")), closedLists=lists))
    assert [name for name, parts in found.items() if "list" in parts] == ["City", "From"]


def test_a_language_that_is_said_goes_before_that_of_the_file():
    value = {"luis_schema_version": "7.0.0", "name": "Desk", "culture": "en-us", "intents": [], "utterances": []}
    assert read("a.json", value, language="de")[0].project.language == "de"


# ---- Rasa and Dialogflow


def test_a_synonym_goes_to_the_entity_whose_labelled_words_it_explains():
    [one] = read("nlu.md", "## intent:go\n- to [NYC](city)\n## synonym:New York\n- NYC\n")
    assert entities(one)["city"]["list"]["sublists"][0]["listKey"] == "New York"


def test_an_example_that_has_an_intent_is_a_row_wherever_it_stands():
    data = {"intent_examples": [{"text": "hi", "intent": "Greet"}], "entity_examples": [{"text": "hi", "intent": "Go"}]}
    [one] = read("r.json", {"rasa_nlu_data": data})
    assert rows(one) == [("hi", "Greet"), ("hi", "Go")]


def test_words_that_dialogflow_ignores_are_no_label():
    phrase = {"data": [{"text": "to "}, {"text": "Rome", "alias": "x", "meta": "@sys.ignore"}]}
    [one] = read("export", agent(**{"intents/Go_usersays_en.json": [phrase]}))
    assert (rows(one), entities(one)) == ([("to Rome", "Go")], {})


def test_a_tag_that_goes_on_with_another_entity_begins_one():
    files = {"seq.in": b"rome paris now", "label": b"go", "seq.out": b"B-from I-to O"}
    [one] = read("lines", Content("lines", files=files))
    assert rows(one) == [("rome paris now", "go", ("from", 0, 4), ("to", 5, 5))]


def test_nil_is_no_value_and_several_entities_on_one_label_are_lost_by_name():
    text = '## intent:go\n- a [big](size:NIL) one\n- a [red][{"entity": "x"}, {"entity": "y"}] one\n'
    [one] = read("nlu.md", text)
    assert (entities(one), lost(one)) == ({"size": {}}, {"a label that cannot be read": 1})


def test_a_system_entity_is_the_nearest_prebuilt_component():
    phrase = {"data": [{"text": "Rome", "alias": "city", "meta": "@sys.geo-city"}]}
    [one] = read("export", agent(**{"intents/Go_usersays_en.json": [phrase]}))
    assert entities(one) == {"city": {"prebuilts": [{"category": "Geography.Location"}]}}


def test_every_prebuilt_component_that_is_proposed_is_one_of_the_service():
    assert set(_PREBUILT.values()) <= PREBUILTS


# ---- Snips and wit.ai


def test_a_slot_is_called_by_its_own_name_and_not_by_its_type():
    pieces = [{"text": "in "}, {"text": "Rome", "slot_name": "where", "entity": "city"}]
    [one] = read("s.json", {"Go": [{"data": pieces}]})
    assert rows(one) == [("in Rome", "Go", ("where", 3, 4))]


def test_a_role_that_is_called_as_its_entity_is_none():
    entity = {"entity": "city:city", "start": 3, "end": 7}
    [one] = read("w.json", {"utterances": [{"text": "in Rome", "intent": "Go", "entities": [entity]}]})
    assert rows(one) == [("in Rome", "Go", ("city", 3, 4))]


# ---- tables and archives


def test_the_line_of_a_row_counts_the_line_that_names_the_separator():
    [one] = read("a.csv", "sep=;\ntext;intent\nhi;Go\n")
    assert [row.pointer for row in one.project.utterances] == ["line 3"]


def test_whole_numbers_of_a_sheet_have_no_point():
    [one] = read("book.xlsx", workbook(Rows=[["text", "intent"], [1_000_000.0, "Go"], [1.5, "Go"]]))
    assert rows(one) == [("1000000", "Go"), ("1.5", "Go")]


def test_a_language_that_is_no_text_is_none():
    [one] = read("a.jsonl", '{"text": "hi", "intent": "Go", "language": 7, "dataset": null}\n')
    assert [(row.language, row.dataset) for row in one.project.utterances] == [(None, None)]


def test_an_id_that_stands_twice_in_a_knowledge_base_is_replaced():
    pairs = [{"id": 1, "answer": "a", "questions": ["q"]}, {"id": 1, "answer": "b", "questions": ["r"]}]
    [one] = read("kb.json", {"qnaList": pairs})
    assert [pair["id"] for pair in one.project.raw["assets"]["qnas"]] == [1, 2]


def workbook(**sheets):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for name, lines in sheets.items():
            sheet = book.add_worksheet(name)
            for number, line in enumerate(lines):
                sheet.write_row(number, 0, line)
    return out.getvalue()


def test_sheets_beside_the_one_that_is_read_are_lost_by_name():
    data = workbook(Rows=[["text", "intent"], ["hi", "Go"]], Notes=[["keep"]], Empty=[])
    [one] = read("book.xlsx", data)
    assert (rows(one), lost(one)) == ([("hi", "Go")], {'the sheet "Notes"': 1})


def test_another_answer_under_one_id_is_lost_by_name():
    [one] = read("faq.csv", "question,answer,qnaid\nq,a,1\nr,b,1\n")
    assert lost(one) == {"another answer under an id that has one": 1}


def test_one_answer_under_two_metadata_is_two_pairs():
    [one] = read("faq.csv", "question,answer,metadata\nq,a,k:v\nr,a,k:w\ns,a,k:v\n")
    assert [(p["questions"], p["metadata"]) for p in one.project.raw["assets"]["qnas"]] == [
        (["q", "s"], {"k": "v"}),
        (["r"], {"k": "w"}),
    ]


def test_an_archive_of_too_many_files_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(10_001):
            archive.writestr(f"{number}", "")
    with pytest.raises(UnreadableFileError, match="10,000 files"):
        read("many.zip", out.getvalue())


def test_a_tag_that_goes_on_with_nothing_begins_an_entity():
    files = {"seq.in": b"to new york", "label": b"go", "seq.out": b"O I-city I-city"}
    [one] = read("lines", Content("lines", files=files))
    assert rows(one) == [("to new york", "go", ("city", 3, 8))]


def test_quotes_in_the_settings_of_an_export_are_quotes():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("QnAs.tsv", "Question\tAnswer\tQnaId\nq\ta\t1\n")
        archive.writestr("Settings.tsv", 'Key\tValue\nDefaultAnswerForKB\t"Sorry" is all\nLanguage\ten\n')
    [one] = read("kb.zip", out.getvalue())
    assert one.project.raw["metadata"]["settings"] == {"defaultAnswer": '"Sorry" is all'}


def test_the_line_of_a_row_is_that_it_begins_on_where_cells_hold_line_breaks():
    [one] = read("a.csv", 'text,intent\n"a\nb",Go\nhi,Go\n')
    assert [row.pointer for row in one.project.utterances] == ["line 2", "line 4"]


def test_yaml_that_is_nested_too_deeply_is_refused():
    with pytest.raises(UnreadableFileError, match="nested too deeply"):
        read("nlu.yml", "nlu: " + "[" * 150 + "]" * 150)


# ---- .lu


def test_a_role_that_only_a_label_names_is_declared():
    [one] = read("a.lu", "@ ml City\n# Go\n- from {@City:From=Rome}\n")
    assert set(entities(one)) == {"City", "From"}


def test_a_child_stands_four_spaces_further_in_than_its_parent():
    text = "# Go\n- hi\n@ ml Order =\n    - @ ml Size\n      - @ ml Unit\n    - @ ml City\n"
    [one] = read("a.lu", text)
    assert set(entities(one)) == {"Size.Unit", "Order.City"}


def test_a_reference_that_is_not_there_is_named_with_its_line():
    with pytest.raises(UnreadableFileError, match=r"a.lu:2:\d+: \[1\] leads nowhere"):
        read("a.lu", "# Go\n[more][1]\n")


# ---- targets


def clu_project(*texts, entities=(), **metadata):
    value = clu(*(sample_row(text, "Go") for text in texts))
    value["metadata"] |= metadata
    value["assets"]["entities"] = list(entities)
    return value


def made(value, to, file="a.json", **options):
    return converted(read(file, value), to, ToOptions(**options))


def told(result, kind="lost"):
    return {note.what: note.count for note in result.notes if note.kind == kind}


def test_labels_that_lu_cannot_hold_are_lost_by_name_and_the_row_is_kept():
    rows_ = [{"text": "to Rome", "intent": "Go", "entities": [{"category": "a:b", "offset": 3, "length": 4}]}]
    result = made(rows_, "lu")
    assert result.written == {"utterance": 1, "label": 0, "answer": 0}
    assert [count for what, count in told(result).items() if what.startswith("a label that is not on words")] == [1]


@pytest.mark.parametrize("name", ["?what", "#x", " x"])
def test_rows_of_an_intent_that_lu_cannot_name_are_lost_by_name(name):
    result = made([{"text": "hi", "intent": name}], "lu")
    assert (result.written["utterance"], told(result)) == (0, {"a row of an intent whose name .lu cannot write": 1})


def test_an_intent_without_rows_is_declared_in_another_project_too():
    result = made(orchestration(intents={"Go": to_clu("A"), "Stay": None}), "clu")
    names = [intent["category"] for intent in json.loads(result.data)["assets"]["intents"]]
    assert {"Go", "Stay"} <= set(names)


def test_a_project_that_is_renamed_is_written_under_its_new_name():
    result = made(clu_project("hi"), "clu", name="New", language="de-de")
    metadata = json.loads(result.data)["metadata"]
    assert (metadata["projectName"], metadata["language"]) == ("New", "de-de")


def test_a_key_of_a_pair_that_tables_have_no_column_for_is_lost_by_name():
    value = cqa("when?")
    value["assets"]["qnas"][0]["lastUpdated"] = "2024"
    assert told(made(value, "csv")) == {'"lastUpdated" of a pair, which tables have no column for': 1}


def test_the_instruction_lists_intents_in_order_whatever_the_order_of_rows():
    found = [{"text": "hi", "intent": "Zoo"}, {"text": "bye", "intent": "Act"}]
    system = json.loads(made(found, "chat").data.split(b"\n")[0])["messages"][0]["content"]
    assert system.endswith('The intents are: "Act", "Zoo"')


def test_what_files_of_one_conversion_say_differently_is_assumed_aloud():
    sources = [
        *read("a.json", clu_project("hi", language="en-us")),
        *read("b.json", clu_project("hallo", language="de-de")),
    ]
    assert 'metadata "language": the files differ, kept that of the first file' in told(
        converted(sources, "clu", ToOptions()), "assumed"
    )


def test_a_note_keeps_its_first_hundred_places():
    [one] = read("a.jsonl", '{"text": "hi"}\n' * 150)
    [note] = one.notes
    assert (note.count, len(note.places), note.places[-1]) == (150, 100, "line 100")


def test_a_cell_that_begins_with_a_tab_or_a_return_is_guarded_too():
    assert [guarded(cell) for cell in ("\t=1", "\r=1", "=1", "1")] == ["'\t=1", "'\r=1", "'=1", "1"]


def test_what_was_lost_is_told_first():
    [one] = read("a.lu", "# Go\n- hi\n- {@City:From=Rome}\n@ phraselist p = a\n")
    assert [note.kind for note in one.notes] == ["lost", "assumed", "rewritten"]


# ---- merging


def project(file, value):
    return to_project(read_document(json.dumps(value).encode(), file))


def merged(*values):
    return merge(project(f"{number}.json", value) for number, value in enumerate(values))


def test_what_only_a_later_project_holds_is_kept():
    first, second = clu(sample_row("hi", "Go")), clu(sample_row("bye", "Go"))
    second["assets"]["vendor"] = {"kept": True}
    assert merged(first, second).project.raw["assets"]["vendor"] == {"kept": True}


def test_synonyms_of_several_projects_stand_once():
    first, second = cqa("when?"), cqa("where?")
    for value, words in ((first, [["a", "b"]]), (second, [["a", "b"], ["c", "d"]])):
        value["assets"]["synonyms"] = [{"alterations": found} for found in words]
    assert merged(first, second).project.raw["assets"]["synonyms"] == [
        {"alterations": ["a", "b"]},
        {"alterations": ["c", "d"]},
    ]


def test_a_project_of_several_languages_stays_one():
    assert merged(clu_project("hi", multilingual=True), clu_project("bye")).project.multilingual


def test_twenty_disagreements_are_told_and_the_rest_counted():
    found = merged([sample_row("hi", f"I{number}") for number in range(30)])
    lines = merged_text(found, "").splitlines()
    assert (len(found.disagreements), len(lines), lines[21]) == (29, 24, "  and 9 more, all in -f json")


# ---- files


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_columns_are_kept_behind_settings_that_end_anywhere(folder):
    (folder / "curation.toml").write_text('output = "dist"')
    (folder / "a.csv").write_text("Phrase,Topic\nhi,Go\n")
    columns = {"text": "Phrase", "intent": "Topic"}
    api.convert("a.csv", to="upload", output="a.json", columns=columns, keep_columns=True)
    assert api.read("a.csv")[0].project.utterances[0].text == "hi"


def test_several_long_files_are_all_converted(folder, monkeypatch):
    for name in ("a", "b"):
        (folder / f"{name}.jsonl").write_text(json.dumps({"text": name, "intent": "Go"}) + "\n")
    monkeypatch.setattr("curation.api._convert._LARGE", 1)
    made = api.convert("a.jsonl", "b.jsonl", to="csv", output="o.csv")
    assert made.written["utterance"] == 2

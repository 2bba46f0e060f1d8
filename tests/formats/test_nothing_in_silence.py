"""What once went missing, fell over or took for ever: each in miniature."""

from __future__ import annotations

import contextlib
import json
import time
import zipfile

import pytest

from curation import api
from curation.errors import CurationError
from curation.formats.sources import Content, Options, read_source
from curation.rules._samples import clu, cqa, orchestration, sample_row, sample_span


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def put(folder, **files):
    for name, value in files.items():
        path = folder / name.replace("__", "/").replace("_dot_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(
            value
            if isinstance(value, bytes)
            else (value if isinstance(value, str) else json.dumps(value)).encode("utf-8", "surrogatepass")
        )


def read(file, value):
    data = value if isinstance(value, bytes) else (value if isinstance(value, str) else json.dumps(value)).encode()
    return read_source(Content(file, data), Options())


def lost(made):
    return {note.what: note.count for note in made.all_notes if note.kind == "lost"}


def test_a_project_without_rows_keeps_its_entities(folder):
    app = {
        "luis_schema_version": "7.0.0",
        "culture": "en-us",
        "intents": [],
        "entities": [],
        "utterances": [],
        "closedLists": [{"name": "Size", "subLists": [{"canonicalForm": "big", "list": []}]}],
    }
    put(folder, a_dot_json=app)
    api.convert("a.json", to="clu", output="o.json")
    assert [entity["category"] for entity in json.loads((folder / "o.json").read_text())["assets"]["entities"]] == [
        "Size"
    ]


def test_rows_of_another_language_say_so_when_files_become_one(folder):
    put(
        folder,
        a_dot_json=clu(sample_row("hi", "Reserve"), name="A"),
        b_dot_json=clu(sample_row("hallo", "Reserve"), name="B", language="de"),
    )
    for made in (api.convert("a.json", "b.json", to="upload"), api.convert("a.json", "b.json", to="jsonl")):
        text = made.data.decode()
        assert '"text": "hallo", "intent": "Reserve", "language": "de"' in text
    merged = api.merge("a.json", "b.json").project
    assert [(row.text, row.language) for row in merged.utterances] == [("hi", None), ("hallo", "de")]
    assert merged.raw["metadata"]["multilingual"] is True


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [("assets", "asset", ()), ("utterances", "utterance", ("assets",)), ("intents", "intent", ("assets",))],
)
def test_a_misspelt_key_does_not_make_an_empty_project(old, new, place):
    value = clu(sample_row("hi", "Reserve"))
    inner = value["assets"] if place else value
    inner[new] = inner.pop(old)
    with pytest.raises(CurationError, match=f'its key "{new}" should be "{old}"'):
        read("a.json", value)


def test_what_is_read_is_never_written_over(folder):
    rows = [{"text": "hi", "intent": "Go"}]
    put(folder, in__a_dot_json=rows, in__b_dot_json=rows, m_dot_lu="[x](i.lu)\n# A\n- a\n", i_dot_lu="# B\n- b\n")
    for sources, output in (
        (["in"], "in/a.json"),
        (["in/*.json"], "in/b.json"),
        (["m.lu"], "i.lu"),
        (["m.lu"], "./m.lu"),
    ):
        with pytest.raises(CurationError, match="is a file that is read"):
            api.convert(*sources, to="lu", output=output, force=True)
    with pytest.raises(CurationError, match="is a file that is read"):
        api.merge("in", output="o.json", ledger="in/b.json", force=True)
    assert json.loads((folder / "in" / "a.json").read_text()) == rows


def test_files_of_a_folder_are_read_passed_over_by_name_or_refused(folder):
    put(
        folder,
        in__a_dot_json=[{"text": "hi", "intent": "Go"}],
        in__c_dot_json=["x"],
        in__d_dot_csv="a,b\n1,2\n",
        in__e_dot_md="# no\n",
    )
    made = api.convert("in", "in/a.json", "./in/../in/a.json", to="upload")
    assert (made.written["utterance"], made.passed_over) == (1, ("in/c.json", "in/d.csv", "in/e.md"))
    put(folder, in__b_dot_json='[{"text": "cut')
    with pytest.raises(CurationError, match=r"in/b.json:1:\d+: not JSON"):
        api.convert("in", to="upload")


@pytest.mark.parametrize(("unit", "offset"), [("Utf32CodeUnit", 3), ("Utf8CodeUnit", 9)])
def test_spans_in_other_units_are_counted_anew(unit, offset):
    row = sample_row("\U0001f6b2\U0001f6b2 hi", "Reserve", entities=[sample_span("Size", offset, 2)])
    [one] = read("a.json", {**clu(row, entities=("Size",)), "stringIndexType": unit})
    assert [(s.offset, s.length) for s in one.project.utterances[0].spans] == [(5, 2)]
    assert one.project.raw["stringIndexType"] == "Utf16CodeUnit"


def test_what_a_parser_hides_or_a_table_has_too_much_of_is_named(folder):
    put(
        folder,
        a_dot_json='[{"text": "first", "text": "second", "intent": "Go"}]',
        b_dot_csv="text,intent,note,note,text\nhi,Go,1,2,other,more,still\n",
        c_dot_jsonl='{"text": "a", "text": "b", "intent": "Go"}\n',
    )
    made = api.convert("a.json", "b.csv", "c.jsonl", to="upload")
    assert (
        lost(made)
        == {"a member that a later one of the same name hides": 1, "cells beyond the last column of the header": 1}
        or sum(lost(made).values()) == 3
    )
    row = next(row for row in json.loads(made.data) if row["text"] == "hi")
    assert row == {"text": "hi", "intent": "Go", "note": "1", "note (column 4)": "2", "text (column 5)": "other"}


def test_a_carriage_return_and_half_a_character_survive_or_are_named(folder):
    put(folder, a_dot_json='[{"text": "a\\rb", "intent": "Go"}, {"text": "c\\ud800d", "intent": "Go"}]')
    made = api.convert("a.json", to="csv", output="o.csv")
    assert lost(made) == {"half of a character (a lone surrogate), which only JSON can hold": 1}
    assert [row["text"] for row in json.loads(api.convert("o.csv", to="upload").data)] == ["a\rb", "c\\ud800d"]
    assert api.convert("a.json", to="xlsx").written["utterance"] == 2


def test_pairs_say_what_a_table_cannot_hold(folder):
    value = cqa("when?")
    value["assets"]["qnas"][0] |= {"answer": "open C:\\new", "metadata": {"a|b": "x", "k": "v"}}
    put(folder, a_dot_json=value)
    assert lost(api.convert("a.json", to="csv")) == {
        "a backslash before n, or a carriage return, which tables read as a line break": 1,
        "metadata that a cell cannot hold (key:value | key:value)": 1,
    }


def test_equal_pairs_become_one_and_rows_with_further_keys_stay(folder):
    put(
        folder,
        a_dot_json=cqa("when?"),
        b_dot_json=cqa("when?"),
        c_dot_json=[sample_row("hi", "Go", note="1"), sample_row("hi", "Go", note="2")],
    )
    merged = api.merge("a.json", "b.json")
    assert ([pair["id"] for pair in merged.project.raw["assets"]["qnas"]], len(merged.dropped)) == ([1], 1)
    kept = api.merge("c.json")
    assert [row.extra for row in kept.project.utterances] == [{"note": "1"}, {"note": "2"}]
    assert [one.what for one in kept.disagreements] == ["further keys of a text"]


def test_another_target_keeps_settings_and_names_what_it_has_no_place_for(folder):
    value = clu(sample_row("hi", "Reserve"))
    value["metadata"] |= {"settings": {"confidenceThreshold": 0.7}, "description": "all", "owner": "me"}
    value["assets"]["intents"][0]["description"] = "to reserve"
    value["extra"] = 1
    put(folder, a_dot_json=value)
    made = api.convert("a.json", to="orchestration")
    written = json.loads(made.data)
    assert (written["metadata"]["settings"], written["metadata"]["description"]) == (
        {"confidenceThreshold": 0.7},
        "all",
    )
    assert written["assets"]["intents"][0] == {"category": "Reserve", "description": "to reserve"}
    assert lost(made) == {'"owner" of the metadata': 1, '"extra" of the project': 1}
    assert lost(api.convert("a.json", to="upload")) == {
        '"description" of an intent, which rows have no place for': 1, '"extra" of a project, which rows have no place for': 1, '"metadata" of a project, which rows have no place for': 1}  # fmt: skip


def test_languages_and_datasets_are_as_the_service_has_them(folder):
    app = {
        "luis_schema_version": "7.0.0",
        "culture": "de-DE",
        "intents": [{"name": "l_A"}],
        "entities": [],
        "utterances": [],
    }
    put(folder, a_dot_json=app, t_dot_csv="text,intent,split\na,Go,train\nb,Go,TEST\nc,Go,dev\n")
    assert json.loads(api.convert("a.json", to="orchestration").data)["metadata"]["language"] == "de"
    made = api.convert("t.csv", to="upload")
    assert [row.get("dataset") for row in json.loads(made.data)] == ["Train", "Test", None]
    assert lost(made) == {'the dataset "dev", as CLU has Train and Test': 1}
    assert json.loads(api.convert("a.json", to="clu", name="X", language="fr").data)["metadata"]["language"] == "fr"


def test_from_and_name_that_cannot_be_are_refused(folder):
    put(folder, a_dot_yml="nlu:\n- intent: a\n  examples: |\n    - b\n", kb_dot_tsv="Question\tAnswer\nq\ta\n")
    for wrong in ("dialogflow", "paired-lines"):
        with pytest.raises(CurationError, match="there is nothing of a"):
            api.read("a.yml", from_format=wrong)
    with pytest.raises(CurationError, match="is no name of a project"):
        api.convert("a.yml", to="clu", name="a\nb")
    assert json.loads(api.convert("kb.tsv", to="cqa", name="KB", language="en").data)["metadata"] == {
        "projectName": "KB",
        "language": "en",
    }


def sheet(folder, cell):
    with zipfile.ZipFile(folder / "far.xlsx", "w") as made:
        made.writestr("xl/workbook.xml", "<workbook/>")
        made.writestr("xl/worksheets/sheet1.xml", f'<worksheet><c r="A1"/><c r="{cell}"/></worksheet>')


@pytest.mark.parametrize("cell", ["XFD1048576", "ZZZZZZZZ99999999999"])
def test_cells_far_apart_are_refused_before_they_are_read(folder, cell):
    sheet(folder, cell)
    with pytest.raises(CurationError, match="remove far-off cells"):
        api.read("far.xlsx")


def lu_that_links_to_itself():
    return "# A\n- a\n" + "".join(
        f"- [x]({path}#{name})\n"
        for path in ("./m.lu", "m.lu", "./././m.lu")
        for name in ("A", "a", "", "A*utterances*", "*utterances*")
    )


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("m.lu", lu_that_links_to_itself()),
        ("m.lu", "# A\n- " + "(|" * 20_000),
        ("m.lu", "# A\n- " + "{" * 20_000),
        ("m.lu", "@ list l =\n" + "".join(f"- v{n} :\n- s{n}\n" for n in range(10_000)) + "# A\n- a\n"),
        ("m.md", "## intent:a\n- " + "[aaa](b:" * 10_000),
        ("m.md", "## intent:a\n-" + " " * 60_000 + "x"),
    ],
)  # fmt: skip
def test_no_file_takes_for_ever(folder, name, text):
    (folder / name).write_text(text)
    before = time.monotonic()
    with contextlib.suppress(CurationError):
        api.read(name)
    assert time.monotonic() - before < 20


def test_imports_stay_below_the_folder_for_stars_and_are_relative(folder):
    put(folder, in__m_dot_lu="[a](/**)\n[b](../*)\n[c](../o.lu)\n# A\n- a\n", o_dot_lu="# B\n- b\n")
    [one] = api.read("in/m.lu")
    assert [row.text for row in one.project.utterances] == ["a", "b"]


@pytest.mark.parametrize(
    "value",
    [
        [{"text": "a", "intent": "A", "entities": 5}],
        {"intents": 5},
        {"qnaList": [{"id": 1, "answer": "a", "questions": "q", "metadata": "x", "context": {"prompts": ["x"]}}]},
    ],
)
def test_values_of_another_shape_are_a_message_or_a_project(folder, value):
    put(folder, a_dot_json=value)
    for to in ("upload", "cqa", "csv"):
        with contextlib.suppress(CurationError):
            assert api.convert("a.json", to=to).unaccounted() == {}


def test_rows_of_orchestration_and_links_come_back(folder):
    value = orchestration(sample_row("hi", "Greet"), intents={"Greet": None})
    put(folder, a_dot_json=value)
    assert json.loads(api.convert("a.json", to="orchestration").data) == value

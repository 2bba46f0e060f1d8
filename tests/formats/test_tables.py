"""Tables and JSON Lines: the rows a library reads, with the place of every cell."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from workspaces import curation, write_files

from curation.formats.columns import unguarded
from curation.formats.positions import Place
from curation.formats.read import locate_in, read_document
from curation.formats.tables import cells, locate_cells, read_table
from curation.model.document import DocumentKind

texts = st.text(st.sampled_from(['"', ",", ";", "\r", "\n", " ", "a", "é", "🚲"]), max_size=20)


@given(texts)
@example('"a""b",c\r\n\r\n"d')
@example('"a"b,c')
def test_cells_are_those_of_the_library(text):
    # The library takes a lone CR for a line end only where the file was opened with newline="".
    oracle = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=",") if row]
    assert [[cell.value for cell in row] for row in cells(text, ",")] == oracle


@example([("'=1+1", "a"), ("'tis", "b")], ",")
@given(st.lists(st.tuples(st.text(st.characters(codec="utf-8", exclude_characters="\0")), st.text("abc", min_size=1)), max_size=5), st.sampled_from(",;\t|"))  # fmt: skip
def test_what_a_spreadsheet_writes_is_read_back(rows, delimiter):
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter).writerows([("Utterance", "Intent Name"), *rows])
    table = read_table(file.getvalue())
    # The apostrophe before a formula is how such a cell is kept from running; it is no part of the text.
    assert [(row["text"], row["intent"]) for row in table.rows] == [(unguarded(text), intent) for text, intent in rows]
    assert table.violations == ()


TABLE = 'Query;Label;Locale;Set;notes\r\n"a; ""b""\r\nc";Reserve;en-us;Train;x\r\n\r\n🚲 hire ;Rent;;;\r\n'


def test_columns_are_known_by_their_usual_names():
    document = read_document(TABLE.encode("utf-8-sig"), "u.csv")
    assert document.kind is DocumentKind.UTTERANCES
    assert (
        document.why == 'its columns say so: "Query" is text, "Label" is intent, "Locale" is language, "Set" is dataset'
    )
    assert document.value == [
        {"text": 'a; "b"\r\nc', "intent": "Reserve", "language": "en-us", "dataset": "Train", "notes": "x"},
        {"text": "🚲 hire ", "intent": "Rent", "notes": ""},
    ]


def test_a_place_is_the_cell_in_the_file():
    document = read_document(TABLE.encode(), "u.csv")
    places = {
        p: r.start
        for p, r in locate_in(document, ["/0/text", "/0/intent", "/0/dataset", "/1/intent", "/1", ""]).items()
    }
    assert places == {
        "/0/text": Place(2, 1), "/0/intent": Place(3, 4), "/0/dataset": Place(3, 18), "/1/intent": Place(5, 10),
        "/1": Place(5, 1), "": Place(1, 1),
    }  # fmt: skip


def test_a_ragged_table_is_told_row_by_row():
    document = read_document(b"text,intent\na\nb,C,d\n", "u.csv")
    assert [(v.pointer, v.message) for v in document.violations] == [
        ("/0", 'the row ends before its cell "intent"'),
        ("/1", "the row has 3 cells, the header 2"),
    ]


def test_another_table_is_not_taken_for_utterances():
    document = read_document(b"intent,decision,task\nA,accept,B\n", "decisions.csv")
    assert document.kind is DocumentKind.UNKNOWN
    assert "no column is known for the text" in document.why


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_check_finds_the_line_and_column_in_a_table(here):
    write_files(here, {"u.csv": TABLE.encode()})
    result = curation("check", "u.csv", "-f", "concise", "--select", "TXT001,TXT005,INT001")
    assert result.out.splitlines()[:2] == [
        "u.csv:2:1: warning TXT005 the text holds a control character (U+000D); write a space, or split the row",
        "u.csv:5:1: warning TXT001 the text has white space at its end; remove it, and move the spans",
    ]
    assert curation("check", "u.csv", "--fix").code == 0
    assert (here / "u.csv").read_bytes() == TABLE.encode()


def test_check_finds_the_line_and_column_in_json_lines(here):
    lines = (
        '{"text": "a", "intent": "B"}\n\n  {"intent": "C", "text": "d "}\n{"text": "e", "intent": "F", "intent": "G"}\n'
    )
    write_files(here, {"u.jsonl": lines})
    found = curation("check", "u.jsonl", "-f", "json", "--select", "TXT001,FIL002").json["findings"]
    assert [(f["code"], f["line"], f["column"], f["end_column"]) for f in found] == [
        ("TXT001", 3, 27, 31),
        ("FIL002", 4, 40, 43),
    ]
    write_files(here, {"u.jsonl": '{"text": "a", "intent": "B"}\n{"text": \n'})
    (broken,) = curation("check", "u.jsonl", "-f", "json").json["findings"]
    assert (broken["code"], broken["line"], broken["column"]) == ("FIL001", 2, 10)


def test_tables_feed_a_run(here):
    rows = "".join(f"book table number {n},Reserve\ncancel table number {n},Cancel\n" for n in range(12))
    write_files(here, {"bot/u.csv": f"text,intent\n{rows}", "bot/curation.toml": 'utterances = ["u.csv"]\n'})
    result = curation("run", "bot", "-o", "dist", "-f", "json", "--allow-open")
    assert result.code == 0, result.out
    assert result.json["bundle"]["inputs"][0]["rows"] == 24


SHEET = "text,count,route,intent,novelty,nearest,theme,decision\nbuy a bike,2,Shop,Sell,0.4,sell me a bike,,Order\nhello,1,,,0.9,hi,,\n"


def test_a_sheet_of_triage_is_what_a_person_filed_on_it(here):
    (here / "filed.csv").write_text(SHEET)
    table = read_table(SHEET)
    assert table.rows == [{"text": "buy a bike", "intent": "Order"}, {"text": "hello", "intent": ""}]
    assert locate_cells(SHEET, ["/0/intent"])["/0/intent"].start == (2, 44)
    result = curation("convert", "filed.csv", "--to", "upload", "-o", "rows.json")
    assert "1  a row without an intent (first at line 3)" in result.err + result.out
    assert json.loads((here / "rows.json").read_text()) == [{"text": "buy a bike", "intent": "Order"}]


def test_a_sheet_of_triage_is_no_answer_to_questions(here):
    (here / "filed.csv").write_text(SHEET)
    (here / "u.json").write_text(json.dumps([{"text": "hello", "intent": "Greet"}]))
    result = curation("decide", ".", "filed.csv")
    assert result.code == 2
    assert "this is a sheet of triage" in result.err
    assert not (here / "decisions.csv").exists()

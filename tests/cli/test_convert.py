"""convert, merge: as a user runs them, and what they refuse."""

from __future__ import annotations

import io
import json
import sys
import zipfile

import pytest
from jsonschema import Draft7Validator
from workspaces import curation

from curation import api
from curation.errors import CurationError
from curation.formats.schemas import load_schema
from curation.model.finding import Severity


def run(*arguments):
    result = curation(*arguments)
    return result.code, result.out if result.code == 0 else result.err


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


BOT = {"luis_schema_version": "7.0.0", "name": "Bot", "culture": "en-us", "intents": [{"name": "Go"}], "entities": [{"name": "City", "children": []}],
       "patterns": [{"pattern": "x {y}", "intent": "Go"}], "utterances": [{"text": "to Rome", "intent": "Go", "entities": [{"entity": "City", "startPos": 3, "endPos": 6}]}]}  # fmt: skip


def test_a_report_says_what_the_file_was_and_what_was_lost(folder):
    (folder / "bot.luis").write_text(json.dumps(BOT))
    assert run("convert", "bot.luis", "--to", "clu", "-o", "bot.clu.json") == (
        0,
        "bot.luis: luis, because it is a LUIS app (luis_schema_version 7.0.0)\n"
        "  read 1 utterance, 1 label\n"
        "  lost            1  a pattern (first at /patterns/0)\n"
        "clu:\n"
        "  wrote 1 utterance, 1 label\n"
        "wrote bot.clu.json; 1 thing had no place\n"
        "Next: curation check bot.clu.json\n",
    )
    assert api.check("bot.clu.json").at_least(Severity.ERROR) == ()
    assert run("convert", "bot.luis", "--to", "upload")[1].endswith(
        "nothing written, as no --output is given; 2 things had no place\n"
    )


def test_the_json_of_a_conversion_and_of_a_merge_is_documented(folder):
    (folder / "bot.luis").write_text(json.dumps(BOT))
    (folder / "a.json").write_text(
        json.dumps([{"text": "hi", "intent": "Go"}, {"text": "hi", "intent": "Go"}, {"text": "hi", "intent": "Come"}])
    )
    for arguments, section in (
        (("convert", "bot.luis", "--to", "csv"), "converted"),
        (("merge", "a.json", "bot.json", "-o", "m.json", "--ledger", "l.jsonl"), "merged"),
    ):
        run("convert", "bot.luis", "--to", "upload", "-o", "bot.json", "--force")
        _, text = run(*arguments, "-f", "json")
        value = json.loads(text)
        Draft7Validator(load_schema("findings")).validate(value)
        assert section in value
    assert json.loads((folder / "l.jsonl").read_text())["kept"] == "a.json#/0"
    assert [row["text"] for row in json.loads((folder / "m.json").read_text())] == ["hi", "hi", "to Rome"]
    assert run("merge", "a.json")[1] == (
        '3 rows of 1 file:\n  intent of a text "Come": a.json#/0 and a.json#/2; kept both rows\n'
        "2 rows kept, 1 equal row left out, 1 disagreement\nnothing written\n"
    )


def test_outputs_replace_nothing_unasked_and_never_what_is_read(folder):
    (folder / "a.json").write_text('[{"text": "hi", "intent": "Go"}]')
    (folder / "out.csv").write_text("mine")
    assert "is there already" in run("convert", "a.json", "--to", "csv", "-o", "out.csv")[1]
    assert (folder / "out.csv").read_text() == "mine"
    assert "is a file that is read" in run("convert", "a.json", "--to", "upload", "-o", "a.json", "--force")[1]
    assert "is a file that is read" in run("merge", "a.json", "-o", "m.json", "--ledger", "a.json", "--force")[1]
    assert run("convert", "a.json", "--to", "csv", "-o", "out.csv", "--force")[0] == 0


def test_columns_are_said_kept_and_used_by_check_too(folder):
    (folder / "t.csv").write_text("Say,Topic,Extra\nhi,Greet,1\n")
    code, message = run("convert", "t.csv", "--to", "upload")
    assert (code, "--columns text=NAME,intent=NAME" in message) == (2, True)
    code, text = run(
        "convert", "t.csv", "--to", "upload", "--columns", "text=Say,intent=Topic", "--keep-columns", "-o", "u.json"
    )
    assert (code, '"Say" is text, "Topic" is intent' in text) == (0, True)
    assert (folder / "curation.toml").read_text() == '[columns]\nintent = "Topic"\ntext = "Say"\n'
    assert json.loads((folder / "u.json").read_text()) == [{"text": "hi", "intent": "Greet", "Extra": "1"}]
    assert run("convert", "t.csv", "--to", "jsonl", "-o", "u.jsonl")[0] == 0
    assert api.check("t.csv").rows == 1
    assert (
        "has [columns] already"
        in run("convert", "t.csv", "--to", "upload", "--columns", "text=Say,intent=Topic", "--keep-columns")[1]
    )
    assert (
        'a column cannot be "texts"; did you mean "text"'
        in run("convert", "t.csv", "--to", "csv", "--columns", "texts=Say")[1]
    )
    assert "does not say which column" in run("convert", "t.csv", "--to", "csv", "--columns", "Say")[1]
    assert "no columns to keep" in run("convert", "t.csv", "--to", "csv", "--keep-columns")[1]


def test_rows_of_several_files_say_where_they_came_from(folder):
    (folder / "a.json").write_text('[{"text": "hi", "intent": "Go"}]')
    (folder / "b.csv").write_text("text,intent\nbye,Go\n")
    run("convert", "b.csv", "a.json", "--to", "upload", "--source", "-o", "all.json")
    assert [row["source"] for row in json.loads((folder / "all.json").read_text())] == ["a.json#/0", "b.csv#line 2"]


def test_a_folder_is_searched_for_what_can_be_read_and_the_rest_is_left(folder):
    (folder / "in" / ".hidden").mkdir(parents=True)
    (folder / "in" / "a.json").write_text('[{"text": "hi", "intent": "Go"}]')
    (folder / "in" / "README.md").write_text("# Hello\n")
    (folder / "in" / ".hidden" / "b.json").write_text('[{"text": "no", "intent": "Go"}]')
    made = api.convert("in", to="upload")
    assert [row["text"] for row in json.loads(made.data)] == ["hi"]
    (folder / "empty").mkdir()
    with pytest.raises(CurationError, match="nothing in it is of a format"):
        api.convert("empty", to="upload")
    with pytest.raises(CurationError, match="there is no such file"):
        api.convert("gone.json", to="upload")


def archive(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members.items():
            made.writestr(name, data)
    return out.getvalue()


def test_an_archive_of_question_answering_is_read_with_its_synonyms_and_settings(folder):
    (folder / "kb.zip").write_bytes(archive({
        "QnAs.tsv": "Question\tAnswer\tQnaId\nok?\tYes.\t4\tbeyond\n", "Synonyms.tsv": 'Synonyms\n"car","auto"\n',
        "Settings.tsv": "Key\tValue\nLanguage\ten\nDefaultAnswerForKB\tNone\nEnableActiveLearning\tTrue\n", "UnstructuredContent/a.txt": "text",
    }))  # fmt: skip
    made = api.convert("kb.zip", to="cqa")
    assert json.loads(made.data) == {
        "metadata": {"projectName": "kb", "language": "en", "settings": {"defaultAnswer": "None"}},
        "assets": {
            "synonyms": [{"alterations": ["car", "auto"]}],
            "qnas": [{"id": 4, "answer": "Yes.", "questions": ["ok?"]}],
        },
    }
    assert {note.what for note in made.all_notes if note.kind == "lost"} == {
        'the setting "EnableActiveLearning"',
        "a document of the archive",
        "cells beyond the last column of the header",
    }


BOMB = archive({"xl/workbook.xml": b"\0" * 600_000_000})


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("bomb.xlsx", BOMB, "unpacks to more than 524 MB"),
        ("bomb.zip", archive({"QnAs.tsv": b"\0" * 600_000_000}), "unpacks to more than 524 MB"),
        ("out.zip", archive({"../QnAs.tsv": b"x"}), "leads out of it"),
        ("broken.zip", archive({"QnAs.tsv": b"x"})[:40], "not an archive that can be read"),
        ("not.xlsx", archive({"xl/workbook.xml": b"<x/>"}), "not a workbook that can be read"),
        ("not.parquet", b"PAR1nothing", "not a Parquet file"),
        ("a.csv", b"text,intent\n" + b'"' + b"x" * 11_000_000, "field larger than field limit"),
    ],
)  # fmt: skip
def test_what_would_do_harm_is_a_message(folder, name, data, message):
    (folder / name).write_bytes(data)
    code, text = run("convert", name, "--to", "upload")
    assert (code, message in text) == (2, True), text


def test_a_sheet_with_formulas_merged_cells_and_an_empty_header_is_read_as_it_looks(folder):
    import xlsxwriter

    with xlsxwriter.Workbook(folder / "s.xlsx") as book:
        book.add_worksheet("notes").write_row(0, 0, ["only", "words"])
        sheet = book.add_worksheet("rows")
        sheet.write_row(1, 0, ["Text", "Intent", "", "n"])
        sheet.write_row(2, 0, ["hi", "Greet", "x", 3.0])
        sheet.write_formula(3, 0, "=1+1", None, "2")
        sheet.merge_range(3, 1, 3, 2, "Sum")
        sheet.write_string(4, 0, "=cmd|'/c calc'!A1")
        sheet.write_string(4, 1, "Evil")
    made = api.convert("s.xlsx", to="upload")
    assert json.loads(made.data) == [
        {"text": "hi", "intent": "Greet", "column 3": "x", "n": "3"}, {"text": "2", "intent": "Sum"}, {"text": "=cmd|'/c calc'!A1", "intent": "Evil"}]  # fmt: skip
    assert [row.pointer for row in made.sources[0].project.utterances] == ["row 3", "row 4", "row 5"]
    assert 'sheet "rows" is a table of utterances' in made.sources[0].why
    with pytest.raises(CurationError, match='there is no sheet "row"; did you mean "rows"'):
        api.convert("s.xlsx", to="upload", sheet="row")


def test_parquet_is_read_where_pyarrow_is(folder, monkeypatch):
    pyarrow = pytest.importorskip("pyarrow")
    pytest.importorskip("pyarrow.parquet")

    pyarrow.parquet.write_table(
        pyarrow.table({"text": ["hi", None], "intent": ["Greet", "X"], "n": [1, 2]}), folder / "p.parquet"
    )
    made = api.convert("p.parquet", to="upload")
    assert json.loads(made.data) == [{"text": "hi", "intent": "Greet", "n": "1"}]
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(CurationError, match=r"pip install clu-curation\[parquet\]"):
        api.convert("p.parquet", to="upload")


def test_long_json_lines_are_converted_row_by_row_as_if_read_whole(folder, monkeypatch):
    lines = [
        json.dumps(
            {
                "utterance": f"say {n} 🚲",
                "intent": f"I{n % 3}",
                "entities": [{"category": "N", "offset": 4, "length": len(str(n))}],
                **({"x": n} if n == 7 else {}),
            }
        )
        for n in range(50)
    ]
    (folder / "log.jsonl").write_text("\ufeff" + "\n".join([*lines, "[]", '{"text": "alone"}']))
    whole = {
        to: api.convert("log.jsonl", to=to, output=f"whole.{to}") for to in ("upload", "jsonl", "csv", "chat", "evals")
    }
    monkeypatch.setattr("curation.api._convert._LARGE", 1)
    for to, made in whole.items():
        again = api.convert("log.jsonl", to=to, output=f"rows.{to}")
        assert (folder / f"rows.{to}").read_bytes() == (folder / f"whole.{to}").read_bytes() == made.data
        assert (again.written, again.lost, again.data) == (made.written, made.lost, None)
    (folder / "bad.jsonl").write_bytes(b'{"text": "a", "intent": "b"}\n' * 10_000 + b"\xff\n")
    with pytest.raises(CurationError, match=r"bad.jsonl:10001:1: this line is not UTF-8"):
        api.convert("bad.jsonl", to="upload", output="bad.json")
    assert not (folder / "bad.json").exists()

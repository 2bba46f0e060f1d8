"""Fixes on files: stable, in the ledger, and never a byte more than they say."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from workspaces import curation, to_bytes, workspace, write_files

from curation.facts import Facts
from curation.line import mended
from curation.rules._samples import clu, orchestration, sample_row, sample_span


def mend(files, *, unsafe=True):
    content = {name: to_bytes(value) for name, value in files.items()}

    def read(after):
        texts = {name: {**content, **after}[name].decode() for name in content}
        return Facts(workspace(texts, together=False))

    made = mended(read, unsafe=unsafe)
    return made, {name: {**content, **made.after}[name] for name in content}


pieces = st.sampled_from(
    ["a", "B", "table", " ", "  ", "\t", "\n", "\u200b", "\u202e", "e\u0301", "🚲", "Ã¼", "\ufeff", "\x07", "ü", "!", "\ud800"]
)  # fmt: skip
texts = st.lists(pieces, max_size=8).map("".join)


@st.composite
def rows(draw):
    text = draw(texts)
    spans = draw(st.lists(st.tuples(st.sampled_from(["E", "F"]), st.integers(-1, 12), st.integers(0, 12)), max_size=3))
    more = {"entities": [sample_span(*span) for span in spans]} if spans else {}
    if draw(st.booleans()):
        more["dataset"] = draw(st.sampled_from(["Train", "test", "dev"]))
    if draw(st.booleans()):
        more["language"] = draw(st.sampled_from(["en-us", "en_US", "de-de", "xx"]))
    return sample_row(text, draw(st.sampled_from(["Reserve", "Pay", "None"])), **more)


@settings(max_examples=150)
@given(st.lists(rows(), max_size=8), st.booleans())
def test_mending_ends_and_a_second_time_changes_nothing(found, unsafe):
    files = {"p.json": json.dumps(clu(*found, entities=("E", "E")), indent=1), "u.json": json.dumps(found)}
    made, after = mend(files, unsafe=unsafe)
    again, same = mend({name: data.decode() for name, data in after.items()}, unsafe=unsafe)
    assert again.changes == ()
    assert same == after
    assert all(change.fix.safe for change in made.changes) or unsafe


@settings(max_examples=100)
@given(st.lists(rows(), max_size=8))
def test_safe_fixes_keep_every_row_its_intent_and_its_letters(found):
    _, after = mend({"u.json": json.dumps(found)}, unsafe=False)
    left = json.loads(after["u.json"])
    assert [row["intent"] for row in left] == [row["intent"] for row in found]
    assert len(left) == len(found)


@settings(max_examples=100)
@given(
    st.lists(pieces.filter(lambda piece: piece not in ("\ud800", "Ã¼", "\ufeff", "\u200b", "\u202e", "\x07")), max_size=3).map("".join),
    st.sampled_from(["two", "zwölf", "🚲 bike"]),
    st.lists(pieces.filter(lambda piece: piece not in ("\ud800", "Ã¼")), max_size=3).map("".join),
)  # fmt: skip
def test_a_span_stays_on_its_words_whatever_is_mended_around_them(before, words, behind):
    text = f"{before} {words} {behind}"
    units = len(f"{before} ".encode("utf-16-le")) // 2
    row = sample_row(text, "Reserve", entities=[sample_span("Size", units, len(words.encode("utf-16-le")) // 2)])
    _, after = mend({"p.json": clu(row, entities=("Size",))})
    (left,) = json.loads(after["p.json"])["assets"]["utterances"]
    (span,) = left["entities"]
    data = left["text"].encode("utf-16-le", "surrogatepass")
    assert data[2 * span["offset"] : 2 * (span["offset"] + span["length"])].decode("utf-16-le") == words


TEXT = '[\r\n\t{"text":"a table ",   "intent":"Reserve", "x-note": [1,  2]},\r\n\t{"intent":"Reserve","text":"b\\u00e9"}\r\n]'


@pytest.fixture
def file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return write_files(tmp_path, {"u.json": TEXT}) / "u.json"


def test_fix_changes_what_it_says_and_nothing_else(file):
    result = curation("check", "u.json", "--fix", "--ledger", "ledger.jsonl")
    assert result.code == 0
    assert file.read_bytes() == TEXT.replace("a table ", "a table").encode()
    assert "mended  TXT001  u.json#/0/text: remove the white space at the edges" in result.out
    assert "1 mended" in result.out
    (change,) = [json.loads(line) for line in (file.parent / "ledger.jsonl").read_text().splitlines()]
    assert change == {
        "file": "u.json", "pointer": "/0/text", "code": "TXT001", "subject": "Reserve", "safe": True,
        "what": "remove the white space at the edges",
        "edits": [{"op": "replace", "path": "/0/text", "value": "a table", "before": "a table "}],
    }  # fmt: skip
    assert "mended" not in curation("check", "u.json", "--fix").out


def test_diff_shows_and_changes_nothing_and_fails(file):
    result = curation("check", "u.json", "--diff")
    assert result.code == 1
    assert '-\\u0009{"text":"a table ",   "intent":"Reserve", "x-note": [1,  2]},' in result.out
    assert '+\\u0009{"text":"a table",   "intent":"Reserve", "x-note": [1,  2]},' in result.out
    assert file.read_bytes() == TEXT.encode()


def test_unsafe_fixes_are_asked_for(file):
    file.write_text(json.dumps([sample_row("a", "B"), sample_row("a", "B")]))
    assert "1 can be mended with --fix --unsafe-fixes" in curation("check", "u.json", "--fix").out
    assert len(json.loads(file.read_text())) == 2
    assert curation("check", "u.json", "--fix", "--unsafe-fixes").code == 0
    assert json.loads(file.read_text()) == [sample_row("a", "B")]
    for wrong in (["--unsafe-fixes"], ["--fix", "--diff"], ["--ledger", "l"]):
        assert curation("check", "u.json", *wrong).code == 2


def test_a_link_stays_a_link_and_a_repeated_key_stops_the_mending_of_its_file(file, tmp_path):
    (tmp_path / "link.json").symlink_to(file)
    curation("check", "link.json", "--fix")
    assert (tmp_path / "link.json").is_symlink()
    assert "a table " not in file.read_text()
    twice = '[{"text": "a ", "intent": "B", "intent": "C"}]'
    file.write_text(twice)
    assert curation("check", "u.json", "--fix").code == 1
    assert file.read_text() == twice


def test_a_folder_with_settings_is_mended_where_it_lies(tmp_path):
    project = orchestration(sample_row(" a", "Help"), intents={"Help": None})
    write_files(tmp_path, {"bot/o.json": project, "bot/curation.toml": 'orchestration = "o.json"\n'})
    assert "1 mended" in curation("check", tmp_path / "bot", "--fix").out
    assert json.loads((tmp_path / "bot/o.json").read_text())["assets"]["utterances"][0]["text"] == "a"


def test_a_file_that_changes_meanwhile_is_not_overwritten(file, monkeypatch):
    from curation import api, line
    from curation.errors import CurationError

    real = line.mended

    def slow(*arguments, **more):
        made = real(*arguments, **more)
        file.write_text("[]")
        return made

    monkeypatch.setattr(line, "mended", slow)
    with pytest.raises(CurationError, match="changed by someone else"):
        api.fix("u.json")
    assert file.read_text() == "[]"

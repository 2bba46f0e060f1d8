"""Logs in pieces: nothing is read twice, nothing is left out."""

from __future__ import annotations

import json
import pickle
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.errors import CurationError, UnreadableFileError
from curation.formats.log import LogReader, log_texts
from curation.formats.log_parts import log_parts, part_size


def texts_of(path, size):
    found, lines = [], 0
    for part in log_parts(path, size):
        reader = LogReader(part, {})
        found += [(lines + line, text) for line, text in reader.texts()]
        lines += reader.lines
    return found


@given(
    st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\n\r"), max_size=12), max_size=30),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
    st.integers(1, 40),
)
def test_pieces_of_any_size_hold_every_line_once(tmp_path_factory, lines, end, last, size):
    path = tmp_path_factory.mktemp("log") / "l.txt"
    path.write_bytes((end.join(lines) + (end if last and lines else "")).encode())
    expected = [
        (at, line.strip()) for at, line in enumerate(lines, start=1) if line.strip().strip("\ufeff" * (at == 1))
    ]
    if lines and lines[0].startswith("\ufeff"):
        expected = [(at, text.removeprefix("\ufeff").strip()) if at == 1 else (at, text) for at, text in expected]
        expected = [(at, text) for at, text in expected if text]
    assert texts_of(path, size) == expected
    parts = log_parts(path, size)
    assert [(part.start, part.end) for part in parts[1:]] == [(a.end, b.end) for a, b in pairwise(parts)]


def test_a_folder_is_a_log_in_order_of_its_names_and_bookkeeping_is_none(tmp_path):
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet

    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "part-1.jsonl").write_text('{"text": "rain"}\nno\n')
    (tmp_path / "a.csv").write_text('id,query\n1,"two\nlines"\n2,snow\n')
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "_SUCCESS").write_text("")
    (tmp_path / ".a.crc").write_text("")
    table = pa.table({"n": [1, 2, 3], "utterance": ["x", None, "z"]})
    pyarrow.parquet.write_table(table, tmp_path / "c.parquet", row_group_size=2)
    parts = log_parts(tmp_path, 1000)
    assert [(part.number, part.file, part.path.name, part.start, part.end) for part in parts] == [
        (0, 0, "a.csv", 0, None), (1, 1, "part-1.jsonl", 0, 20), (2, 2, "c.parquet", 0, 1), (3, 2, "c.parquet", 1, 2)]  # fmt: skip
    assert log_texts(tmp_path, {}) == (
        ["two\nlines", "snow", "rain", "x", "z"],
        (("not JSON", 1), ("of tables with a line break in a cell", 1), ("without a text", 1)),
    )
    assert texts_of(tmp_path / "c.parquet", 10) == [(1, "x"), (3, "z")]


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        ({}, "there is no log in this folder"),
        ({"a.txt": "x", "b.pdf": "x"}, r"b\.pdf: a log is lines of text"),
        ({"a.parquet": "no"}, "not a Parquet file that can be read"),
    ],
)
def test_a_folder_that_is_no_log_says_why(tmp_path, files, problem):
    for name, content in files.items():
        (tmp_path / name).write_text(content)
    with pytest.raises(CurationError, match=problem):
        log_parts(tmp_path, 100)


def test_pieces_grow_with_the_log(tmp_path):
    path = tmp_path / "l.txt"
    path.write_text("x")
    assert part_size(path) == 4 * 1024 * 1024
    with path.open("wb") as file:
        file.truncate(5 * 1024**3)  # a sparse file takes no room
    assert part_size(path) == 20 * 1024 * 1024
    with pytest.raises(UnreadableFileError, match="not a regular file"):
        part_size(tmp_path.__class__("/dev/null"))


def test_an_error_about_a_file_comes_back_from_another_process():
    error = pickle.loads(pickle.dumps(UnreadableFileError("f.txt", "broken", line=3, column=2)))
    assert (type(error), str(error)) == (UnreadableFileError, "f.txt:3:2: broken")
    assert (error.file, error.problem, error.line, error.column) == ("f.txt", "broken", 3, 2)


def test_a_json_text_with_half_a_pair_is_read(tmp_path):
    path = tmp_path / "l.jsonl"
    path.write_text(json.dumps({"text": "a\ud800"}))
    assert texts_of(path, 100) == [(1, "a\ud800")]


def test_a_pipe_in_a_folder_is_refused_and_not_waited_for(tmp_path):
    import os

    (tmp_path / "a.txt").write_text("hi\n")
    os.mkfifo(tmp_path / "b.txt")
    with pytest.raises(UnreadableFileError, match="not a regular file"):
        log_parts(tmp_path, 1000)

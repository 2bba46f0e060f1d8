"""Rows are added to a decisions file, and nothing that is there is touched."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.errors import CurationError
from curation.formats.decisions import DECISION_COLUMNS, appended, read_decisions, restored
from curation.formats.lock import locked
from curation.model.decision import Answer, Decision

TEXT = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=20).map(str.strip)
NAMED = TEXT.filter(bool)


@st.composite
def decisions(draw):
    text, answer = draw(TEXT), draw(st.sampled_from(Answer))
    return Decision(
        intent=draw(NAMED), answer=answer, text=text, into=draw(NAMED if text else TEXT),
        task=draw(NAMED) if answer.names_a_target else "", reviewer=draw(NAMED), note=draw(TEXT), scope=draw(TEXT),
        date=draw(TEXT), fingerprint=draw(st.sampled_from(["", "0123456789abcdef"])), tool_version="0.1.0",
    )  # fmt: skip


def said(found):
    return [decision.to_dict() for decision in found]


@given(st.lists(decisions(), max_size=4), st.lists(decisions(), min_size=1, max_size=4))
def test_what_is_appended_is_read_back_after_what_was_there(first, second):
    data = appended(appended(b"", first, "d.csv") if first else b"", second, "d.csv")
    assert said(read_decisions(data, "d.csv")) == said([*first, *second])


@given(
    st.lists(decisions(), min_size=1, max_size=3),
    st.permutations(DECISION_COLUMNS),
    st.sampled_from(",;\t"),
    st.sampled_from(["\n", "\r\n"]),
)
def test_rows_follow_the_header_that_is_there(new, columns, delimiter, end):
    before = (delimiter.join(columns) + end).encode()
    data = appended(before, new, "d.csv")
    assert data.startswith(before)
    assert said(read_decisions(data, "d.csv")) == said(new)


def test_a_last_line_without_an_end_gets_one():
    data = appended(b"intent,decision\nA,keep", [Decision("B", Answer.UNSURE)], "d.csv")
    assert data == b"intent,decision\nA,keep\nB,unsure\n"


def test_columns_that_are_needed_are_added_to_the_header():
    new = Decision("A", Answer.ACCEPT, into="C", text="hello", reviewer="mira")
    data = appended(b"intent,decision,mine\nB,keep,x\n", [new], "d.csv")
    assert data == b"intent,decision,mine,into,reviewer,text\nB,keep,x\nA,accept,,C,mira,hello\n"


def test_names_that_no_cell_can_hold_are_known_again():
    (found,) = restored(read_decisions(b"intent,decision\na b,keep\n", "d.csv"), ["a\x01b", "other"])
    assert found.intent == "a\x01b"


def test_two_writers_take_turns(tmp_path):
    path, order = tmp_path / "d.csv", []

    def write(name, pause):
        with locked(path):
            order.append(f"{name} in")
            time.sleep(pause)
            order.append(f"{name} out")

    threads = [threading.Thread(target=write, args=(name, 0.1)) for name in ("a", "b", "c")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [order[n].split()[0] == order[n + 1].split()[0] for n in (0, 2, 4)] == [True] * 3
    assert list(tmp_path.iterdir()) == []


def test_a_lock_that_is_held_for_long_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr("curation.formats.lock._PATIENCE", 0.05)
    path, entered, leave = tmp_path / "d.csv", threading.Event(), threading.Event()

    def hold():
        with locked(path):
            entered.set()
            leave.wait(5)

    thread = threading.Thread(target=hold)
    thread.start()
    entered.wait(5)
    (tmp_path / "link.csv").symlink_to(path)
    for name in (path, tmp_path / "link.csv"):
        with pytest.raises(CurationError, match="another program is writing to it; try again"), locked(name):
            raise AssertionError
    leave.set()
    thread.join()


def test_a_process_that_dies_lets_go(tmp_path):
    path = tmp_path / "d.csv"
    code = "import os,sys;from pathlib import Path;from curation.formats.lock import locked\nwith locked(Path(sys.argv[1])): os._exit(1)"
    assert subprocess.run([sys.executable, "-c", code, str(path)], check=False).returncode == 1
    with locked(path):
        assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("intent,decision,task,inot", 'the header has a column "inot"; did you mean into? Rename it'),
        ("intent,decision,Tasks", 'the header has a column "Tasks"; did you mean task? Rename it'),
        (
            "intent,decision,task,fingerprnt",
            'the header has a column "fingerprnt"; did you mean fingerprint? Rename it',
        ),
    ],
)
def test_a_misspelt_column_that_says_what_a_decision_is_about_is_refused(header, said):
    with pytest.raises(CurationError, match=f"^decisions.csv: {re.escape(said)}$"):
        read_decisions(f"{header}\nGreet,keep,,\n".encode(), "decisions.csv")


@pytest.mark.parametrize(
    "header",
    ["intent,decision,into,inot", "intent,decision,notes,priority", "intent,decision", "intent,decision,info,next"],
)
def test_columns_of_other_people_are_passed_over(header):
    assert [d.intent for d in read_decisions(f"{header}\nGreet,keep,,\n".encode(), "decisions.csv")] == ["Greet"]


def test_a_short_row_hides_no_column_of_the_header():
    with pytest.raises(CurationError, match="did you mean text"):
        read_decisions(b"intent,decision,task,txet\nGreet,keep\n", "decisions.csv")
    assert len(read_decisions(b"intent,decision,texts,text\nGreet,keep\n", "decisions.csv")) == 1

"""Progress for a person who waits."""

from __future__ import annotations

import os
import pty
import subprocess
import sys

import pytest
from workspaces import read_terminal

from curation.analysis.blocks import in_blocks, watched
from curation.render.progress import Progress


def test_the_rest_of_a_piece_is_told_once_its_pace_is_known():
    said, time = [], [0.0]
    progress = Progress(said.append, clock=lambda: time[0])
    progress("encoding")
    for at, done in ((0.0, 10), (1.0, 20), (2.0, 30), (4.0, 50), (9.0, 100)):
        time[0] = at
        progress.part(done, 100)
    assert said == [
        "encoding", "encoding: 20 of 100", "encoding: 30 of 100, about 7 s left of this",
        "encoding: 50 of 100, about 5 s left of this", "encoding: 100 of 100",
    ]  # fmt: skip


def test_another_piece_and_another_step_begin_anew():
    said, time = [], [0.0]
    progress = Progress(said.append, clock=lambda: time[0])
    progress("one")
    progress.part(500, 1000)
    time[0] = 300.0
    progress.part(501, 1000)
    progress.part(5, 100)
    progress("two")
    progress.part(6, 100)
    assert said == ["one", "one: 501 of 1,000, about 2495 min left of this", "two"]


@pytest.mark.parametrize("workers", ["1", "2"])
def test_blocks_are_told_of_in_order_and_only_while_they_are_watched(monkeypatch, workers):
    monkeypatch.setenv("CURATION_WORKERS", workers)
    told = []
    with watched(lambda done, whole: told.append((done, whole))):
        assert in_blocks(lambda piece: piece.start, 10, size=4) == [0, 4, 8]
    in_blocks(lambda piece: piece.start, 10, size=4)
    assert told == [(4, 10), (8, 10), (10, 10)]


def test_steps_are_shown_at_a_terminal_and_nowhere_else(sample_data):
    command = [sys.executable, "-m", "curation", "split", "--leakage", str(sample_data)]
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm"}
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=theirs, env=environment) as process:
        os.close(theirs)
        shown = read_terminal(ours)
    assert process.returncode == 0
    assert b"reading" in shown
    quiet = subprocess.run(command, capture_output=True, env=environment, check=True)
    assert quiet.stderr == b""

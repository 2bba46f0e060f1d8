"""A bundle folder is replaced as a whole, whatever happens to the process that does it."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import sys
import time

import pytest

from curation.formats import files
from curation.formats.files import replace_folder
from curation.formats.folder_swap import swapped

VERSIONS = [
    {f"{folder}/{n}.json": f"{version} {n}".encode() * 200 for folder in "abc" for n in range(3)} for version in "12"
]


def read(folder):
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def replaced_for_ever(folder):
    at = 0
    while True:
        replace_folder(folder, VERSIONS[at % 2], lambda _: None)
        at += 1


@pytest.mark.skipif(sys.platform == "win32", reason="a process is killed by a signal")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_run_killed_at_any_moment_leaves_the_old_bundle_or_the_new_one(tmp_path):
    target = tmp_path / "dist"
    chance = random.Random(0)
    seen = set()
    begin = multiprocessing.get_context("fork")
    replace_folder(target, VERSIONS[0], lambda _: None)
    for _ in range(200):
        process = begin.Process(target=replaced_for_ever, args=(target,), daemon=True)
        process.start()
        time.sleep(chance.uniform(0.0, 0.05))
        os.kill(process.pid, signal.SIGKILL)
        process.join()
        found = read(target)
        assert found in VERSIONS
        seen.add(VERSIONS.index(found))
    assert seen == {0, 1}
    replace_folder(target, VERSIONS[0], lambda _: None)
    assert [path.name for path in tmp_path.iterdir()] == ["dist"], "what killed runs left is gone"


@pytest.mark.skipif(sys.platform != "linux", reason="renameat2 is of Linux")
def test_two_folders_change_places_in_one_step(tmp_path):
    for name, version in (("a", VERSIONS[0]), ("b", VERSIONS[1])):
        replace_folder(tmp_path / name, version, lambda _: None)
    assert swapped(tmp_path / "a", tmp_path / "b")
    assert (read(tmp_path / "a"), read(tmp_path / "b")) == (VERSIONS[1], VERSIONS[0])
    assert not swapped(tmp_path / "a", tmp_path / "missing")


@pytest.mark.parametrize("swaps", [True, False])
def test_the_new_folder_takes_the_place_of_the_old_one(tmp_path, monkeypatch, swaps):
    if not swaps:
        monkeypatch.setattr(files, "swapped", lambda *_: False)
    for version in (*VERSIONS, VERSIONS[0]):
        replace_folder(tmp_path / "dist", version, lambda _: None)
        assert read(tmp_path / "dist") == version
    assert [path.name for path in tmp_path.iterdir()] == ["dist"]


def test_a_run_killed_between_two_steps_is_mended_by_the_next(tmp_path):
    aside = tmp_path / ".dist.old.x"
    replace_folder(aside / "dist", VERSIONS[0], lambda _: None)

    def refuse(_):
        raise RuntimeError("what was written is not good")

    with pytest.raises(RuntimeError):
        replace_folder(tmp_path / "dist", VERSIONS[1], refuse)
    assert read(tmp_path / "dist") == VERSIONS[0]
    assert [path.name for path in tmp_path.iterdir()] == ["dist"]

"""Results kept between runs."""

from __future__ import annotations

import os
import stat
from hashlib import sha256

import numpy as np
import pytest

from curation.formats import cache
from curation.formats.cache import Store, default_folder

ARRAYS = {"a": np.arange(3), "b": np.zeros((0, 2), dtype=np.float32)}


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "kept" / "here")


def test_what_was_put_is_got_under_the_same_key_only(store):
    assert store.get(("k", "x"), ("a",)) is None
    store.put(("k", "x"), ARRAYS)
    kept = store.get(("k", "x"), ("a", "b"))
    assert all(np.array_equal(kept[name], array) and kept[name].dtype == array.dtype for name, array in ARRAYS.items())
    assert store.get(("k", "y"), ("a",)) is None
    assert store.get(("kx",), ("a",)) is None
    assert store.get(("k", "x"), ("a", "c")) is None


def test_another_version_of_the_tool_does_not_see_it(store, monkeypatch):
    store.put(("k",), ARRAYS)
    monkeypatch.setattr(cache, "__version__", "99")
    assert store.get(("k",), ("a",)) is None


def test_another_state_of_the_code_does_not_see_it(store, monkeypatch):
    store.put(("k",), ARRAYS)
    monkeypatch.setattr(cache, "_PACKAGE", store.folder)
    cache._code.cache_clear()
    assert store.get(("k",), ("a",)) is None
    (store.folder / "stages" / "split").mkdir(parents=True)
    rule = store.folder / "stages" / "split" / "a.py"
    rule.write_text("before", encoding="utf-8")
    cache._code.cache_clear()
    store.put(("k",), ARRAYS)
    assert store.get(("k",), ("a",)) is not None
    rule.write_text("now and after", encoding="utf-8")
    cache._code.cache_clear()
    assert store.get(("k",), ("a",)) is None
    cache._code.cache_clear()


@pytest.mark.parametrize("content", [b"", b"junk", b"PK\x03\x04 no archive"])
def test_what_somebody_else_sealed_counts_as_absent(store, content):
    store.put(("k",), ARRAYS)
    (file,) = store.folder.glob("*.curation")
    file.write_bytes(sha256(content).digest() + content)
    assert store.get(("k",), ("a",)) is None


def test_only_the_owner_may_read_it(store):
    store.put(("\ud800",), ARRAYS)
    (file,) = store.folder.glob("*.curation")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(store.folder.stat().st_mode) == 0o700


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut off", b"not a zip"])
def test_a_broken_file_counts_as_absent(store, content):
    store.put(("k",), ARRAYS)
    (file,) = store.folder.glob("*.curation")
    file.write_bytes(content)
    assert store.get(("k",), ("a",)) is None


def test_a_file_that_another_put_there_counts_as_absent_even_if_it_is_well_formed(store):
    """So no pickle is ever looked at, and no array of another shape."""
    store.put(("k",), ARRAYS)
    (file,) = store.folder.glob("*.curation")
    with file.open("wb") as out:
        np.savez(out, a=np.array([object()], dtype=object))
    assert store.get(("k",), ("a",)) is None
    store.put(("k",), ARRAYS)
    data = bytearray(file.read_bytes())
    data[-1] ^= 1
    file.write_bytes(bytes(data))
    assert store.get(("k",), ("a",)) is None
    file.unlink()
    os.mkfifo(file)
    assert store.get(("k",), ("a",)) is None


def test_keys_of_other_parts_are_other_keys(store):
    store.put(("t", "a\ud800"), ARRAYS)
    assert store.get(("t", "a\\ud800"), ("a",)) is None
    store.put(("t", "a", "b"), ARRAYS)
    assert store.get(("t", "a\x1eb"), ("a",)) is None
    assert store.get(("ta", "b"), ("a",)) is None


def test_files_of_others_are_left_alone(store, monkeypatch):
    store.put(("a",), ARRAYS)
    foreign = store.folder / "my_vectors.npz"
    foreign.write_bytes(b"x" * 1000)
    monkeypatch.setattr(cache, "_MOST_BYTES", 1)
    store.put(("b",), ARRAYS)
    assert [path.name for path in store.folder.iterdir()] == ["my_vectors.npz"]


def test_a_folder_that_cannot_be_made_is_no_error(tmp_path):
    (tmp_path / "file").write_text("")
    Store(tmp_path / "file" / "below").put(("k",), ARRAYS)


def test_the_oldest_make_room(store, monkeypatch):
    for day, name in enumerate("abc", start=1):
        store.put((name,), ARRAYS)
        os.utime(store._path((name,)), (day * 86400, day * 86400))
    size = next(store.folder.glob("*.curation")).stat().st_size
    monkeypatch.setattr(cache, "_MOST_BYTES", 2 * size)
    store.get(("a",), ("a",))  # used last, so kept
    store.put(("d",), ARRAYS)
    assert [store.get((name,), ("a",)) is not None for name in "abcd"] == [True, False, False, True]


def test_the_folder_is_named_by_the_environment_or_the_system(monkeypatch, tmp_path):
    monkeypatch.setenv("CURATION_CACHE_DIR", str(tmp_path))
    assert default_folder() == tmp_path
    monkeypatch.delenv("CURATION_CACHE_DIR")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert default_folder() == tmp_path / "xdg" / "curation"

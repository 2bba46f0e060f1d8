"""The folder in which a large log is worked on: what was heard, the different texts, what was said of them.

    run.json                 what the work is about; another log or workspace is refused
    heard/PART/BUCKET.jsonl  rows of a piece, by bucket: key, text, line, times; heard/PART/done.json when it is whole
    texts/BUCKET.jsonl       rows, one for each text of a bucket: text, file, line, times; the most frequent first
    known/, known.json       what the workspace knows, arrays and names
    near/                    pairs of frequent texts that are nearly the same, by their place in order of frequency
    asked/BUCKET.jsonl       the answers of frequent texts, in the same order; those of the others in
    asked/BUCKET-rare.jsonl  and in asked/BUCKET-rare.json their counts, when they are whole
    places/BUCKET/           file, line and times of the texts of a bucket, in the order of the texts
    grams/BUCKET/            n-grams of the texts of a bucket, in the order of the texts
    weights/                 how much each n-gram counts
    signed/BUCKET/           signatures of the texts
    ranks/BAND/              places of the texts among those with their key
    pairs/PART/              pairs of texts that are alike
    checked/PART/            findings about single rows of a piece, and its rows by bucket
    compared/BUCKET.json     findings about rows of one text

A file or folder takes its name when it is complete, so that a run that was stopped goes on where it was.
"""

from __future__ import annotations

import json
import shutil
from contextlib import contextmanager
from hashlib import sha256
from itertools import chain, islice
from typing import IO, TYPE_CHECKING, Any
from uuid import uuid4
from zlib import crc32

from curation.errors import CurationError
from curation.formats.files import write_atomically

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

__all__ = ["WORK_SHAPE", "LogWork", "bucket_of", "get_lines", "get_rows", "put_lines", "put_rows"]

WORK_SHAPE = 4
"""Counted up whenever what a step keeps changes, so that no later step reads what was kept in another shape."""

_BLOCK = 1000
_CLEARED = "cleared.json"
_FILES = {"run.json", "known.json"}
_FOLDERS = {
    "heard",
    "texts",
    "known",
    "near",
    "asked",
    "places",
    "grams",
    "weights",
    "signed",
    "ranks",
    "pairs",
    "checked",
    "compared",
}


def bucket_of(key: str, buckets: int) -> int:
    """The bucket of a text; the same on every machine."""
    return crc32(key.encode("utf-8", "surrogatepass")) % buckets


class LogWork:
    """The files of one piece of work below `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def begin(self, about: Mapping[str, Any]) -> str:
        """Say what the work is about, or see that it is the same as before; the name of what it is about.

        Raises:
            CurationError: the folder holds other things, or work on another log or workspace.
        """
        words = json.dumps(about, sort_keys=True)
        if (self.folder / _CLEARED).exists() and not (self.folder / "run.json").exists():
            self.clear()  # a run was stopped while it cleared what was done
        there = {path.name for path in set(self.folder.iterdir()) - self._left()} if self.folder.is_dir() else set()
        if there - _FILES - _FOLDERS or (there and "run.json" not in there):
            raise CurationError(f"{self.folder}: this folder holds other files; name an empty one for the work")
        if there and (self.folder / "run.json").read_text(encoding="utf-8") != words:
            problem = "this folder holds work on another log, workspace or version"
            raise CurationError(f"{self.folder}: {problem}; delete it, or name another")
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o700)  # it holds what people said
        write_atomically(self.folder / "run.json", words.encode())
        return sha256(words.encode()).hexdigest()

    def _left(self) -> set[Path]:
        """What a run that was killed while it wrote left behind."""
        return {path for name in _FILES | _FOLDERS for path in self.folder.glob(f".{name}.*")}

    def clear(self) -> None:
        """Take away all files of the work, which is done, and the folder if nothing else is in it.

        First the work is given another name, so that nobody goes on with half of it who finds it after a kill.
        """
        run, cleared = self.folder / "run.json", self.folder / _CLEARED
        if run.exists():
            run.replace(cleared)
        for path in (*(self.folder / name for name in sorted(_FILES | _FOLDERS)), *self._left()):
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
        cleared.unlink(missing_ok=True)
        if not any(self.folder.iterdir()):
            self.folder.rmdir()

    def heard(self, part: int) -> Path:
        """The folder of a piece."""
        return self.folder / "heard" / f"{part:06d}"

    def texts(self, bucket: int) -> Path:
        """The different texts of a bucket."""
        return self.folder / "texts" / f"{bucket:03d}.jsonl"

    @property
    def near(self) -> Path:
        """The folder of the pairs of frequent texts that are nearly the same."""
        return self.folder / "near"

    def asked(self, bucket: int, *, frequent: bool) -> Path:
        """The answers of a bucket: those of its frequent texts, or of the others."""
        return self.folder / "asked" / (f"{bucket:03d}.jsonl" if frequent else f"{bucket:03d}-rare.jsonl")

    def part(self, kind: str, number: int) -> Path:
        """The folder of the arrays of a kind that belong to a bucket, or to a part of the work."""
        return self.folder / kind / f"{number:03d}"

    @contextmanager
    def new_folder(self, target: Path) -> Iterator[Path]:
        """A folder to fill, which takes its name when the block ends well; where another was first, that one stays."""
        made = target.with_name(f".{target.name}.{uuid4().hex}")
        made.mkdir(parents=True)
        try:
            yield made
            try:
                made.rename(target)
            except OSError:
                if not target.is_dir():
                    raise
        finally:
            shutil.rmtree(made, ignore_errors=True)

    def put_json(self, path: Path, value: object) -> None:
        """Write a value whole."""
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, json.dumps(value).encode("ascii"))

    def get_json(self, path: Path) -> Any:
        """A value that was written, or None where there is none yet."""
        try:
            return json.loads(path.read_bytes())
        except FileNotFoundError:
            return None

    def put_arrays(self, target: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Keep plain arrays, no pickles, in a folder that is there when it is whole."""
        import numpy as np

        with self.new_folder(target) as made:
            for name, array in arrays.items():
                np.save(made / f"{name}.npy", array, allow_pickle=False)

    def get_arrays(self, target: Path, *, mapped: bool = False) -> dict[str, NDArray[Any]]:
        """The arrays that were kept; `mapped` ones stay on disk, and what is looked at of them is read."""
        import numpy as np

        mode: Any = "r" if mapped else None
        return {path.stem: np.load(path, mmap_mode=mode, allow_pickle=False) for path in sorted(target.glob("*.npy"))}


def put_lines(file: IO[bytes], values: Iterable[object]) -> None:
    """Each value on a line of JSON, for people and other programs."""
    file.writelines(f"{json.dumps(value)}\n".encode("ascii") for value in values)


def put_rows(file: IO[bytes], rows: Iterable[Sequence[object]]) -> None:
    """Rows for `get_rows`: many on a line, since most of what a line of JSON takes is not its content."""
    rest = iter(rows)
    while block := list(islice(rest, _BLOCK)):
        file.write(f"{json.dumps(block)}\n".encode("ascii"))


def get_rows(path: Path) -> Iterator[list[Any]]:
    """The rows of a file, whose lines each hold an array of them; of none where it is not there."""
    return chain.from_iterable(get_lines(path))


def get_lines(path: Path) -> Iterator[Any]:
    """The values of the lines of a file; of none where it is not there."""
    try:
        with path.open(encoding="ascii") as file:
            yield from map(json.loads, file)
    except FileNotFoundError:
        return

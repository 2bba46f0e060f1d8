"""The folder in which a large log is worked on: what was heard, the different texts, what was said of them.

    run.json                 what the work is about; another log or workspace is refused
    heard/PART/BUCKET.jsonl  texts of a piece, by bucket: [text, line, times]; heard/PART/done.json when it is whole
    texts/BUCKET.jsonl       each text of a bucket once: [text, file, line, times], in order of their keys
    known.npz, known.json    what the workspace knows
    collapsed.json           near-duplicates
    asked/BUCKET.jsonl       the answers, and asked/BUCKET.json with their counts when they are whole

A file takes its name when it is complete, so that a run that was stopped goes on where it was.
"""

from __future__ import annotations

import json
import shutil
from contextlib import contextmanager
from hashlib import sha256
from typing import IO, TYPE_CHECKING, Any
from uuid import uuid4
from zlib import crc32

from curation.errors import CurationError
from curation.formats.files import write_atomically, written_in_pieces

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

__all__ = ["LogWork", "bucket_of", "get_lines", "put_lines"]

_FILES = {"run.json", "known.npz", "known.json", "collapsed.json"}
_FOLDERS = {"heard", "texts", "asked"}


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
        return set(self.folder.glob(".known.npz.*")) | set(self.folder.glob(".*.json.*"))

    def clear(self) -> None:
        """Take away all files of the work, which is done, and the folder if nothing else is in it."""
        for name in sorted(_FOLDERS):
            shutil.rmtree(self.folder / name, ignore_errors=True)
        for path in (*(self.folder / name for name in _FILES), *self._left()):
            path.unlink(missing_ok=True)
        if not any(self.folder.iterdir()):
            self.folder.rmdir()

    def heard(self, part: int) -> Path:
        """The folder of a piece."""
        return self.folder / "heard" / f"{part:06d}"

    def texts(self, bucket: int) -> Path:
        """The different texts of a bucket."""
        return self.folder / "texts" / f"{bucket:03d}.jsonl"

    def asked(self, bucket: int) -> Path:
        """The answers of a bucket."""
        return self.folder / "asked" / f"{bucket:03d}.jsonl"

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

    def put_known(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Keep what was learned: plain arrays, no pickles."""
        import numpy as np

        with written_in_pieces(self.folder / "known.npz") as file:
            np.savez(file, allow_pickle=False, **dict(arrays))

    def get_known(self) -> dict[str, NDArray[Any]]:
        """What was learned."""
        import numpy as np

        with np.load(self.folder / "known.npz", allow_pickle=False) as kept:
            return {name: kept[name] for name in kept.files}


def put_lines(file: IO[bytes], values: Iterable[object]) -> None:
    """Each value on a line of JSON."""
    file.writelines(f"{json.dumps(value)}\n".encode("ascii") for value in values)


def get_lines(path: Path) -> Iterator[Any]:
    """The values of the lines of a file; of none where it is not there."""
    try:
        with path.open(encoding="ascii") as file:
            yield from map(json.loads, file)
    except FileNotFoundError:
        return

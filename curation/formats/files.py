"""Files on disk: reading what is there, finding what is named, writing so that nothing is ever half there."""

from __future__ import annotations

import errno
import glob
import os
import stat
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from curation.errors import CurationError, UnreadableFileError
from curation.formats.folder_swap import swapped
from curation.formats.lock import locked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

__all__ = [
    "BUNDLE_FILES", "LARGEST_FILE", "expand", "read_bytes", "replace_folder", "shown_path", "walked", "write_all",
    "write_atomically", "written_in_pieces",
]  # fmt: skip

LARGEST_FILE = 100 * 1024 * 1024
"""Bytes; the service refuses an import over 10 MB, so a larger file is a mistake."""

BUNDLE_FILES = frozenset({"manifest.json", "ledger.jsonl"})
"""Files by which a folder is known as a bundle of ours: output, never input."""

_SKIPPED_FOLDERS = frozenset({"node_modules", "__pycache__"})


def read_bytes(path: Path, shown: str, *, largest: int = LARGEST_FILE) -> bytes:
    """The contents of a regular file of a reasonable size.

    Raises:
        UnreadableFileError: it is missing, a folder, not a regular file, too large, or may not be read.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            what = "a folder; name a file in it" if stat.S_ISDIR(status.st_mode) else "not a regular file"
            raise UnreadableFileError(shown, f"this is {what}")
        if status.st_size > largest:
            size, limit = status.st_size // 1_000_000, largest // 1_000_000
            problem = f"the file has {size} MB, more than the {limit} MB that are read; the service takes 10 MB at most"
            raise UnreadableFileError(shown, problem)
        return path.read_bytes()
    except FileNotFoundError:
        from curation.formats.missing import said_of_missing

        raise UnreadableFileError(shown, said_of_missing(path, shown)) from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "the path is not usable"
        raise UnreadableFileError(shown, f"cannot be read: {reason}") from None


def shown_path(path: Path, root: Path) -> str:
    """The name of a file in findings: relative to `root` where it lies below, with forward slashes."""
    try:
        return Path(os.path.relpath(path, root)).as_posix()
    except ValueError:
        return path.as_posix()


def expand(patterns: Iterable[str], root: Path) -> tuple[Path, ...]:
    """The files that paths, folders and globs stand for, each once, in order of name.

    A folder stands for the `.json` files below it, hidden ones and earlier bundles left out. Links to folders are
    not followed, so that a circle has an end; two names of one file are one file.

    Raises:
        CurationError: a glob or a folder that matches nothing ("nothing checked" must not look like success), or a
            folder that may not be read.
    """
    found: dict[str, Path] = {}
    for pattern in patterns:
        if "\0" in pattern:
            raise CurationError("a path cannot hold the character NUL; correct it")
        path = root / pattern
        if _is_folder(path):
            matches = _below(path)
        elif glob.has_magic(pattern) and not os.path.lexists(path):
            matches = _matching(pattern, root)
        else:
            matches = [path]
        if not matches:
            problem = (
                "there is no .json file in this folder" if path.is_dir() else "no file matches; check the spelling"
            )
            raise CurationError(f"{pattern}: {problem}")
        for match in matches:
            found.setdefault(os.path.realpath(match), match)
    return tuple(found.values())


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False  # reading it will say why


def _matching(pattern: str, root: Path) -> list[Path]:
    whole = Path(pattern)
    base = Path(whole.anchor) if whole.anchor else root
    try:
        found = base.glob(str(whole.relative_to(whole.anchor)) if whole.anchor else pattern)
        return sorted(path for path in found if not path.is_dir())
    except (OSError, ValueError, NotImplementedError) as error:
        raise CurationError(f"{pattern}: not a pattern that can be followed: {error}") from None


def walked(folder: Path) -> Iterator[tuple[str, list[str], list[str]]]:
    """As `os.walk`, without what is hidden; links to folders are not followed, so that a circle has an end.

    Raises:
        CurationError: a folder may not be read.
    """

    def refuse(error: OSError) -> None:
        raise CurationError(f"{error.filename}: this folder cannot be read: {error.strerror}")

    for place, folders, files in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield place, folders, [name for name in files if not name.startswith(".")]


def _below(folder: Path) -> list[Path]:
    matches = []
    for place, folders, files in walked(folder):
        if set(files) >= BUNDLE_FILES:
            folders.clear()
            continue
        folders[:] = [name for name in folders if name not in _SKIPPED_FOLDERS]
        matches += [Path(place, name) for name in files if name.lower().endswith(".json")]
    return sorted(matches)


def write_atomically(path: Path, data: bytes) -> None:
    """Put `data` at `path` in one step: a reader sees the old file or the new one, never a part.

    Raises:
        CurationError: the place cannot be written to.
    """
    write_all({path: data})


def write_all(files: Mapping[Path, bytes]) -> None:
    """Put several files in place, each in one step, after all of them are complete beside their places.

    What is no file, such as /dev/null or a pipe, is written to and never replaced.

    Raises:
        CurationError: a place cannot be written to; nothing was changed then.
    """
    staged: list[tuple[Path, Path]] = []
    path = Path()
    try:
        for path, data in files.items():
            if _is_device(path):
                path.write_bytes(data)
            else:
                staged.append(_staged(path, data))
        for temporary, path in staged:
            temporary.replace(path)
    except OSError as error:
        raise _unwritable(path, error) from None
    finally:
        for temporary, _ in staged:
            temporary.unlink(missing_ok=True)


@contextmanager
def written_in_pieces(path: Path) -> Iterator[IO[bytes]]:
    """A file to write to piece by piece; it takes its place when all went well, and is gone when not.

    Raises:
        CurationError: the place cannot be written to.
    """
    path = Path(os.path.realpath(path))
    name = ""
    try:
        if _is_device(path):
            with path.open("wb") as file:
                yield file
            return
        handle, name = _beside(path)
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(_mode(path, 0o666))
        Path(name).replace(path)
    except OSError as error:
        raise _unwritable(path, error) from None
    finally:
        if name:
            Path(name).unlink(missing_ok=True)


def _unwritable(path: Path, error: OSError) -> CurationError:
    return CurationError(f"{path}: cannot be written: {error.strerror}; name another place, nothing was changed")


def _is_device(path: Path) -> bool:
    return path.exists() and not path.is_file() and not path.is_dir()


def _mode(path: Path, usual: int) -> int:
    """Who may do what: as with what is there, else as this process makes files."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0o077)
    os.umask(mask)
    return usual & ~mask


def _beside(path: Path) -> tuple[int, str]:
    """A new file in the folder of another: its handle and its name."""
    from tempfile import mkstemp

    path.parent.mkdir(parents=True, exist_ok=True)
    return mkstemp(prefix=f".{path.name}.", dir=path.parent)


def _staged(path: Path, data: bytes) -> tuple[Path, Path]:
    """A new file beside its place, on the disk and whole, and the place."""
    path = Path(os.path.realpath(path))  # a link stays a link, and what it leads to is replaced
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, "this is a folder")
    handle, name = _beside(path)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(_mode(path, 0o666))
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name), path


def replace_folder(folder: Path, files: Mapping[str, bytes], verify: Callable[[Path], None]) -> None:
    """Put `files` at `folder` in one step, after `verify` has read them back.

    All files are first written to a new folder beside it, which then changes places with the old one. Where the system
    cannot do that in one step, the old folder is set aside until it has worked. An interrupted run leaves the old
    folder as it was, and one that was killed between the two steps is mended by the next.

    Raises:
        CurationError: the place cannot be written to.
    """
    folder = folder.resolve()
    with locked(folder):
        _replace(folder, files, verify)


def _replace(folder: Path, files: Mapping[str, bytes], verify: Callable[[Path], None]) -> None:
    from shutil import rmtree
    from tempfile import mkdtemp

    aside: Path | None = None
    staging: Path | None = None
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        _put_back(folder)
        staging = Path(mkdtemp(prefix=f".{folder.name}.new.", dir=folder.parent))
        staging.chmod(_mode(folder, 0o777))
        for name, data in files.items():
            write_atomically(staging / name, data)
        verify(staging)
        if not folder.exists():
            staging.replace(folder)
        elif not swapped(staging, folder):
            aside = Path(mkdtemp(prefix=f".{folder.name}.old.", dir=folder.parent))
            folder.replace(aside / folder.name)
            staging.replace(folder)
    except OSError as error:
        raise _unwritable(folder, error) from None
    finally:
        if aside is not None and not folder.exists() and (aside / folder.name).exists():
            (aside / folder.name).replace(folder)
        for leftover in (aside, staging):
            if leftover is not None:
                rmtree(leftover, ignore_errors=True)


def _put_back(folder: Path) -> None:
    """Mend what a killed run left in a locked folder: the old one has its name again, what was half written is gone."""
    from shutil import rmtree

    for left in folder.parent.glob(f".{glob.escape(folder.name)}.new.*"):
        rmtree(left, ignore_errors=True)
    kept = sorted(folder.parent.glob(f".{glob.escape(folder.name)}.old.*/{glob.escape(folder.name)}"))
    if kept and not folder.exists():
        kept[-1].replace(folder)
        rmtree(kept[-1].parent, ignore_errors=True)

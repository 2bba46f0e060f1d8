"""A file, a folder or an archive as the readers see it: its bytes, and what they say, worked out when asked for."""

from __future__ import annotations

import io
import os
import re
import zipfile
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from curation.errors import UnreadableFileError
from curation.formats.columns import present
from curation.formats.files import BUNDLE_FILES, read_bytes, walked
from curation.formats.json_text import decode, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from curation.formats.json_text import Parsed

__all__ = ["LARGEST_ARCHIVE", "Content", "Options", "file_content", "files_below", "folder_content", "unpacked"]

LARGEST_ARCHIVE = 500 * 1024 * 1024
_SURROGATE = re.compile(rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]")
"""A pair of surrogates, each in three bytes."""

_MOST_MEMBERS = 10_000
"""Bytes and files an archive may unpack to; a spreadsheet of a million rows has about 100 MB."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a person may say about a file: which columns are what, which sheet, in which language it is."""

    columns: Mapping[str, str] = field(default_factory=dict)
    sheet: str | None = None
    language: str | None = None
    strict: bool = False
    """Whether a table must have the columns that are named."""

    def columns_of(self, header: Sequence[str]) -> Mapping[str, str]:
        """The columns that count for a table with this header."""
        return self.columns if self.strict else present(header, self.columns)


def _nothing(path: str) -> Mapping[str, bytes]:
    return {}


@dataclass(frozen=True)
class Content:
    """The bytes of a file under its shown name; `files` are the members of a folder by their path in it."""

    file: str
    data: bytes = b""
    folder: bool = False
    repaired: bool = False
    """Whether characters beyond U+FFFF were written as two surrogates (CESU-8), and have been put right."""
    files: Mapping[str, bytes] = field(default_factory=dict)
    beside: Callable[[str], Mapping[str, bytes]] = field(default=_nothing, repr=False, compare=False)
    """The files that a path in this one leads to, by their own paths from here; a path may end in `*` or `**`."""

    @property
    def suffix(self) -> str:
        """The end of the name, in lower case, with its dot."""
        return PurePosixPath(self.file).suffix.lower()

    @property
    def stem(self) -> str:
        """The name without folders and end."""
        return PurePosixPath(self.file).stem

    @cached_property
    def text(self) -> str:
        """What the bytes say.

        Raises:
            UnreadableFileError: empty, binary, or in an encoding that is not UTF-8, UTF-16 or UTF-32.
        """
        return decode(self.data, self.file)[0]

    @cached_property
    def parsed(self) -> Parsed:
        """The JSON value, with what its text hides.

        Raises:
            UnreadableFileError: it is not JSON.
        """
        return parse(self.data, self.file)

    @property
    def value(self) -> Any:
        """The JSON value; raises as `parsed`."""
        return self.parsed.value

    @cached_property
    def members(self) -> Mapping[str, bytes]:
        """The files of a folder or of a ZIP archive by their path in it; none for any other file.

        Raises:
            UnreadableFileError: the archive is broken, leads out of itself, or unpacks to too much.
        """
        if self.files:
            return self.files
        return unpacked(self.data, self.file) if self.data.startswith(b"PK\x03\x04") else {}


def unpacked(data: bytes, file: str) -> dict[str, bytes]:
    """The members of a ZIP archive by name, in order of name; nothing is written anywhere.

    Raises:
        UnreadableFileError: the archive is broken, encrypted, leads out of itself, or unpacks to too much.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found = [info for info in archive.infolist() if not info.is_dir()]
            _refuse_dangerous(found, file)
            return {info.filename: _member(archive, info) for info in sorted(found, key=lambda i: i.filename)}
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise UnreadableFileError(file, f"not an archive that can be read: {error}") from None
    except RuntimeError:
        raise UnreadableFileError(file, "the archive is encrypted; unpack it first") from None
    except zipfile.zlib.error:  # type: ignore[attr-defined]  # typeshed leaves it out
        raise UnreadableFileError(file, "the archive is damaged; export it again") from None


def _refuse_dangerous(found: list[zipfile.ZipInfo], file: str) -> None:
    if any(".." in PurePosixPath(info.filename.replace("\\", "/")).parts for info in found):
        raise UnreadableFileError(file, "the archive holds a name that leads out of it (../); it is not read")
    if len({info.filename for info in found}) < len(found):
        raise UnreadableFileError(file, "the archive holds two members of one name; it is not read")
    if len(found) > _MOST_MEMBERS or sum(info.file_size for info in found) > LARGEST_ARCHIVE:
        limit = LARGEST_ARCHIVE // 1_000_000
        raise UnreadableFileError(file, f"the archive unpacks to more than {limit} MB or {_MOST_MEMBERS:,} files")


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """The bytes of a member, no more than it said it has."""
    with archive.open(info) as member:  # which gives no more than the size that was checked
        return member.read()


def file_content(path: Path, shown: str, read: set[str] | None = None) -> Content:
    """A file under its shown name, with the files that its imports may lead to; these are added to `read`.

    Raises:
        UnreadableFileError: it cannot be read, or is larger than 500 MB.
    """
    data = read_bytes(path, shown, largest=LARGEST_ARCHIVE)
    whole = _from_cesu(data)
    return Content(
        shown,
        data if whole is None else whole,
        repaired=whole is not None,
        beside=_beside(path.parent, set() if read is None else read),
    )


def _from_cesu(data: bytes) -> bytes | None:
    """The bytes in UTF-8, where nothing but surrogates written one by one kept them from being it (CESU-8)."""
    if _SURROGATE.search(data) is None:
        return None
    try:
        text = data.decode("utf-8", errors="surrogatepass")
        return text.encode("utf-16", errors="surrogatepass").decode("utf-16").encode("utf-8")
    except UnicodeError:
        return None


def _beside(folder: Path, read: set[str]) -> Callable[[str], Mapping[str, bytes]]:
    """What a relative path leads to from a folder: only .lu and .qna files; a star looks below the folder."""

    def found(path: str) -> dict[str, bytes]:
        start, star, rest = path.partition("*")
        if path.startswith("/") or (star and ".." in start) or Path(path).is_absolute():
            return {}
        try:
            place = folder / start
            paths = sorted(place.rglob("*") if rest.startswith("*") else place.glob("*")) if star else [folder / path]
            wanted = [one for one in paths if one.suffix.lower() in (".lu", ".qna") and one.is_file()]
            if len(wanted) > _MOST_MEMBERS:
                return {}
            read.update(os.path.realpath(one) for one in wanted)
            return {Path(os.path.relpath(one, folder)).as_posix(): read_bytes(one, one.name) for one in wanted}
        except (OSError, ValueError, UnreadableFileError):
            return {}

    return found


def folder_content(folder: Path, shown: str) -> Content:
    """A folder that may be one export; its files are read only if it holds what such exports hold.

    Raises:
        UnreadableFileError: it is too large for an export.
    """
    names = {path.name for path in files_below(folder)}
    if not ("agent.json" in names or {"seq.in", "label"} <= names):
        return Content(shown, folder=True)
    paths = files_below(folder)
    if len(paths) > _MOST_MEMBERS:
        raise UnreadableFileError(shown, f"the folder holds more than {_MOST_MEMBERS:,} files; name one in it")
    return Content(
        shown, folder=True, files={path.relative_to(folder).as_posix(): read_bytes(path, path.name) for path in paths}
    )


def files_below(folder: Path) -> list[Path]:
    """The files of a folder, hidden ones and those of earlier bundles left out, in order of name.

    Raises:
        CurationError: a folder in it may not be read.
    """
    found: list[Path] = []
    for place, folders, files in walked(folder):
        if set(files) >= BUNDLE_FILES:
            folders.clear()  # a bundle of ours is output, never input
            continue
        found += [Path(place, name) for name in files]
    return sorted(path for path in found if path.is_file())

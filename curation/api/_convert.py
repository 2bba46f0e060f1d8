"""Files of any format: in, out, and several as one."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from curation.errors import CurationError, UnknownFormatError
from curation.formats.sources import SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from curation.formats.sources import Content, Options
    from curation.model.conversion import Converted, Imported
    from curation.model.merging import Collision, Merged

__all__ = ["Contents", "convert", "merge", "read"]

_LARGE = 64 * 1024 * 1024
"""Bytes from which JSON Lines are converted row by row."""


def read(
    *sources: str | Path,
    from_format: str | None = None,
    columns: Mapping[str, str] | None = None,
    sheet: str | None = None,
    language: str | None = None,
) -> tuple[Imported, ...]:
    """Read files of any format; each gives its projects, what it was recognised by, and what had no place.

    A folder is one export where it is one (Dialogflow), else every file in it that is recognised. `from_format` says
    what the files are, `columns` which column of a table is `text` and which `intent`.

    Raises:
        CurationError: nothing matches, a file cannot be read or is not recognised, or an option cannot be used.
    """
    from curation.formats.sources import Options

    known, strict = _columns(columns)
    return _read(Contents(sources), Options(known, sheet, language, strict=strict), from_format)


def _read(contents: Contents, options: Options, from_format: str | None) -> tuple[Imported, ...]:
    from curation.formats.sources import read_source

    found: list[Imported] = []
    for content, named in contents:
        try:
            found += read_source(content, options, from_format)
        except UnknownFormatError:
            if named:
                raise
            contents.passed_over.append(content.file)
    if not found:
        wanted = ", ".join(map(str, contents.sources))
        raise CurationError(f"{wanted}: nothing in it is of a format that can be read")
    return tuple(found)


def convert(
    *sources: str | Path,
    to: str,
    output: str | Path | None = None,
    from_format: str | None = None,
    columns: Mapping[str, str] | None = None,
    sheet: str | None = None,
    name: str | None = None,
    language: str | None = None,
    source: bool = False,
    keep_columns: bool = False,
    force: bool = False,
) -> Converted:
    """Convert files to one of another format, and say what became of everything in them.

    What was read is written, or lost by name: the counts agree, or the conversion fails. Several files become one.
    `source` keeps, with each row, the file and place it came from; `keep_columns` adds `columns` to the
    `curation.toml` of the working folder, whose own are used where none are given. Without `output` nothing is
    written; an existing file is replaced with `force` only, an input never.

    Raises:
        CurationError: as `read`; or the sources hold nothing that the format takes, or the output cannot be written.
    """
    from curation.formats.files import write_all
    from curation.formats.sources import Options
    from curation.formats.stream import convert_lines
    from curation.line import ToOptions, converted

    target = None if output is None else Path(output)
    kept = _kept(columns or {}) if keep_columns else {}
    known, strict = _columns(columns)
    options = Options(known, sheet, language, strict=strict)
    large = _streamed(sources, to, from_format)
    if large is not None and target is not None:
        _refuse(target, [str(large)], force=force)
        streamed = convert_lines(large, target, to, options, source=source)
        write_all(kept)
        return streamed
    contents = Contents(sources)
    imported = _read(contents, options, from_format)
    made = replace(converted(imported, to, ToOptions(name, language, source)), passed_over=tuple(contents.passed_over))
    if target is not None and made.data is not None:
        _refuse(target, contents.files, force=force)
        write_all({target: made.data, **kept})
    else:
        write_all(kept)
    return made


def _kept(columns: Mapping[str, str]) -> dict[Path, bytes]:
    """The settings of the working folder with the columns behind what stands there, to be written."""
    from curation.formats.files import read_bytes
    from curation.formats.load import SETTINGS_FILE, find_settings
    from curation.formats.toml import columns_text

    if not columns:
        raise CurationError("there are no columns to keep; say which are what with --columns")
    found = find_settings(Path.cwd())
    if found is not None and found.settings.columns.named():
        raise CurationError(f"{found.source.file}: has [columns] already; change them there")
    path = Path.cwd() / SETTINGS_FILE
    before = read_bytes(path, SETTINGS_FILE) if path.exists() else b""
    return {path: before + columns_text(columns, behind=bool(before)).encode("utf-8")}


def _columns(given: Mapping[str, str] | None) -> tuple[Mapping[str, str], bool]:
    """The columns that were given, else those of the settings here, and whether a table must have them."""
    from curation.formats.load import find_settings

    if given:
        return given, True
    found = find_settings(Path.cwd())
    return (found.settings.columns.named() if found else {}), False


def merge(
    *sources: str | Path,
    output: str | Path | None = None,
    ledger: str | Path | None = None,
    collision: Collision = "unite",
    force: bool = False,
) -> Merged:
    """Merge files of one kind into one, the same whatever order they are named in.

    Equal rows become one, all others stay; where files say different things of one subject it is listed, and the
    first file by name counts, or the parts of an entity are united (`collision`). Every row that is left out is a line
    of `ledger`.

    Raises:
        CurationError: as `read`; or the kinds differ, a collision is refused, or the output cannot be written.
    """
    from curation.formats.files import write_all
    from curation.formats.sources import Options
    from curation.formats.targets.projects import project_bytes
    from curation.formats.write import json_lines
    from curation.stages.merge import merge as _merge

    contents = Contents(sources)
    known, _ = _columns(None)
    merged = _merge((found.project for found in _read(contents, Options(known), None)), collision=collision)
    if ledger is not None and (output is None or os.path.realpath(ledger) == os.path.realpath(output)):
        raise CurationError("a ledger goes with an --output, and is a file of its own")
    for target in (Path(path) for path in (output, ledger) if path is not None):
        _refuse(target, contents.files, force=force)
    if output is not None:
        files = {Path(output): project_bytes(merged.project)}
        if ledger is not None:
            files[Path(ledger)] = json_lines(one.to_dict() for one in merged.dropped)
        write_all(files)
    return merged


def _refuse(target: Path, read_files: Iterable[str], *, force: bool) -> None:
    """Refuse a file to write that is read, by whatever name, or that is there already."""
    if os.path.realpath(target) in {os.path.realpath(name) for name in read_files}:
        raise CurationError(f"{target}: is a file that is read; name another one to write")
    if target.exists() and not force:
        raise CurationError(f"{target}: is there already; name another file, or give --force to replace it")


def _streamed(sources: tuple[str | Path, ...], to: str, from_format: str | None) -> Path | None:
    """The one large file of JSON Lines that can be converted row by row."""
    from curation.formats.lines import LINES_SUFFIXES
    from curation.formats.sources import opens_like_lines
    from curation.formats.targets.rows import ROW_WRITERS

    if len(sources) != 1 or to not in ROW_WRITERS or from_format not in (None, "jsonl"):
        return None
    path = Path(sources[0])
    large = path.suffix.lower() in LINES_SUFFIXES and path.is_file() and path.stat().st_size > _LARGE
    return path if large and opens_like_lines(path) else None


class Contents:
    """The files that sources stand for, each once, in order of name; what was read on the way, and what was not."""

    def __init__(self, sources: Iterable[str | Path]) -> None:
        self.root = Path.cwd()
        self.files: set[str] = set()
        self.passed_over: list[str] = []
        self.sources = sources

    def __iter__(self) -> Iterator[tuple[Content, bool]]:
        from curation.formats.files import expand, shown_path
        from curation.formats.sources._content import file_content, files_below, folder_content

        for source in self.sources:
            path = self.root / source
            if path.is_dir():
                whole = folder_content(path, shown_path(path, self.root))
                if whole.files and self._known(whole):
                    self.files |= {os.path.realpath(path / name) for name in whole.files}
                    yield whole, True
                    continue
            for file in files_below(path) if path.is_dir() else expand([str(source)], self.root):
                named, real = file == path, os.path.realpath(file)
                if real in self.files or not (named or file.suffix.lower() in SUFFIXES):
                    continue
                self.files.add(real)
                content = file_content(file, shown_path(file, self.root), self.files)
                yield content, named

    def _known(self, content: Content) -> bool:
        """Whether a folder is one export."""
        from curation.formats.sources import recognised

        try:
            recognised(content)
        except UnknownFormatError:
            return False
        return True

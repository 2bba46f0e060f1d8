"""Files of any format: in, out, and several as one."""

from __future__ import annotations

import glob
import os
from pathlib import Path
from typing import TYPE_CHECKING

from curation.errors import CurationError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from curation.formats.sources import Content
    from curation.model.conversion import Converted, Imported
    from curation.model.merging import Collision, Merged

__all__ = ["convert", "merge", "read"]

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
    from curation.formats.sources import Options, read_source

    known, strict = _columns(columns)
    options = Options(known, sheet, language, strict=strict)
    found: list[Imported] = []
    for content, named in _contents(sources):
        if named or _is_known(content):
            found += read_source(content, options, from_format)
    if not found:
        raise CurationError(f"{', '.join(map(str, sources))}: nothing in it is of a format that can be read")
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
    from curation.formats.files import write_atomically
    from curation.line import ToOptions, converted

    target = None if output is None else Path(output)
    if target is not None:
        _refuse(target, sources, force=force)
    large = _streamed(sources, to, from_format)
    if large is not None and target is not None:
        from curation.formats.stream import convert_lines

        _keep(columns or {}, wanted=keep_columns)
        return convert_lines(large, target, to, columns or {}, language)
    imported = read(*sources, from_format=from_format, columns=columns, sheet=sheet, language=language)
    made = converted(imported, to, ToOptions(name, language, source))
    if target is not None and made.data is not None:
        write_atomically(target, made.data)
    _keep(columns or {}, wanted=keep_columns)
    return made


def _keep(columns: Mapping[str, str], *, wanted: bool) -> None:
    """Add the columns to the settings of the working folder, behind what stands there."""
    from curation.formats.files import read_bytes, write_atomically
    from curation.formats.load import SETTINGS_FILE, find_settings
    from curation.formats.toml import columns_text

    if not wanted:
        return
    if not columns:
        raise CurationError("there are no columns to keep; say which are what with --columns")
    found = find_settings(Path.cwd())
    if found is not None and found.settings.columns.named():
        raise CurationError(f"{found.source.file}: has [columns] already; change them there")
    path = Path.cwd() / SETTINGS_FILE
    before = read_bytes(path, SETTINGS_FILE) if path.exists() else b""
    write_atomically(path, before + columns_text(columns, behind=bool(before)).encode("utf-8"))


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
    from curation.formats.targets.projects import project_bytes
    from curation.formats.write import json_lines
    from curation.stages.merge import merge as _merge

    targets = [Path(path) for path in (output, ledger) if path is not None]
    for target in targets:
        _refuse(target, sources, force=force)
    merged = _merge((found.project for found in read(*sources)), collision=collision)
    if output is not None:
        files = {Path(output): project_bytes(merged.project)}
        if ledger is not None:
            files[Path(ledger)] = json_lines(one.to_dict() for one in merged.dropped)
        write_all(files)
    return merged


def _refuse(target: Path, sources: Iterable[str | Path], *, force: bool) -> None:
    if any(os.path.realpath(target) == os.path.realpath(source) for source in sources):
        raise CurationError(f"{target}: is a file that is read; name another one to write")
    if target.exists() and not force:
        raise CurationError(f"{target}: is there already; name another file, or give --force to replace it")


def _streamed(sources: tuple[str | Path, ...], to: str, from_format: str | None) -> Path | None:
    """The one large file of JSON Lines that can be converted row by row."""
    from curation.formats.targets.rows import ROW_WRITERS

    if len(sources) != 1 or to not in ROW_WRITERS or from_format not in (None, "jsonl"):
        return None
    path = Path(sources[0])
    large = path.suffix.lower() in (".jsonl", ".ndjson") and path.is_file() and path.stat().st_size > _LARGE
    return path if large else None


def _contents(sources: Iterable[str | Path]) -> Iterable[tuple[Content, bool]]:
    """The files that sources stand for, in order of name, and whether each was named."""
    from curation.formats.files import expand, shown_path
    from curation.formats.sources import SUFFIXES
    from curation.formats.sources._content import files_below, folder_content

    root = Path.cwd()
    for source in sources:
        path = root / source
        if path.is_dir():
            whole = folder_content(path, shown_path(path, root))
            if _is_known(whole):
                yield whole, True
            else:
                yield from (
                    (_content(file, root), False) for file in files_below(path) if file.suffix.lower() in SUFFIXES
                )
        else:
            is_glob = glob.has_magic(str(source)) and not os.path.lexists(path)
            yield from ((_content(file, root), not is_glob) for file in expand([str(source)], root))


def _is_known(content: Content) -> bool:
    from curation.formats.sources import recognised

    try:
        recognised(content)
    except CurationError:
        return False
    return True


def _content(path: Path, root: Path) -> Content:
    from curation.formats.files import shown_path
    from curation.formats.sources._content import file_content

    return file_content(path, shown_path(path, root))

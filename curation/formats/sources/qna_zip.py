"""Exports of question answering as an archive: `QnAs.tsv` with synonyms and settings, or one workbook."""

from __future__ import annotations

import csv
import io
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from curation.errors import UnreadableFileError
from curation.formats.columns import keys_of
from curation.formats.json_text import decode
from curation.formats.sources import sheet
from curation.formats.sources._content import Content
from curation.formats.sources._gathering import Gathering
from curation.formats.sources._grid import Grid, keyed
from curation.formats.sources._pairs import read_pairs
from curation.formats.sources.table import grid_of
from curation.model.document import DocumentKind

if TYPE_CHECKING:
    from curation.formats.sources._content import Options
    from curation.model.conversion import Imported

__all__ = ["read", "recognise"]


def _member(content: Content, name: str) -> tuple[str, bytes]:
    """The path and bytes of a member by its bare name, wherever in the archive it lies."""
    found = [(path, data) for path, data in content.members.items() if PurePosixPath(path).name == name]
    if len(found) > 1:
        raise UnreadableFileError(content.file, f"it holds {name} {len(found)} times; unpack it and name one")
    return found[0] if found else ("", b"")


def recognise(content: Content) -> str:
    """Why it is one; empty if it is not."""
    for name in ("QnAs.tsv", "KnowledgeBaseReplica.xlsx"):
        if _member(content, name)[0]:
            return f"it holds {name}, as exports of question answering do"
    return ""


def read(content: Content, why: str, options: Options) -> tuple[Imported, ...]:
    """The pairs with synonyms and settings; unstructured documents are lost by name, they cannot be imported."""
    path, data = _member(content, "QnAs.tsv")
    if not path:
        inner, data = _member(content, "KnowledgeBaseReplica.xlsx")
        return sheet.read(Content(f"{content.file}/{inner}", data), why, options)
    gathering = Gathering(content.file, "qna-zip", why)
    gathering.language, gathering.name = options.language, content.stem
    text = decode(data, f"{content.file}/{path}")[0]
    grid = grid_of(text, f"{content.file}/{path}", options.columns)
    keys = keys_of(grid.header, options.columns_of(grid.header))
    inside = Grid(grid.header, ((f"{path} {place}", row) for place, row in grid.rows))
    read_pairs(gathering, keyed(gathering, inside, keys))
    _synonyms(gathering, content)
    _settings(gathering, content)
    for name in content.members:
        if PurePosixPath(name).name not in ("QnAs.tsv", "Synonyms.tsv", "Settings.tsv"):
            gathering.lost("a document of the archive", name)
    return (gathering.imported(DocumentKind.CQA),)


def _synonyms(gathering: Gathering, content: Content) -> None:
    path, data = _member(content, "Synonyms.tsv")
    text = decode(data, path)[0] if data.strip() else ""
    for row in list(csv.reader(io.StringIO(text, newline="")))[1:]:
        words = [word.strip() for word in row if word.strip()]
        if words:
            gathering.alterations(words)


def _settings(gathering: Gathering, content: Content) -> None:
    path, data = _member(content, "Settings.tsv")
    text = decode(data, path)[0] if data.strip() else ""
    for row in list(csv.reader(io.StringIO(text, newline=""), delimiter="\t", quoting=csv.QUOTE_NONE))[1:]:
        key, value = (row[0].strip().casefold(), row[1]) if len(row) > 1 else ("", "")
        if key == "language":
            gathering.language = gathering.language or value
        elif key == "defaultanswerforkb":
            gathering.settings["settings"] = {"defaultAnswer": value}
        elif key and value:
            gathering.lost(f'the setting "{row[0].strip()}"', path)

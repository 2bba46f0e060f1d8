"""JSON Lines of any length to another format, row by row, in memory that does not grow with the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from curation.errors import UnreadableFileError
from curation.formats.files import written_in_pieces
from curation.formats.sources._gathering import Gathering
from curation.formats.sources.jsonl import LineReader
from curation.formats.targets.rows import COLUMNS, ROW_WRITERS, with_source
from curation.model.conversion import Converted, Notes
from curation.model.document import DocumentKind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from curation.formats.sources._content import Options
    from curation.model.conversion import Unit
    from curation.model.project import Utterance

__all__ = ["convert_lines"]

_WHY = "it has one row a line, and is converted row by row"


def convert_lines(path: Path, target: Path, to: str, options: Options, *, source: bool = False) -> Converted:
    """Convert a file of JSON Lines to one of one row an utterance; the result is as if it were read as a whole.

    `source` keeps with each row the line it came from. The file is read twice where the header of the result depends
    on all rows.

    Raises:
        UnreadableFileError: a line is not UTF-8 or not JSON; it names the line.
        CurationError: the target cannot be written.
    """
    writer = ROW_WRITERS[to]()
    intents: dict[str, None] = {}
    extra: dict[str, None] = {}
    if writer.needs_all_rows:
        for row in _rows(path, Gathering(path.as_posix(), "jsonl", _WHY), options, source=source):
            intents[row.intent] = None
            extra.update(dict.fromkeys(key for key in row.extra or () if key not in COLUMNS))
    gathering = Gathering(path.as_posix(), "jsonl", _WHY)
    gathering.language = options.language
    notes = Notes()
    written: dict[Unit, int] = {"utterance": 0, "label": 0, "answer": 0}
    with written_in_pieces(target) as file:
        file.write(writer.head(intents, extra))
        for row in _rows(path, gathering, options, source=source):
            file.write(writer.row(row, notes, first=not written["utterance"]))
            written["utterance"] += 1
            written["label"] += len(row.spans) if writer.holds_labels else 0
        file.write(writer.tail(empty=not written["utterance"]))
    return Converted(to, (gathering.imported(DocumentKind.UTTERANCES),), written, notes.all()).accounted()


def _rows(path: Path, gathering: Gathering, options: Options, *, source: bool) -> Iterator[Utterance]:
    reader = LineReader(gathering, options)
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            try:
                text = line.removeprefix(b"\xef\xbb\xbf" if number == 1 else b"").decode("utf-8")
            except UnicodeDecodeError:
                problem = "this line is not UTF-8; save the file as UTF-8"
                raise UnreadableFileError(gathering.file, problem, line=number) from None
            reader.line(text, number)
            yield from (with_source(row) if source else row for row in gathering.taken())

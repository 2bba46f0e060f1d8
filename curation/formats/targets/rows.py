"""Targets of one row an utterance: the upload array, JSON Lines, chat messages, and comma-separated values.

They are written row by row, so that a file of any length can be converted in bounded memory.
"""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Protocol

from curation.formats.columns import guarded
from curation.formats.utterances import row_value
from curation.formats.write import encode_text, json_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from curation.model.conversion import Notes
    from curation.model.project import Utterance

__all__ = [
    "COLUMNS",
    "ROW_WRITERS",
    "Chat",
    "Csv",
    "Evals",
    "Lines",
    "RowWriter",
    "Upload",
    "cells_of",
    "csv_bytes",
    "written_rows",
]

COLUMNS = ("text", "intent", "language", "dataset", "entities")


class RowWriter(Protocol):
    """Writes a file row by row; what a row holds that has no place goes to the notes.

    `holds_labels` says whether labels have a place, `needs_all_rows` whether what stands first hangs on all rows.
    """

    holds_labels: bool
    needs_all_rows: bool

    def head(self, intents: Iterable[str], extra: Iterable[str]) -> bytes:
        """What stands before the first row; `intents` and the names of `extra` columns are those of all rows."""

    def row(self, row: Utterance, notes: Notes, *, first: bool) -> bytes:
        """One row."""

    def tail(self, *, empty: bool) -> bytes:
        """What stands behind the last row."""


def written_rows(writer: RowWriter, rows: Iterable[Utterance], notes: Notes) -> Iterator[bytes]:
    """The bytes of the rows, in pieces, with what stands behind the last."""
    empty = True
    for row in rows:
        yield writer.row(row, notes, first=empty)
        empty = False
    yield writer.tail(empty=empty)


class Upload:
    """The array that is uploaded (contract 1.1), one row a line."""

    holds_labels = True
    needs_all_rows = False

    def head(self, intents: Iterable[str], extra: Iterable[str]) -> bytes:
        """The opening bracket."""
        return b"["

    def row(self, row: Utterance, notes: Notes, *, first: bool) -> bytes:
        """The row with all its keys."""
        text = json.dumps(row_value(row), ensure_ascii=False, allow_nan=False)
        return encode_text(f"{'' if first else ','}\n  {text}")

    def tail(self, *, empty: bool) -> bytes:
        """The closing bracket."""
        return b"]\n" if empty else b"\n]\n"


class Lines:
    """JSON Lines: the rows of an upload array, one a line."""

    holds_labels = True
    needs_all_rows = False

    def head(self, intents: Iterable[str], extra: Iterable[str]) -> bytes:
        """Nothing."""
        return b""

    def row(self, row: Utterance, notes: Notes, *, first: bool) -> bytes:
        """The row with all its keys."""
        return json_lines([row_value(row)])

    def tail(self, *, empty: bool) -> bytes:
        """Nothing."""
        return b""


class _Messages(Lines):
    """Chat messages: the instruction with the intents, and what the user says."""

    holds_labels = False
    needs_all_rows = True

    def __init__(self) -> None:
        self._system: dict[str, str] = {}

    def head(self, intents: Iterable[str], extra: Iterable[str]) -> bytes:
        """Nothing; the instruction is made of the intents."""
        names = ", ".join(json.dumps(name, ensure_ascii=False) for name in sorted(set(intents)))
        content = f"Answer with the name of the intent that the message of the user is about. The intents are: {names}"
        self._system = {"role": "system", "content": content}
        return b""

    def _asked(self, row: Utterance, notes: Notes) -> list[dict[str, str]]:
        if row.spans:
            notes.add("lost", "a label, which chat messages have no place for", row.pointer, "label", len(row.spans))
        for key in ("language", "dataset", *(row.extra or ())):
            if key in ("language", "dataset") and getattr(row, key) is None:
                continue
            notes.add("lost", f'"{key}" of a row, which chat messages have no place for', row.pointer)
        return [self._system, {"role": "user", "content": row.text}]


class Chat(_Messages):
    """Rows to tune a language model that routes: the instruction, the utterance, the intent as the answer."""

    def row(self, row: Utterance, notes: Notes, *, first: bool) -> bytes:
        """Three messages."""
        answer = {"role": "assistant", "content": row.intent}
        return json_lines([{"messages": [*self._asked(row, notes), answer]}])


class Evals(_Messages):
    """Rows to judge a language model that routes: the messages so far, and the intent that is right."""

    def row(self, row: Utterance, notes: Notes, *, first: bool) -> bytes:
        """Two messages, and the ideal answer."""
        return json_lines([{"input": self._asked(row, notes), "ideal": row.intent}])


class Csv:
    """Comma-separated values (RFC 4180) with spans as JSON; no spreadsheet runs a cell as a formula."""

    holds_labels = True
    needs_all_rows = True

    def __init__(self) -> None:
        self._columns: tuple[str, ...] = COLUMNS

    def head(self, intents: Iterable[str], extra: Iterable[str]) -> bytes:
        """The header."""
        self._columns = (*COLUMNS, *extra)
        return _csv_line(guarded(column) for column in self._columns)

    def row(self, row: Utterance, notes: Notes, *, first: bool) -> bytes:
        """The cells of a row."""
        return _csv_line(guarded(cell) for cell in cells_of(row, self._columns, notes))

    def tail(self, *, empty: bool) -> bytes:
        """Nothing."""
        return b""


ROW_WRITERS: dict[str, type[Upload | Lines | Chat | Evals | Csv]] = {
    "upload": Upload,
    "jsonl": Lines,
    "chat": Chat,
    "evals": Evals,
    "csv": Csv,
}


def with_source(row: Utterance) -> Utterance:
    """The row with the file and place it came from; one that has a source of its own keeps it as `source of row`."""
    extra = dict(row.extra or {})
    if "source" in extra:
        extra["source of row"] = extra.pop("source")
    return row._replace(extra={**extra, "source": f"{row.file}#{row.pointer}"})


def cells_of(row: Utterance, columns: Iterable[str], notes: Notes) -> list[str]:
    """A row as cells; what is not text is written as JSON."""
    value = row_value(row)
    cells = []
    for column in columns:
        cell = value.get(column, "")
        if not isinstance(cell, str):
            if column != "entities":
                notes.add("rewritten", f'"{column}" of a row is JSON in a cell', row.pointer)
            cell = json.dumps(cell, ensure_ascii=False)
        cells.append(cell)
    return cells


def csv_bytes(rows: Iterable[Iterable[str]]) -> bytes:
    """A table of any columns as comma-separated values, in which nothing is a formula."""
    return b"".join(_csv_line(guarded(cell) for cell in row) for row in rows)


def _csv_line(cells: Iterable[str]) -> bytes:
    out = io.StringIO(newline="")
    # With its own line end the writer quotes a cell for either half of it; rows still end in LF.
    csv.writer(out, lineterminator="\r\n").writerow(list(cells))
    return (out.getvalue()[:-2] + "\n").encode("utf-8", errors="backslashreplace")

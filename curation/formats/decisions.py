"""`decisions.csv`, the append-only record of people's answers."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from curation.errors import CurationError
from curation.formats.cells import as_stored, csv_bytes, plain_cell
from curation.formats.columns import is_triage_sheet
from curation.formats.json_text import decode
from curation.formats.tables import delimiter_of, first_line
from curation.model.decision import Answer, Decision
from curation.model.words import ALIKE, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["DECISION_COLUMNS", "appended", "read_answer", "read_decisions", "restored", "table_rows"]

DECISION_COLUMNS = (
    "intent",
    "decision",
    "task",
    "into",
    "reviewer",
    "date",
    "note",
    "fingerprint",
    "tool_version",
    "text",
    "scope",
)
"""The columns of `decisions.csv`, in order; `schemas/decisions.schema.json` says what they mean."""

_MEANING = ("task", "into", "fingerprint", "text", "scope")
_CONFLICT = re.compile(r"^(<{7}|={7}|>{7}|\|{7})( |$)", re.MULTILINE)
_QUOTED = re.compile(r"[\"'“”„‘’\s]+")
_FINGERPRINT_DIGITS = 16


def read_decisions(data: bytes, file: str) -> tuple[Decision, ...]:
    """The answered rows of a decisions file; rows without a decision are left out, columns of other people passed over.

    Semicolons and tabs are taken as separators where the header has them, as some spreadsheets write.

    Raises:
        CurationError: no header, a missing or a misspelt column, marks of an unfinished merge, or an answer that is
            not one of the five or lacks its target.
    """
    if not data.removeprefix(codecs.BOM_UTF8).strip():
        return ()
    text, _ = decode(data, file)
    found: list[Decision] = []
    wrong: list[str] = []
    rows = table_rows(text, file, needed=("intent", "decision"))
    _refuse_slips(_header(text), file)
    for line, cells in rows:
        try:
            if cells.get("decision"):
                found.append(_decision(cells, file, line))
        except CurationError as error:
            wrong.append(str(error))
    if wrong:
        raise CurationError("; ".join(wrong[:5]) + (f"; and {len(wrong) - 5} more" if len(wrong) > 5 else ""))
    return tuple(found)


def table_rows(text: str, file: str, *, needed: Sequence[str]) -> list[tuple[int, dict[str, str]]]:
    """Line number and cells by column of each row of a CSV text with a header.

    Raises:
        CurationError: the header lacks a needed column or names one twice, or the text holds marks of a merge.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    marked = _CONFLICT.search(lines)
    if marked:
        line = lines.count("\n", 0, marked.start()) + 1
        raise CurationError(
            f"{file}:{line}: a merge was not finished; keep the rows of both sides, delete the lines with {marked[1]}"
        )
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter_of(text), strict=True)
    try:
        names = [name.strip() for name in reader.fieldnames or () if name]
        repeated = sorted({name for name in names if names.count(name) > 1})
        if repeated:
            raise CurationError(f"{file}: the header has the column {', '.join(repeated)} twice; keep one")
        if is_triage_sheet(names):
            how = f"`curation convert {file} --to upload -o ROWS.json` makes rows of what is filed on it"
            raise CurationError(f"{file}: this is a sheet of triage, no answers to questions; {how}")
        missing = [name for name in needed if name not in names]
        if missing:
            close = nearest(missing[0], names, alike=ALIKE)
            hint = f'did you mean "{close}"? ' if close else ""
            problem = f"the header has no column {', '.join(missing)}; {hint}it needs {', '.join(needed)}"
            raise CurationError(f"{file}: {problem}")
        return [
            (
                reader.line_num,
                {key.strip(): plain_cell(value) for key, value in row.items() if key and isinstance(value, str)},
            )
            for row in reader
        ]
    except csv.Error as error:
        raise CurationError(f"{file}:{reader.line_num}: not CSV: {error}") from None


def read_answer(word: str, where: str) -> Answer:
    """The answer a cell names, whatever its case and the quotes around it.

    Raises:
        CurationError: it is none of the five.
    """
    try:
        return Answer(_QUOTED.sub("", word).casefold())
    except ValueError:
        allowed = ", ".join(Answer)
        raise CurationError(f'{where}: the decision must be one of {allowed}, but is "{word[:40]}"') from None


def _header(text: str) -> list[str]:
    return [name.strip() for name in next(csv.reader([first_line(text)], delimiter=delimiter_of(text)))]


def _refuse_slips(header: Sequence[str], file: str) -> None:
    """Refuse a column that is a slip of one that says what a decision is about, and that is not there.

    Raises:
        CurationError: there is one; passed over, it would change what the decisions mean.
    """
    lacking = [name for name in _MEANING if name not in header]
    for name in sorted(set(header) - set(DECISION_COLUMNS)):
        meant = next((known for known in lacking if _is_slip(name.casefold(), known)), None)
        if meant:
            raise CurationError(f'{file}: the header has a column "{name}"; did you mean {meant}? Rename it')


def _is_slip(name: str, known: str) -> bool:
    """Whether two names differ by the order of their letters or by one letter too many: `info` is no slip of `into`."""
    longer, shorter = sorted((name, known), key=len, reverse=True)
    left = [longer[:at] + longer[at + 1 :] for at in range(len(longer))]
    return sorted(name) == sorted(known) or (len(longer) == len(shorter) + 1 and shorter in left)


def _decision(cells: Mapping[str, str], file: str, line: int) -> Decision:
    where = f"{file}:{line}"
    answer = read_answer(cells["decision"], where)
    text = cells.get("text", "")
    target, column = (cells.get("into", ""), "into") if text else (cells.get("task", ""), "task")
    if answer.names_a_target and not target:
        what = "intent" if text else "task"
        instead = "; if no task fits, write keep" if answer is Answer.REJECT and not text else ""
        raise CurationError(
            f"{where}: {answer} needs {'an' if text else 'a'} {what}; name it in the column {column}{instead}"
        )
    kept = ("into", "reviewer", "date", "note", "tool_version", "scope")
    return Decision(
        intent=cells.get("intent", ""),
        answer=answer,
        task=cells.get("task", "") if answer.names_a_target else "",
        fingerprint=_whole(cells.get("fingerprint", "")),
        text=text,
        **{name: cells.get(name, "") for name in kept},
        file=file,
        line=line,
    )


def _whole(fingerprint: str) -> str:
    """A fingerprint of digits alone gets back the zeros that a spreadsheet took from its front."""
    return fingerprint.zfill(_FINGERPRINT_DIGITS) if fingerprint.isdecimal() else fingerprint


def restored(decisions: Iterable[Decision], intents: Iterable[str]) -> tuple[Decision, ...]:
    """Decisions under the names intents have, where no cell can hold a name as it is (a control character in it)."""
    names = list(intents)
    held = Counter(as_stored(name) for name in names)
    named = {as_stored(name): name for name in names if as_stored(name) != name and held[as_stored(name)] == 1}
    if not named:
        return tuple(decisions)
    return tuple(replace(decision, intent=named.get(decision.intent, decision.intent)) for decision in decisions)


def appended(data: bytes, decisions: Iterable[Decision], file: str) -> bytes:
    """The bytes of a decisions file with rows added at its end, in the order and with the separator of its header.

    No row that is there is touched; columns that the header lacks and a new row needs are added at its end.

    Raises:
        CurationError: the file is not in UTF-8, so that bytes of two encodings would stand in it.
    """
    rows = [{name: str(value) for name, value in decision.to_dict().items()} for decision in decisions]
    if not data.removeprefix(codecs.BOM_UTF8).strip():
        return csv_bytes([DECISION_COLUMNS, *([row[name] for name in DECISION_COLUMNS] for row in rows)])
    text = data.removeprefix(codecs.BOM_UTF8).decode("utf-8", errors="replace")
    if "\0" in text[:1000] or codecs.BOM_UTF8 * data.startswith(codecs.BOM_UTF8) + text.encode() != data:
        raise CurationError(f"{file}: rows cannot be added, because it is not in UTF-8; save it as that first")
    delimiter, end = delimiter_of(text), "\r\n" if "\r\n" in text else "\n"
    header = _header(text)
    if first_line(text).count('"') % 2:
        raise CurationError(
            f"{file}: rows cannot be added, because a line of its header is broken in two; mend it first"
        )
    lacking = [name for name in DECISION_COLUMNS if name not in header and any(row[name] for row in rows)]
    if lacking:
        cut = len(text) - len(text.lstrip("\r\n")) + len(first_line(text))
        text = text[:cut] + delimiter + delimiter.join(lacking) + text[cut:]
    columns = [*header, *lacking]
    added = csv_bytes([[row.get(name, "") for name in columns] for row in rows], delimiter=delimiter, end=end)
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    return mark + text.encode("utf-8") + (b"" if text.endswith(("\n", "\r")) else end.encode()) + added

"""`decisions.csv`, the append-only record of people's answers, and the sheet they are given on."""

from __future__ import annotations

import codecs
import csv
import io
from typing import TYPE_CHECKING

from curation.errors import CurationError
from curation.formats.json_text import decode
from curation.model.decision import Answer, Decision

if TYPE_CHECKING:
    from collections.abc import Iterable

    from curation.model.proposal import Proposals

__all__ = [
    "DECISION_COLUMNS",
    "SHEET_COLUMNS",
    "csv_bytes",
    "decision_bytes",
    "inert_cell",
    "read_decisions",
    "sheet_bytes",
]

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
)
"""The columns of `decisions.csv`, in order; `schemas/decisions.schema.json` says what they mean."""

SHEET_COLUMNS = (
    "intent", "rows", "proposed_task", "confidence", "runner_up", "reason", "nearest_intent", "evidence",
    "decision", "task", "into", "note", "fingerprint",
)  # fmt: skip
"""The columns of a review sheet; decision, task, into and note are for the reviewer to fill."""

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def read_decisions(data: bytes, file: str) -> tuple[Decision, ...]:
    """The answered rows of a decisions file or a review sheet; rows without a decision are left out.

    Semicolons are taken as separators where the header has them, as European spreadsheets write.

    Raises:
        CurationError: no header, a missing column, or an answer that is not one of the five.
    """
    if not data.strip():
        return ()
    text, _ = decode(data, file)
    header = text.splitlines()[0]
    delimiter = ";" if header.count(";") > header.count(",") else ","
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        names = [name.strip() for name in reader.fieldnames or () if name]
        repeated = sorted({name for name in names if names.count(name) > 1})
        if repeated:
            raise CurationError(f"{file}: the header has the column {', '.join(repeated)} twice; keep one")
        missing = {"intent", "decision"} - {name.strip() for name in reader.fieldnames or ()}
        if missing:
            columns = ", ".join(sorted(missing))
            raise CurationError(f"{file}: the header has no column {columns}; it needs {', '.join(DECISION_COLUMNS)}")
        found: list[Decision | None] = []
        wrong: list[str] = []
        for row in reader:
            try:
                found.append(_read_row(row, file, reader.line_num))
            except CurationError as error:
                wrong.append(str(error))
    except csv.Error as error:
        raise CurationError(f"{file}:{reader.line_num}: not CSV: {error}") from None
    if wrong:
        raise CurationError("; ".join(wrong[:5]) + (f"; and {len(wrong) - 5} more" if len(wrong) > 5 else ""))
    return tuple(decision for decision in found if decision is not None)


def _read_row(row: dict[str | None, str | list[str] | None], file: str, line: int) -> Decision | None:
    cells = {key.strip(): _plain(value) for key, value in row.items() if key and isinstance(value, str)}
    word = cells.get("decision", "").casefold()
    if not word:
        return None
    try:
        answer = Answer(word)
    except ValueError:
        allowed = ", ".join(Answer)
        raise CurationError(f'{file}:{line}: the decision must be one of {allowed}, but is "{word[:40]}"') from None
    task = cells.get("task") or cells.get("proposed_task", "")
    if answer.names_a_task and not task:
        none_fits = "; if no task fits, write keep" if answer is Answer.REJECT else ""
        raise CurationError(f"{file}:{line}: {answer} needs a task; name the project in the column task{none_fits}")
    return Decision(
        intent=cells.get("intent", ""),
        answer=answer,
        task=task if answer.names_a_task else "",
        **{name: cells.get(name, "") for name in ("into", "reviewer", "date", "note", "fingerprint", "tool_version")},
        file=file,
        line=line,
    )


def refuse_other_form(data: bytes, file: str) -> None:
    """Refuse to append to a decisions file that was saved in another form than ours.

    Raises:
        CurationError: another encoding, separator or order of columns; rows in two forms cannot be read back.
    """
    ours = ",".join(DECISION_COLUMNS).encode()
    if data.strip() and data.splitlines()[0].removeprefix(codecs.BOM_UTF8).replace(b'"', b"") != ours:
        raise CurationError(
            f"{file}: rows cannot be added, because it is not in UTF-8 with commas and the columns "
            f"{', '.join(DECISION_COLUMNS)} in this order; save it like that first"
        )


def decision_bytes(decisions: Iterable[Decision], *, header: bool) -> bytes:
    """Rows of `decisions.csv` in UTF-8 with LF."""
    rows = [
        [d.intent, str(d.answer), d.task, d.into, d.reviewer, d.date, d.note, d.fingerprint, d.tool_version]
        for d in decisions
    ]
    return csv_bytes([list(DECISION_COLUMNS), *rows] if header else rows)


def sheet_bytes(proposals: Proposals) -> bytes:
    """A review sheet with a row for each proposal; a spreadsheet opens it, `curation decide --from` reads it."""
    rows: list[list[str]] = [list(SHEET_COLUMNS)]
    for p in proposals.proposals:
        first, second = (p.candidates[i] if i < len(p.candidates) else None for i in (0, 1))
        evidence = " | ".join(f"{e.text} ~ {e.task_text}" for e in (first.evidence if first else ())[:2]).replace(
            ";", ","
        )
        runner_up = f"{second.task} {second.score:.2f}" if second else ""
        if first and not p.task:
            runner_up = f"nearest: {first.task} {first.score:.2f}"
        nearest = first.into if first and p.task else ""
        rows.append(
            [
                p.intent,
                str(p.rows),
                p.task or "",
                f"{p.confidence:.2f}" if p.rows else "",
                runner_up if p.rows else "",
                p.reason,
                nearest,
                evidence,
                "",
                "",
                "",
                "",
                p.fingerprint,
            ]
        )
    return csv_bytes(rows)


def csv_bytes(rows: list[list[str]]) -> bytes:
    """Rows as CSV in UTF-8, every cell inert in a spreadsheet."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows([[inert_cell(cell) for cell in row] for row in rows])
    return out.getvalue().encode("utf-8", errors="backslashreplace")


def inert_cell(cell: str) -> str:
    """A cell no spreadsheet takes for a formula; `_plain` takes the apostrophe off again."""
    cell = "".join(" " if char < " " or char == "\x7f" else char for char in cell)
    return f"'{cell}" if cell.startswith((*_FORMULA_STARTS, "'")) else cell


def _plain(cell: str) -> str:
    cell = cell.strip()
    return cell[1:] if cell.startswith("'") and cell[1:].startswith((*_FORMULA_STARTS, "'")) else cell

"""The sheet on which a person answers: a workbook or a CSV file, and the answers that come back."""

from __future__ import annotations

import codecs
import io
import re
from typing import TYPE_CHECKING

from curation.errors import CurationError, UnreadableFileError
from curation.formats.cells import csv_bytes, plain_cell, without_controls
from curation.formats.decisions import read_answer, table_rows
from curation.formats.json_text import decode
from curation.formats.targets.sheet import LONGEST_CELL, plain_workbook
from curation.model.decision import Answer
from curation.model.review import NO_TASK, STAYS, ReviewAnswer, check_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import xlsxwriter
    from xlsxwriter.worksheet import Worksheet

    from curation.model.review import ReviewQueue

__all__ = ["SHEET_COLUMNS", "csv_sheet", "read_sheet", "xlsx_sheet"]

SHEET_COLUMNS = (
    "kind", "project", "intent", "utterance", "rows", "proposed", "proposed_into", "confidence", "runner_up", "reason",
    "evidence", "decision", "target", "into", "note", "key",
)  # fmt: skip
"""The columns of a review sheet; decision, target, into and note are for the reviewer to fill, the rest is locked."""

_EDITABLE = ("decision", "target", "into", "note")
_WIDTHS = (10, 16, 22, 44, 7, 22, 22, 11, 22, 40, 60, 12, 22, 22, 30, 34)
_NAME = "review"
_MOST_ROWS = 65_000
_COLUMNS_OF_BOTH = 4
"""Columns that a decisions file has as well: intent, decision, into, note."""
_KEY = re.compile(r"(q[0-9a-f]{11})\.f([0-9a-f]*)\.c([0-9a-f]{8})")
_HOW_TO = (
    "Answer in the yellow columns; the grey ones are locked and are not read back, except to find the row again.",
    "decision: accept - the proposal is right (where no task fits: keep the intent as a routing intent)",
    "decision: retarget - another target is right; choose it in the column target",
    "decision: keep - an intent leads to no task; an utterance stays where it is",
    "decision: reject - the proposed target is wrong and is not to be proposed again; the right one is not known",
    "decision: unsure - somebody else has to look",
    "target: the task of an intent, or the intent an utterance belongs to; into: the intent inside the task, if any",
    "Rows without a decision are passed over. Sort and filter as you like. Send the file back as it is.",
    "It is taken over with: curation decide FOLDER FILE --reviewer NAME",
)


def csv_sheet(queue: ReviewQueue, *, accept_above: float | None = None) -> bytes:
    """The sheet as CSV with a byte-order mark and CRLF, as Excel wants it. CSV has no drop-downs and no locks."""
    return codecs.BOM_UTF8 + csv_bytes([SHEET_COLUMNS, *_rows(queue, accept_above)], end="\r\n")


def _rows(queue: ReviewQueue, accept_above: float | None) -> Iterator[list[str]]:
    for item in queue.wanted:
        proposed = item.proposed_cells
        preselected = accept_above is not None and item.proposed.confidence >= accept_above and item.proposed.decision
        second = next((o for o in item.options if o.target != proposed[0]), None)
        shown = item.options[0].pairs[:2] if item.options else ()
        evidence = [f"{a} ~ {b}" for a, b, _ in shown] + [f"{beside.text} [{beside.intent}]" for beside in item.beside]
        yield [
            item.kind,
            item.subject.scope,
            item.subject.intent,
            item.subject.text or " | ".join(sample.text for sample in item.samples[:3]),
            str(item.rows),
            *proposed,
            f"{item.proposed.confidence:.2f}" if item.proposed.decision else "",
            f"{second.target} {second.score:.2f}" if second else "",
            item.why,
            " | ".join(evidence[:3]),
            str(Answer.ACCEPT) if preselected else "",
            "",
            "",
            "",
            item.key,
        ]


def xlsx_sheet(queue: ReviewQueue, *, accept_above: float | None = None) -> bytes:
    """The sheet as a workbook: context locked, answers by drop-down, nothing a formula. The same queue, the same bytes.

    Raises:
        CurationError: there are more questions than fit.
    """
    rows = list(_rows(queue, accept_above))
    if len(rows) > _MOST_ROWS:
        raise CurationError(f"a sheet takes {_MOST_ROWS:,} questions, here are {len(rows):,}; write --csv instead")
    out = io.BytesIO()
    with plain_workbook(out) as book:
        sheet = book.add_worksheet(_NAME)
        _write_questions(book, sheet, rows)
        _write_lists(book, sheet, queue, rows)
        help_sheet = book.add_worksheet("how to")
        help_sheet.set_column(0, 0, 110)
        for number, line in enumerate(_HOW_TO):
            help_sheet.write_string(number, 0, line)
        meta = book.add_worksheet("meta")
        meta.write_row(0, 0, ["sheet version", "1"])
        meta.write_row(1, 0, ["questions", str(len(rows))])
        meta.hide()
    return out.getvalue()


def _write_questions(book: xlsxwriter.Workbook, sheet: Worksheet, rows: Sequence[Sequence[str]]) -> None:
    bold = book.add_format({"bold": True, "bg_color": "#D9D9D9", "text_wrap": True, "valign": "top"})
    grey = book.add_format({"locked": True, "bg_color": "#F2F2F2", "text_wrap": True, "valign": "top"})
    yellow = book.add_format(
        {"locked": False, "bg_color": "#FFF8DC", "text_wrap": True, "valign": "top", "num_format": "@"}
    )
    for column, title in enumerate(SHEET_COLUMNS):
        sheet.set_column(column, column, _WIDTHS[column])
        sheet.write_string(0, column, title, bold)
        look = yellow if title in _EDITABLE else grey
        for number, row in enumerate(rows, start=1):
            if row[column]:
                sheet.write_string(number, column, _cell(row[column]), look)
            else:
                sheet.write_blank(number, column, None, look)
    sheet.freeze_panes(1, 4)
    sheet.autofilter(0, 0, max(len(rows), 1), len(SHEET_COLUMNS) - 1)
    allowed = ("format_columns", "format_rows", "sort", "autofilter", "select_locked_cells", "select_unlocked_cells")
    sheet.protect("", dict.fromkeys(allowed, True))


def _cell(text: str) -> str:
    return without_controls(text).encode("utf-8", errors="backslashreplace").decode("utf-8")[:LONGEST_CELL]


def _write_lists(
    book: xlsxwriter.Workbook, sheet: Worksheet, queue: ReviewQueue, rows: Sequence[Sequence[str]]
) -> None:
    """Drop-downs: answers, the tasks for intents, the intents for utterances; the names stand on a hidden sheet."""
    lists = book.add_worksheet("lists")
    children = sorted({name for inside in queue.targets.values() for name in inside})
    intents = sorted({name for names in queue.intents.values() for name in names})
    places = {}
    for column, (what, names) in enumerate((("task", sorted(queue.targets)), ("child", children), ("intent", intents))):
        for number, name in enumerate(names):
            lists.write_string(number, column, _cell(name))
        letter = chr(ord("A") + column)
        places[what] = f"=lists!${letter}$1:${letter}${max(len(names), 1)}"
    lists.hide()
    if not rows:
        return
    at = {name: SHEET_COLUMNS.index(name) for name in _EDITABLE}
    sheet.data_validation(
        1, at["decision"], len(rows), at["decision"], {"validate": "list", "source": [str(answer) for answer in Answer]}
    )
    links = sum(row[0] == "link" for row in rows)
    parts = ((1, links, "target", "task"), (1, links, "into", "child"), (links + 1, len(rows), "target", "intent"))
    for top, bottom, column_name, source in parts:
        if top <= bottom:
            kind = {"validate": "list", "source": places[source], "error_type": "warning"}
            sheet.data_validation(top, at[column_name], bottom, at[column_name], kind)


def read_sheet(data: bytes, file: str) -> tuple[tuple[ReviewAnswer, ...], tuple[str, ...]] | None:
    """The answered rows of a sheet, and of those that cannot be used why; `None` where it is no review sheet.

    Only what a reviewer may change is taken from it, besides the key that says which row it was.

    Raises:
        CurationError: it cannot be read, or has a column twice.
    """
    rows = _workbook_rows(data, file) if data.startswith(b"PK\x03\x04") else _csv_rows(data, file)
    if rows is None:
        return None
    found: list[ReviewAnswer] = []
    wrong: list[str] = []
    seen: dict[str, int] = {}
    for line, cells in rows:
        word, target = cells.get("decision", ""), cells.get("target", "")
        if not word:
            if target or cells.get("into"):
                wrong.append(f"{file}:{line}: a target but no decision; write retarget beside it")
            continue
        try:
            answer = _answer(cells, file, line)
        except CurationError as error:
            wrong.append(str(error))
            continue
        if answer.id in seen:
            wrong.append(f"{file}:{line}: the row of line {seen[answer.id]} again; the first one counts")
            continue
        seen[answer.id] = line
        found.append(answer)
    return tuple(found), tuple(wrong)


def _answer(cells: Mapping[str, str], file: str, line: int) -> ReviewAnswer:
    where = f"{file}:{line}"
    key = _KEY.fullmatch(cells.get("key", ""))
    if key is None:
        raise CurationError(f"{where}: the key of the row is missing or damaged; answer on a fresh sheet")
    answer = read_answer(cells["decision"], where)
    proposed, proposed_into = cells.get("proposed", ""), cells.get("proposed_into", "")
    target, into = cells.get("target", ""), cells.get("into", "")
    leans = answer in (Answer.ACCEPT, Answer.REJECT) and not target
    if leans and key[3] != check_of(key[1], proposed, proposed_into):
        raise CurationError(f"{where}: the proposal on the row was changed; choose a target and write retarget")
    if answer is Answer.RETARGET and not target:
        raise CurationError(f"{where}: retarget needs a target; choose one in the column target")
    if answer is Answer.ACCEPT and target and target != proposed:
        answer = Answer.RETARGET
    elif answer is Answer.ACCEPT and not target and proposed in (NO_TASK, STAYS):
        answer, into = Answer.KEEP, ""
    elif leans:
        target, into = proposed, into or (proposed_into if answer is Answer.ACCEPT else "")
    if answer.names_a_target and (not target or target in (NO_TASK, STAYS)):
        raise CurationError(f"{where}: {answer} needs a target, and none was proposed; write retarget and choose one")
    note, reviewer, date = (cells.get(name, "") for name in ("note", "reviewer", "date"))
    return ReviewAnswer(line, key[1], key[2], answer, target, into, note, reviewer, date)


def _csv_rows(data: bytes, file: str) -> list[tuple[int, dict[str, str]]] | None:
    try:
        text, _ = decode(data, file)
    except UnreadableFileError:
        text = data.decode("cp1252", errors="replace")  # what Excel calls CSV without saying UTF-8
        if not data.strip() or "key" not in text.split("\n", 1)[0]:
            raise
    rows = table_rows(text, file, needed=("decision",))
    names = {name.casefold() for _, cells in rows for name in cells}
    if "key" not in names and len(names & {*SHEET_COLUMNS}) <= _COLUMNS_OF_BOTH:
        return None
    return [(line, {name.casefold(): cell for name, cell in cells.items()}) for line, cells in rows]


def _workbook_rows(data: bytes, file: str) -> list[tuple[int, dict[str, str]]] | None:
    from curation.formats.sources.sheet import sheet_cells

    header, *rows = sheet_cells(data, file, _NAME) or [[]]
    names = [name.strip().casefold() for name in header]
    repeated = sorted({name for name in names if name and names.count(name) > 1})
    if repeated:
        raise CurationError(f"{file}: the header has the column {', '.join(repeated)} twice; keep one")
    if "decision" not in names:
        raise CurationError(f"{file}: no sheet has a column decision; answer on a sheet of `curation review --xlsx`")
    return [
        (number, {n: plain_cell(c) for n, c in zip(names, row, strict=False)})
        for number, row in enumerate(rows, start=2)
    ]

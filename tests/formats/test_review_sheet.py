"""Sheets come back as they went out, whatever stands in them."""

from __future__ import annotations

import io

import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from curation.formats.cells import inert_cell, plain_cell
from curation.formats.review_sheet import SHEET_COLUMNS, csv_sheet, read_sheet, xlsx_sheet
from curation.formats.sources.sheet import sheet_cells
from curation.model.decision import Answer, Subject
from curation.model.review import Beside, ItemState, Option, Proposed, ReviewItem, ReviewQueue

HOSTILE = st.sampled_from(
    ["=1+1", "@cmd", "+1 800", "-x", "'quoted", "00123", "1/2", "1e9", "a\nb", "\ud800", "\x00", "🚲", '"', ";"]
)
TEXTS = st.one_of(HOSTILE, st.text(min_size=1, max_size=40))
PLAIN = st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=30).map(str.strip).filter(bool)


def item(number, intent, text, task, into, decision):
    subject = Subject("", intent, text)
    options = (Option(task, "Conversation", 0.5, into, ("word",), ((text, "like it", 0.5),)),)
    return ReviewItem(
        f"q{number:011x}", "utterance" if text else "link", subject, "0123456789abcdef", ItemState.OPEN, 3,
        Proposed(decision, task if not text else "", into, 0.5), text, "X", options, (Beside(text, intent, 0.5),),
    )  # fmt: skip


@st.composite
def queues(draw):
    count = draw(st.integers(1, 4))
    items = [
        item(
            n,
            draw(TEXTS),
            draw(st.one_of(st.just(""), TEXTS)),
            draw(PLAIN),
            draw(PLAIN),
            draw(st.sampled_from(["accept", "keep"])),
        )
        for n in range(count)
    ]
    return ReviewQueue(tuple(items), {"T": ("C",)}, {"": ("I",)})


def filled(cells, answers):
    """The rows of a sheet with answers (decision, target, into, note) written into the yellow columns."""
    out = [cells[0]]
    for row, answer in zip(cells[1:], answers, strict=True):
        values = dict(zip(cells[0], row, strict=True)) | dict(
            zip(("decision", "target", "into", "note"), answer, strict=True)
        )
        out.append([values[name] for name in cells[0]])
    return out


def workbook(rows):
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        page = book.add_worksheet("review")
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                page.write_string(number, column, cell)
    return out.getvalue()


@settings(max_examples=60)
@given(queues(), st.lists(st.tuples(PLAIN, PLAIN), min_size=4, max_size=4))
def test_answers_on_a_workbook_come_back_for_the_rows_they_were_given_to(queue, targets):
    cells = [[str(cell) for cell in row] for row in sheet_cells(xlsx_sheet(queue), "s.xlsx", "review")]
    assert tuple(cells[0]) == SHEET_COLUMNS
    answers = [("retarget", target, "", note) for target, note in targets][: len(queue)]
    found, wrong = read_sheet(workbook(filled(cells, answers)), "s.xlsx")
    assert wrong == ()
    assert [(a.id, a.fingerprint, a.answer) for a in found] == [
        (one.id, one.fingerprint, Answer.RETARGET) for one in queue.items
    ]
    assert [(a.target, a.note) for a in found] == [(plain_cell(t), plain_cell(n)) for t, n in targets][: len(queue)]


@settings(max_examples=60)
@given(queues())
def test_accepting_means_what_stood_on_the_row_in_both_forms(queue):
    for made in (xlsx_sheet(queue, accept_above=0.5), csv_sheet(queue, accept_above=0.5)):
        found, wrong = read_sheet(made, "s")
        assert wrong == ()
        for one, answer in zip(queue.items, found, strict=True):
            kept = one.proposed.decision == "keep"
            target, into = ("", "") if kept else one.proposed_cells
            assert answer.answer == (Answer.KEEP if kept else Answer.ACCEPT)
            assert [answer.target.split(), answer.into.split()] == [target.split(), into.split()]


@given(TEXTS)
def test_no_cell_is_a_formula_and_what_is_plain_comes_back(text):
    cell = inert_cell(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    if text.isprintable() and text == text.strip():
        assert plain_cell(cell) == text

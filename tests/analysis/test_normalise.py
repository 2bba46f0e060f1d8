"""When two texts are one."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.analysis.normalise import fingerprint, normalised, words_of_name


@pytest.mark.parametrize(
    "other",
    [
        "book a table",
        "  Book a  table!",
        "BOOK A TABLE.",
        "book a ｔable",
        '"Book" a table?',
        "book-a table",
        "book a\u2011table",
    ],
)
def test_case_spaces_edges_hyphens_and_unicode_form_do_not_count(other):
    assert normalised(other) == "book a table"


@pytest.mark.parametrize("other", ["book the table", "booka table", "a--b", "don't"])
def test_words_do_count(other):
    assert normalised(other) != normalised("book a table")
    assert normalised(other) == other


def test_punctuation_alone_is_a_text_of_its_own():
    assert normalised("??") == "??"
    assert normalised("??") != normalised("!!")


@given(st.text())
def test_normalising_twice_is_normalising_once_for_the_first_pass_changes_nothing_after(text):
    once = normalised(text)
    assert normalised(once) == normalised(normalised(once))


@given(st.lists(st.text()))
def test_a_fingerprint_does_not_depend_on_order(texts):
    assert fingerprint(texts) == fingerprint(reversed(texts))


def test_a_fingerprint_changes_with_a_text():
    assert fingerprint(["a", "b"]) != fingerprint(["a", "c"])
    assert fingerprint(["a", "b"]) != fingerprint(["a b"])


def test_what_projects_have_written_down_keeps_its_name_though_hyphens_do_not_count_any_more():
    assert normalised("top-up") == normalised("top up")
    assert fingerprint(["My Top-up!"]) == fingerprint(["my top-up"]) != fingerprint(["my top up"])


@pytest.mark.parametrize("name", ["CheckBill", "check_bill", "check-bill", "Check.Bill", "checkBill"])
def test_a_name_becomes_its_words(name):
    assert words_of_name(name) == "check bill"


@given(st.text(st.sampled_from(list("aB1 .,?!'`\"-_()[]\t\n")), max_size=20))
def test_plain_texts_take_a_shorter_way_to_the_same_key(text):
    folded = unicodedata.normalize("NFKC", text).replace("`", "'").casefold()
    spaced = re.sub(r"(?<=\w)[-‐–—](?=\w)", " ", folded)
    words = [word.strip("\"'.,;:!?¿¡()[]{}<>…-–—") for word in spaced.split()]
    assert normalised(text) == (" ".join(filter(None, words)) or " ".join(folded.split()))

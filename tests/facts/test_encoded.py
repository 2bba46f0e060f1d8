"""Vectors that are kept are the vectors that would be made."""

from __future__ import annotations

import random

import numpy as np
import pytest

from curation.analysis.encoder import SentenceEncoder
from curation.facts import encoded
from curation.facts.encoded import KeptEncoder
from curation.formats.cache import Store

WORDS = [
    "rain",
    "snow",
    "wind",
    "jazz",
    "song",
    "music",
    "sunday",
    "volume",
    "bicycle",
    "taxes",
    "window",
    "kitchen",
    "light",
    "seven",
]


class Counted:
    """The sentence encoder, which counts what it is asked."""

    name = "counted"

    def __init__(self):
        self.asked = []

    def encode(self, texts):
        self.asked += texts
        return SentenceEncoder().encode(texts)


@pytest.fixture
def texts(monkeypatch):
    monkeypatch.setattr(encoded, "_GROUP", 4)
    chance = random.Random(1)
    return sorted({" ".join(chance.choices(WORDS, k=chance.randrange(1, 12))) for _ in range(60)})


def test_vectors_are_those_of_the_encoder_in_the_order_of_the_texts(texts, tmp_path):
    asked = [*texts[::-1], texts[3], texts[3]]
    expected = SentenceEncoder().encode(asked)
    for store in (None, Store(tmp_path), Store(tmp_path)):
        assert KeptEncoder(SentenceEncoder(), store).encode(asked) == pytest.approx(expected, abs=1e-6)


def test_after_an_edit_only_its_group_is_encoded_and_the_bits_are_those_of_a_run_from_nothing(texts, tmp_path):
    KeptEncoder(Counted(), Store(tmp_path / "a")).encode(texts)
    edited = [*texts[1:], "a text that was not there"]
    again, anew = Counted(), Counted()
    kept = KeptEncoder(again, Store(tmp_path / "a")).encode(edited)
    whole = KeptEncoder(anew, Store(tmp_path / "b")).encode(edited)
    assert np.array_equal(kept, whole)
    assert np.array_equal(kept, KeptEncoder(Counted(), None).encode(edited))
    assert "a text that was not there" in again.asked
    assert len(anew.asked) == len(texts)
    assert len(again.asked) <= len(texts) // 2
    quiet = Counted()
    KeptEncoder(quiet, Store(tmp_path / "a")).encode(edited[::-1])
    assert quiet.asked == []


def test_without_texts_there_are_no_rows(tmp_path):
    assert KeptEncoder(SentenceEncoder(), Store(tmp_path)).encode([]).shape == (0, 512)


def test_another_encoder_has_vectors_of_its_own(texts, tmp_path):
    KeptEncoder(SentenceEncoder(), Store(tmp_path)).encode(texts)
    other = Counted()
    KeptEncoder(other, Store(tmp_path)).encode(texts)
    assert sorted(other.asked) == texts

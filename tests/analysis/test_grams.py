"""n-grams as arrays say what scikit-learn says."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.analysis.features import character_tfidf
from curation.analysis.grams import grams_of, hashed_tfidf, joined
from curation.analysis.normalise import normalised

WRITTEN = (
    "will it rain on sunday",
    "will it rain on sundays",
    "日本 の 天気",
    "a",
    "é ü ß",
    "aaaaaaa aaaaaaa",
    "🙂🙂 ok",
)
TEXTS = [normalised(text) for text in WRITTEN]
words = st.text(st.characters(blacklist_categories=("Zs", "Zl", "Zp", "Cc")), min_size=1, max_size=12)


def test_a_text_is_cut_inside_the_edges_of_its_words():
    # " ab " has three pairs, two threes and itself; " c " has two pairs and itself
    assert grams_of(["ab c"]).ends.tolist() == [9]


def test_cosines_are_those_of_scikit_learn():
    expected = (character_tfidf(TEXTS) @ character_tfidf(TEXTS).T).toarray()
    found = (hashed_tfidf(TEXTS) @ hashed_tfidf(TEXTS).T).toarray()
    assert found == pytest.approx(expected, abs=1e-5)


@given(st.lists(st.lists(words, min_size=1, max_size=6).map(" ".join).filter(normalised), min_size=1, max_size=8))
def test_whatever_the_script_cosines_are_those_of_scikit_learn(texts):
    keys = [normalised(normalised(text).lower()) for text in texts]
    expected = (character_tfidf(keys) @ character_tfidf(keys).T).toarray()
    found = (hashed_tfidf(keys) @ hashed_tfidf(keys).T).toarray()
    assert found == pytest.approx(expected, abs=0.02)  # of few texts one n-gram in a shared column weighs much


def test_texts_in_turns_are_texts_at_once():
    whole, parts = (
        grams_of(TEXTS),
        joined([grams_of(TEXTS[:2]), grams_of(TEXTS[2:5]), grams_of([]), grams_of(TEXTS[5:])]),
    )
    for one, other in zip(whole, parts, strict=True):
        assert np.array_equal(one, other)


def test_a_word_that_comes_more_than_255_times_counts_as_often_as_a_byte_holds():
    assert grams_of(["ja " * 300]).counts.max() == 255

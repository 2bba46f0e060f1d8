"""Signatures find the pairs that comparing all with all finds."""

from __future__ import annotations

import random

import numpy as np
import pytest

from curation.analysis.grams import GRAM_COLUMNS, gram_rows, grams_of, hashed_tfidf, rarity
from curation.analysis.minhash import Bands, Collisions, bands_for, likely, paired, signed
from curation.analysis.neighbours import alike

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
    "o'clock",
    "please",
]


def variants(count):
    chance = random.Random(3)
    found = []
    for _ in range(count):
        text = chance.choices(WORDS, k=8)
        other = list(text)
        other[chance.randrange(8)] = chance.choice(WORDS)
        found += [" ".join(text), " ".join(other), " ".join([*text, str(chance.randrange(100))])]
    return sorted(set(found))


def signatures(texts, threshold):
    grams = grams_of(texts)
    weights = rarity(np.bincount(grams.columns, minlength=GRAM_COLUMNS), len(texts))
    return signed(grams, gram_rows(grams, weights).data, bands_for(threshold))


def pairs_of(keys, otherwise, at_once=64):
    collisions = Collisions(keys, otherwise)
    parts = [collisions.pairs(slice(at, min(at + at_once, len(keys)))) for at in range(0, len(keys), at_once)]
    return tuple(np.concatenate([np.zeros(0, np.int64), *(part[side] for part in parts)]) for side in (0, 1))


@pytest.mark.parametrize("threshold", [0.8, 0.9])
def test_97_pairs_of_100_agree_in_a_band_and_look_alike_though_words_are_said_twice(threshold):
    texts = variants(1500)
    exact = {(pair.first, pair.second) for pair in alike(hashed_tfidf(texts), threshold)}
    keys, sketch = signatures(texts, threshold)
    found = set()
    for band, key in enumerate(keys):
        first, second = pairs_of(key, keys[band - 1])
        may = likely(sketch[first], sketch[second], threshold)
        found |= set(zip(first[may].tolist(), second[may].tolist(), strict=True))
    assert len(exact) > 1000
    assert len(exact & found) / len(exact) >= 0.97
    assert len(found) < 0.1 * len(texts) ** 2 / 2


@pytest.mark.parametrize(
    ("threshold", "bands"), [(0.5, Bands(26, 1)), (0.8, Bands(28, 3)), (0.9, Bands(22, 5)), (1.0, Bands(7, 8))]
)
def test_bands_are_as_wide_as_160_minima_allow(threshold, bands):
    assert bands_for(threshold) == bands


def test_the_same_text_has_the_same_signature_wherever_it_stands():
    texts = variants(40)
    whole = signatures(texts, 0.9)
    weights = np.ones(GRAM_COLUMNS, dtype=np.float32)

    def keys_of(some):
        grams = grams_of(some)
        return signed(grams, gram_rows(grams, weights).data, Bands(2, 3)).keys

    alone, together = [keys_of([text]) for text in texts], keys_of(texts)
    assert np.array_equal(np.hstack(alone), together)
    assert whole.keys.shape == (22, len(texts))
    assert whole.sketch.shape == (len(texts), 110)


def test_equal_keys_are_paired_each_pair_once_the_smaller_first():
    keys = np.array([5, 7, 5, 9, 5, 7], dtype=np.uint64)
    first, second = pairs_of(keys, keys[::-1].copy())
    assert sorted(zip(first.tolist(), second.tolist(), strict=True)) == [(0, 2), (0, 4), (1, 5), (2, 4)]
    none = np.zeros(0, dtype=np.uint64)
    assert [len(side) for side in pairs_of(none, none)] == [0, 0]
    assert Collisions(none, none).ranks().tolist() == []


@pytest.mark.parametrize("size", [65, 66, 129, 130, 1000])
def test_of_a_crowd_each_is_paired_with_the_first_64_and_the_64_behind_it_in_order_of_another_band(size):
    keys, otherwise = np.zeros(size, dtype=np.uint64), np.arange(size, 0, -1, dtype=np.uint64)
    first, second = pairs_of(keys, otherwise, at_once=50)
    pairs = list(zip(first.tolist(), second.tolist(), strict=True))
    assert len(pairs) == len(set(pairs))
    last = size - 1
    assert set(pairs) == {(last - b, last - a) for b in range(size) for a in range(b) if a < 64 or b - a <= 64}
    ranks = Collisions(keys, otherwise).ranks()
    assert ranks.tolist() == list(range(size))[::-1]
    one, other = np.triu_indices(size, 1)
    said = paired(ranks[one], ranks[other])
    assert set(zip(one[said].tolist(), other[said].tolist(), strict=True)) == set(pairs)


def test_of_texts_as_people_write_them_99_pairs_of_100_are_found():
    chance = random.Random(1)
    bases = [
        [f"{a}{b}" for a, b in zip(chance.sample(WORDS, 8), chance.sample("abcdefgh", 8), strict=True)]
        for _ in range(400)
    ]
    texts = []
    for base in bases:
        texts.append(" ".join(base))
        places = chance.sample(range(8), 3)
        texts += [" ".join([*base[:place], chance.choice("xyz"), *base[place:]]) for place in places]
    texts = sorted(set(texts))
    exact = {(pair.first, pair.second) for pair in alike(hashed_tfidf(texts), 0.9)}
    keys, _ = signatures(texts, 0.9)
    pairs = [zip(*(side.tolist() for side in pairs_of(key, key)), strict=True) for key in keys]
    found = {pair for some in pairs for pair in some}
    assert len(exact) > 1000
    assert len(exact & found) / len(exact) >= 0.99

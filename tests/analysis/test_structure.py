"""The shape of one label's texts."""

from __future__ import annotations

import numpy as np

from curation.analysis.judgement import Judgement
from curation.analysis.marks import marks_of
from curation.analysis.structure import halves_of, opening_of, telling_words, usual_words


def graph(positions, likeness):
    count = len(positions)
    chances = np.full((count, 2), 0.5, dtype=np.float32)
    zeros = np.zeros(count)
    return Judgement(
        ("a", "b"), chances, zeros.astype(int), zeros.astype(int), zeros, np.array(positions), np.array(likeness)
    )


def ring(start, count):
    return [[start + (at + 1) % count, start + (at + 2) % count] for at in range(count)]


def test_two_rings_without_a_link_are_cut_between_them():
    found = halves_of(graph(ring(0, 14) + ring(14, 14), [[0.9, 0.8]] * 28), range(28))
    assert (found.first, found.second) == (tuple(range(14)), tuple(range(14, 28)))
    assert found.crossing < 1e-6


def test_one_ring_has_no_cheap_cut():
    assert halves_of(graph(ring(0, 28), [[0.9, 0.8]] * 28), range(28)).crossing > 0.1


def test_few_texts_are_not_cut():
    assert halves_of(graph(ring(0, 23), [[0.9, 0.8]] * 23), range(23)) is None


def test_an_opening_is_that_of_most_texts_that_go_on():
    texts = ["i want to go", "i want to stay", "i want to", "leave me alone now"]
    assert opening_of(texts) == ("i want to", 0.5)
    assert opening_of(["go", "stay"]) == ("", 0.0)


def test_marks_are_shares_of_the_texts():
    found = marks_of(["Where is it?", "where 2 go？", "Stop."])
    assert found["end with a question mark"] == 2 / 3
    assert found["are all lower case"] == 1 / 3
    assert found["hold a digit"] == 1 / 3
    assert found["end with a full stop or an exclamation mark"] == 1 / 3
    assert found["have two words at most"] == 1 / 3
    assert found["have fifteen words or more"] == 0


def test_words_that_tell_two_sets_apart_leave_out_what_everyone_says():
    first, second = ["the rain today", "the rain now"], ["the song today", "the song now"]
    assert telling_words(first, second) == (("rain",), ("song",))
    assert telling_words(first, second, usual_words(["rain now"] * 5)) == ((), ("song",))


def test_a_cut_at_random_counts_as_one():
    count = 40
    everyone = [[other for other in range(count) if other != at] for at in range(count)]
    found = halves_of(graph(everyone, [[0.5] * (count - 1)] * count), range(count))
    assert abs(found.crossing - 1.0) < 0.05

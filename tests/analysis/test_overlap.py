"""Pairs that a model cannot tell apart."""

from __future__ import annotations

import numpy as np

from curation.analysis.crossval import OutOfFold
from curation.analysis.overlap import LabelPair, confusions, shared_terms


def test_the_share_is_what_goes_to_the_other_of_the_two():
    own = [0.9, 0.05, 0.05]
    crossed = [0.2, 0.6, 0.2]
    rows = [own, crossed, crossed, [0.3, 0.6, 0.1], [0.6, 0.3, 0.1], [0.05, 0.05, 0.9]]
    labels = ["a", "a", "b", "b", "b", "c"]
    found = confusions(OutOfFold(("a", "b", "c"), np.array(rows)), labels, threshold=0.1)
    shares_a = [0.05 / 0.95, 0.6 / 0.8]
    shares_b = [0.2 / 0.8, 0.3 / 0.9, 0.6 / 0.9]
    expected = (sum(shares_a) / 2 + sum(shares_b) / 3) / 2
    assert found == []  # only two texts cross over: noise
    found = confusions(OutOfFold(("a", "b", "c"), np.array([*rows, crossed])), [*labels, "a"], threshold=0.1)
    expected = ((sum(shares_a) + 0.75) / 3 + sum(shares_b) / 3) / 2
    (pair,) = found
    assert (pair.first, pair.second) == ("a", "b")
    assert abs(pair.share - expected) < 1e-4
    assert [(at, round(share, 9)) for at, share in pair.crossing] == [(1, 0.75), (6, 0.75), (4, round(2 / 3, 9))]


def test_a_model_that_is_unsure_everywhere_accuses_nobody():
    rows = np.full((12, 4), 0.25) + np.eye(4)[[0, 1, 2, 3] * 3] * 0.001
    assert confusions(OutOfFold(tuple("abcd"), rows), list("abcd" * 3), threshold=0.15) == []


def test_shared_terms_are_the_words_both_use_most():
    first = ["return the bike", "bring the bike back", "bike return today"]
    second = ["end my bike rental", "the bike is here", "stop rental"]
    assert shared_terms(first, second) == ("bike",)


def test_a_pair_reads_as_its_parts():
    assert LabelPair("a", "b", 0.5, 0.1, ())[:2] == ("a", "b")

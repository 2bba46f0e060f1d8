"""What is counted in texts stays within bounds that no language reaches."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_matrix

from curation.analysis import features


def test_of_far_too_many_terms_those_that_most_texts_use_are_kept_in_their_order(monkeypatch):
    rows = csr_matrix(np.array([[1, 2, 0, 4], [0, 5, 6, 0], [0, 7, 8, 9]], dtype=np.float32))
    monkeypatch.setattr(features, "_MOST_TERMS", 2)
    assert features._most_used(rows).toarray().tolist() == [[2, 0], [5, 6], [7, 8]]
    monkeypatch.setattr(features, "_MOST_TERMS", 4)
    assert features._most_used(rows) is rows


def test_texts_of_random_signs_have_as_many_directions_as_any(monkeypatch):
    generator = np.random.default_rng(1)
    texts = ["".join(map(chr, generator.integers(0x1F300, 0x1F5FF, 60))) for _ in range(12)]
    monkeypatch.setattr(features, "_MOST_TERMS", 50)
    found = features._directions(features.mixed_tfidf(texts), 8, 0)
    assert found.shape == (12, 8)
    assert np.isfinite(found).all()

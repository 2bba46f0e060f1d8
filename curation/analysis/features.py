"""Texts to numbers, offline: character and word TF-IDF, sentence vectors, and the joint space of a kernel."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from curation.analysis.blocks import filled
from curation.analysis.encoder import StaticEncoder, unit_rows
from curation.analysis.scripts import word_list

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix
    from sklearn.feature_extraction.text import TfidfVectorizer

    from curation.analysis.encoder import Encoder

__all__ = [
    "Views", "character_tfidf", "embed", "gaussian_likeness", "kernel_features", "mixed_tfidf", "raw_views", "views_of",
]  # fmt: skip

_WEIGHTS = (1.0, 0.7, 0.5)
"""How much the sentence vectors, the static vectors and the TF-IDF directions count in the joint space."""
_GAMMA = 0.25
_LANDMARKS = 2000
_MOST_TERMS = 300_000


def character_tfidf(texts: Sequence[str]) -> csr_matrix:
    """Rows of unit length over character 2- to 5-grams inside word edges; dot products are cosines.

    The last result is kept, since near-duplicates and views are looked for among the same texts; do not change it.
    """
    return _character_tfidf(tuple(texts))


@lru_cache(maxsize=1)
def _character_tfidf(texts: tuple[str, ...]) -> csr_matrix:
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, dtype=np.float32)
    return _fit(vectorizer, texts)


def mixed_tfidf(texts: Sequence[str]) -> csr_matrix:
    """Rows of unit length over words, word pairs and character n-grams, both halves weighing the same."""
    from scipy.sparse import hstack
    from sklearn.feature_extraction.text import TfidfVectorizer

    # A named function for tokens: one-letter words count, and Chinese, Japanese and Thai are cut into characters.
    words = TfidfVectorizer(
        tokenizer=word_list, token_pattern=None, ngram_range=(1, 2), sublinear_tf=True, dtype=np.float32
    )
    return (hstack([_fit(words, texts), character_tfidf(texts)]) / np.sqrt(2.0)).tocsr()


def _fit(vectorizer: TfidfVectorizer, texts: Sequence[str]) -> csr_matrix:
    from scipy.sparse import csr_matrix as sparse

    try:
        rows: csr_matrix = vectorizer.fit_transform([text.casefold() for text in texts])
    except ValueError:  # no text holds a single term: emoji only, say
        return sparse((len(texts), 1), dtype=np.float32)
    rows.sort_indices()
    return rows


def embed(texts: Sequence[str]) -> NDArray[np.float32]:
    """Unit rows of 256 numbers: the mean of each text's static token vectors; zeros for a text without tokens."""
    return StaticEncoder().encode(texts)


def _directions(rows: csr_matrix, most: int, seed: int, rounds: int = 5) -> NDArray[np.float32]:
    """Rows of unit length in the directions in which TF-IDF rows differ most (latent semantic analysis)."""
    from sklearn.decomposition import TruncatedSVD

    rows = _most_used(rows)
    size = min(most, min(rows.shape) - 1)
    if size < 2 or not rows.nnz:
        return np.asarray(rows[:, :most].todense(), dtype=np.float32)
    found = TruncatedSVD(size, n_iter=rounds, random_state=seed).fit_transform(rows)
    return unit_rows(found.astype(np.float32))


def _most_used(rows: csr_matrix) -> csr_matrix:
    """The columns that most rows use, where there are far more than any language makes: long random strings have them.

    Directions take a kilobyte and more a column; 25,000 utterances make 90,000.
    """
    if rows.shape[1] <= _MOST_TERMS:
        return rows
    uses = np.bincount(rows.indices, minlength=rows.shape[1])
    return rows[:, np.sort(np.argsort(-uses, kind="stable")[:_MOST_TERMS])]


class Views(NamedTuple):
    """Three ways to look at the same texts, centred, with rows of about unit length; one row a text."""

    sentence: NDArray[np.float32]
    static: NDArray[np.float32]
    lexical: NDArray[np.float32]

    @property
    def joint(self) -> NDArray[np.float32]:
        """All three side by side, weighed."""
        parts = [weight * view for weight, view in zip(_WEIGHTS, self, strict=True)]
        return np.hstack(parts).astype(np.float32)


def views_of(texts: Sequence[str], encoder: Encoder, *, seed: int = 0) -> Views:
    """The views of `texts`; they must be in an order of their own, since directions depend on it in the last digits."""
    return Views(*map(_centred, raw_views(texts, encoder, seed=seed)))


def raw_views(texts: Sequence[str], encoder: Encoder, *, seed: int = 0) -> Views:
    """The views of `texts` as they come, with rows of unit length; the order of `texts` counts as in `views_of`."""
    with ThreadPoolExecutor(1) as beside:  # counting words is work for one core, and so beside the encoder
        lexical = beside.submit(lambda: _directions(mixed_tfidf(texts), 192, seed, rounds=2))
        sentence, static = encoder.encode(texts), embed(texts)
        return Views(sentence, static, lexical.result())


def _centred(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    if not len(rows):
        return rows
    moved = rows - rows.mean(axis=0, keepdims=True)
    length = float(np.sqrt(np.einsum("ij,ij->i", moved, moved).mean()))
    return np.asarray(moved / length if length > 0 else moved, dtype=np.float32)


def kernel_features(rows: NDArray[np.float32], *, seed: int = 0) -> NDArray[np.float32]:
    """Rows whose dot products are (nearly) Gaussian likeness, so that a linear model of them can bend.

    Nystroem's method with at most 2,000 of the rows as landmarks; up to that many rows it is exact. On three public
    corpora it beat random Fourier features of the same width by 0.01 of accuracy.
    (Williams & Seeger 2001, "Using the Nystroem method to speed up kernel machines".)
    """
    from scipy.linalg import eigh

    picked = np.sort(np.random.default_rng(seed).choice(len(rows), min(_LANDMARKS, len(rows)), replace=False))
    landmarks = rows[picked]
    values, vectors = eigh(gaussian_likeness(landmarks, landmarks).astype(np.float64))
    kept = values > values.max() * 1e-6
    to_features = (vectors[:, kept] / np.sqrt(values[kept])).astype(np.float32)
    return filled(
        lambda block: gaussian_likeness(rows[block], landmarks) @ to_features, len(rows), to_features.shape[1]
    )


def gaussian_likeness(first: NDArray[np.float32], second: NDArray[np.float32]) -> NDArray[np.float32]:
    """How alike each row of the joint space is to each of others: a Gaussian of their distance, 0..1."""
    lengths = np.einsum("ij,ij->i", first, first)[:, None] + np.einsum("ij,ij->i", second, second)[None, :]
    return np.asarray(np.exp(-_GAMMA * np.maximum(lengths - 2.0 * (first @ second.T), 0.0)), dtype=np.float32)

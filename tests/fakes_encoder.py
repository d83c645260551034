"""A bag-of-words encoder at the Encoder port: texts are near each other as far as they share words."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from retrieval.encoders import Embedding
from retrieval.passages import Cutting
from retrieval.progress import Progress, silent
from retrieval.rebuild import Parts
from retrieval.vietnamese import fold, tokens

DIMENSION = 128


@lru_cache(maxsize=100_000)
def _direction(word: str) -> NDArray[np.float32]:
    """A unit vector (d,) of the folded word's own; those of other words are nearly orthogonal to it."""
    drawn = np.random.default_rng(zlib.crc32(fold(word).encode())).standard_normal(DIMENSION)
    return np.asarray(drawn / np.linalg.norm(drawn), dtype=np.float32)


class BagOfWords:
    """Token vectors stand for words, pooled ones for their mean; `read` keeps every passage text it was given."""

    def __init__(self, digest: str = "bag-1", max_tokens: int = 512) -> None:
        self.model = "bag-of-words"
        self.digest = digest
        self.max_tokens = max_tokens
        self.read: list[str] = []

    def count_tokens(self, text: str) -> int:
        return len(tokens(text)) + 2

    def syllables(self) -> dict[str, float]:
        return {"hội": 0.01, "hỏi": 0.02}

    def encode_question(self, text: str, *, english: bool = False) -> Embedding:
        return self._embedding(text)

    def encode_passages(self, texts: Sequence[str], progress: Progress = silent) -> list[Embedding]:
        self.read += texts
        progress("encode", len(texts), len(texts))
        return [self._embedding(text) for text in texts]

    def _embedding(self, text: str) -> Embedding:
        found = tokens(text)[: self.max_tokens]
        vectors = np.stack([_direction("[start]"), *(_direction(token.text) for token in found)])
        pooled = vectors.sum(axis=0)
        offsets = ((0, 0), *((token.start, token.end) for token in found))
        return Embedding(np.asarray(pooled / np.linalg.norm(pooled), dtype=np.float32), vectors, offsets)


def bag_parts(encoder: BagOfWords | None = None, *, tokens: int = 80, overlap: int = 1) -> Parts:
    """The parts of a rebuild around a bag-of-words encoder."""
    return Parts(encoder or BagOfWords(), Cutting(tokens, overlap))

"""Vectors at rest and in search: the only file that imports faiss."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from retrieval.errors import StoreError

faiss.omp_set_num_threads(1)  # for the same reason as in retrieval/__init__.py

Vectors = NDArray[np.float32]
Codes = NDArray[np.uint8]


class DenseIndex:
    """Exact inner-product search over pooled vectors (n, d)."""

    def __init__(self, index: faiss.Index) -> None:
        self._index = index

    @classmethod
    def build(cls, vectors: Vectors) -> DenseIndex:
        """`vectors` (n, d) of unit length, in passage order."""
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors))
        return cls(index)

    @classmethod
    def load(cls, path: Path) -> DenseIndex:
        """Raises `StoreError` where the file is not a FAISS index."""
        try:
            return cls(faiss.read_index(str(path)))
        except RuntimeError as exc:
            raise StoreError(f"{path} cannot be read: run `danvan rebuild`.") from exc

    def save(self, path: Path) -> None:
        faiss.write_index(self._index, str(path))

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def search(self, vector: Vectors, k: int) -> tuple[NDArray[np.int64], Vectors]:
        """Passage numbers and inner products of the `k` nearest, best first."""
        scores, numbers = self._index.search(vector[None, :], min(k, len(self)))
        return numbers[0], scores[0]

    def scores(self, vector: Vectors, numbers: NDArray[np.int64]) -> Vectors:
        """Inner products with the passages named."""
        return np.asarray(self._index.reconstruct_batch(numbers) @ vector, dtype=np.float32)

    def vectors(self) -> Vectors:
        """All vectors (n, d), a copy."""
        return np.asarray(self._index.reconstruct_n(0, len(self)), dtype=np.float32)


class TokenQuantizer:
    """Token vectors (n, d) <-> 8-bit scalar codes (n, d), a range per dimension."""

    def __init__(self, quantizer: Any) -> None:
        self._quantizer = quantizer

    @classmethod
    def train(cls, vectors: Vectors) -> TokenQuantizer:
        """Learn the ranges from `vectors` (n, d)."""
        quantizer = faiss.IndexScalarQuantizer(
            vectors.shape[1], faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT
        )
        quantizer.train(np.ascontiguousarray(vectors))
        return cls(quantizer)

    @classmethod
    def load(cls, path: Path) -> TokenQuantizer:
        """Raises `StoreError` where the file is not a quantizer."""
        try:
            return cls(faiss.read_index(str(path)))
        except RuntimeError as exc:
            raise StoreError(f"{path} cannot be read: run `danvan rebuild`.") from exc

    def save(self, path: Path) -> None:
        faiss.write_index(self._quantizer, str(path))

    def encode(self, vectors: Vectors) -> Codes:
        return np.asarray(self._quantizer.sa_encode(np.ascontiguousarray(vectors, dtype=np.float32)))

    def decode(self, codes: Codes) -> Vectors:
        return np.asarray(self._quantizer.sa_decode(np.ascontiguousarray(codes)))

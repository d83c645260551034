"""Vectors at rest and in search, against numpy."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.errors import StoreError
from retrieval.index.vectors import DenseIndex, TokenQuantizer, Vectors


def random_units(seed: int, rows: int, columns: int = 16) -> Vectors:
    drawn = np.random.default_rng(seed).standard_normal((rows, columns))
    return np.asarray(drawn / np.linalg.norm(drawn, axis=1, keepdims=True), dtype=np.float32)


@given(st.integers(0, 1000), st.integers(1, 30), st.integers(1, 40))
def test_the_nearest_are_those_of_numpy(seed: int, rows: int, k: int) -> None:
    vectors, asked = random_units(seed, rows), random_units(seed + 1, 1)[0]
    index = DenseIndex.build(vectors)
    numbers, scores = index.search(asked, k)
    products = vectors @ asked
    assert len(numbers) == min(k, rows) == len(set(numbers.tolist()))
    np.testing.assert_allclose(scores, np.sort(products)[::-1][:k], atol=1e-5)
    np.testing.assert_allclose(products[numbers], scores, atol=1e-5)
    np.testing.assert_allclose(index.scores(asked, numbers), scores, atol=1e-5)


def test_vectors_survive_the_disk(tmp_path: Path) -> None:
    vectors = random_units(3, 7)
    DenseIndex.build(vectors).save(tmp_path / "dense.faiss")
    loaded = DenseIndex.load(tmp_path / "dense.faiss")
    assert len(loaded) == 7
    np.testing.assert_array_equal(loaded.vectors(), vectors)


def test_codes_are_bytes_close_to_their_vectors(tmp_path: Path) -> None:
    vectors = random_units(4, 200)
    quantizer = TokenQuantizer.train(vectors)
    codes = quantizer.encode(vectors)
    assert codes.shape == (200, 16)
    assert codes.dtype == np.uint8
    products = np.einsum("ij,ij->i", quantizer.decode(codes), vectors)
    assert products.min() > 0.99
    quantizer.save(tmp_path / "quantizer.faiss")
    np.testing.assert_array_equal(TokenQuantizer.load(tmp_path / "quantizer.faiss").encode(vectors), codes)


@pytest.mark.parametrize("content", [None, b"", b"not an index"])
def test_what_is_no_index_is_named(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "x.faiss"
    if content is not None:
        path.write_bytes(content)
    for load in (DenseIndex.load, TokenQuantizer.load):
        with pytest.raises(StoreError, match="danvan rebuild"):
            load(path)

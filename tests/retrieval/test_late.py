"""Late interaction against a slow reference, and the trained head only where it belongs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from retrieval.index.vectors import Vectors
from retrieval.late import HEAD, LateInteraction
from tests.fakes_encoder import BagOfWords


def random_units(rng: np.random.Generator, rows: int, columns: int) -> Vectors:
    drawn = rng.standard_normal((rows, columns))
    return np.asarray(drawn / np.linalg.norm(drawn, axis=1, keepdims=True), dtype=np.float32)


def slowly(question: Vectors, weights: NDArray[np.float32], passages: list[Vectors]) -> list[float]:
    return [
        sum(float(w) * max(float(q @ t) for t in passage) for q, w in zip(question, weights, strict=True))
        for passage in passages
    ]


@given(st.integers(0, 10_000), st.lists(st.integers(1, 7), min_size=1, max_size=8), st.integers(1, 6))
def test_it_agrees_with_the_definition(seed: int, lengths: list[int], asked: int) -> None:
    rng = np.random.default_rng(seed)
    question = random_units(rng, asked, 16)
    passages = [random_units(rng, length, 16) for length in lengths]
    late = LateInteraction("x", importance=rng.standard_normal(17).astype(np.float32))
    weights = late.weights(question)
    starts = np.cumsum([0, *lengths[:-1]])
    found = late.scores(question, weights, np.concatenate(passages), starts)
    np.testing.assert_allclose(found, slowly(question, weights, passages), rtol=1e-4, atol=1e-5)


def test_without_a_head_vectors_and_weights_are_plain() -> None:
    tokens = random_units(np.random.default_rng(1), 4, 8)
    plain = LateInteraction("plain")
    np.testing.assert_array_equal(plain.project(tokens), tokens)
    np.testing.assert_allclose(plain.weights(tokens), np.full(4, 0.25), rtol=1e-6)


def test_a_head_projects_to_unit_length_and_weights_sum_to_one() -> None:
    rng = np.random.default_rng(2)
    tokens = random_units(rng, 5, 8)
    late = LateInteraction(
        "x", rng.standard_normal((8, 3)).astype(np.float32), rng.standard_normal(9).astype(np.float32)
    )
    projected = late.project(tokens)
    assert projected.shape == (5, 3)
    assert projected.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(projected, axis=1), 1, rtol=1e-5)
    weights = late.weights(tokens)
    assert (weights > 0).all()
    assert float(weights.sum()) == np.float32(1) or abs(float(weights.sum()) - 1) < 1e-5


def test_the_head_is_for_the_models_it_names(tmp_path: Path) -> None:
    path = tmp_path / "late.npz"
    encoder = BagOfWords()
    np.savez(path, models=np.array(["other"]), projection=np.eye(128), importance=np.zeros(129))
    assert LateInteraction.for_encoder(encoder, path).digest == "plain"
    np.savez(path, models=np.array(["bag-of-words"]), projection=np.eye(128), importance=np.zeros(129))
    own = LateInteraction.for_encoder(encoder, path)
    assert own.projection is not None
    assert own.digest != "plain"
    assert LateInteraction.for_encoder(encoder, tmp_path / "none.npz").digest == "plain"


def test_the_shipped_head_is_not_for_a_stranger() -> None:
    assert LateInteraction.for_encoder(BagOfWords(), HEAD).projection is None

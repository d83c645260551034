"""Late interaction against a slow reference."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from retrieval.index.vectors import Vectors
from retrieval.late import late_scores, matches


def random_units(rng: np.random.Generator, rows: int, columns: int) -> Vectors:
    drawn = rng.standard_normal((rows, columns))
    return np.asarray(drawn / np.linalg.norm(drawn, axis=1, keepdims=True), dtype=np.float32)


def slowly(question: Vectors, passages: list[Vectors]) -> list[float]:
    return [float(np.mean([max(float(q @ t) for t in passage) for q in question])) for passage in passages]


@given(st.integers(0, 10_000), st.lists(st.integers(1, 7), min_size=1, max_size=8), st.integers(1, 6))
def test_it_agrees_with_the_definition(seed: int, lengths: list[int], asked: int) -> None:
    rng = np.random.default_rng(seed)
    question = random_units(rng, asked, 16)
    passages = [random_units(rng, length, 16) for length in lengths]
    starts = np.cumsum([0, *lengths[:-1]])
    found = late_scores(matches(question, np.concatenate(passages)), starts)
    np.testing.assert_allclose(found, slowly(question, passages), rtol=1e-4, atol=1e-5)

"""Late interaction against a slow reference, and the English map only where it belongs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.index.vectors import Vectors
from retrieval.late import MAP, LateInteraction
from retrieval.records import Language
from tests.fakes_encoder import BagOfWords


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
    found = LateInteraction().scores(question, np.concatenate(passages), starts)
    np.testing.assert_allclose(found, slowly(question, passages), rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("language", list(Language))
def test_without_a_map_vectors_are_plain(language: Language) -> None:
    tokens = random_units(np.random.default_rng(1), 4, 8)
    np.testing.assert_array_equal(LateInteraction().question(tokens, language), tokens)


def test_only_english_is_mapped_and_stays_of_unit_length() -> None:
    rng = np.random.default_rng(2)
    tokens = random_units(rng, 5, 8)
    late = LateInteraction(rng.standard_normal((8, 8)).astype(np.float32))
    mapped = late.question(tokens, Language.ENGLISH)
    assert mapped.dtype == np.float32
    assert not np.allclose(mapped, tokens)
    np.testing.assert_allclose(np.linalg.norm(mapped, axis=1), 1, rtol=1e-5)
    np.testing.assert_array_equal(late.question(tokens, Language.VIETNAMESE), tokens)
    np.testing.assert_array_equal(late.question(tokens, Language.UNMARKED), tokens)


def test_the_map_is_for_the_model_it_names(tmp_path: Path) -> None:
    path = tmp_path / "late.npz"
    np.savez(path, model="other", english=np.eye(128))
    assert LateInteraction.for_encoder(BagOfWords(), path).english is None
    np.savez(path, model="bag-of-words", english=np.eye(128))
    assert LateInteraction.for_encoder(BagOfWords(), path).english is not None
    assert LateInteraction.for_encoder(BagOfWords(), tmp_path / "none.npz").english is None


def test_the_shipped_map_is_not_for_a_stranger() -> None:
    assert LateInteraction.for_encoder(BagOfWords(), MAP).english is None

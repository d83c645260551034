"""BM25 over folded and exact syllables: what is found with diacritics, without, and by numbers."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.errors import StoreError
from retrieval.index.lexical import K1, B, LexicalIndex, exact_terms, folded_terms

TEXTS = (
    "Hội nghị giao ban công tác dân vận tại huyện Kim Bôi ngày 11/4/2024",
    "Người dân hỏi về 74.000 suất quà",
    "Ủy ban Mặt trận Tổ quốc thông qua nghị quyết, hối hả thi công",
    "Uỷ ban nhân dân khen thưởng 54 tập thể",
)


@pytest.fixture(scope="module")
def index() -> LexicalIndex:
    return LexicalIndex.build(TEXTS)


def best(index: LexicalIndex, terms: list[str]) -> int:
    return int(index.scores(terms).argmax())


def test_terms() -> None:
    assert folded_terms("Dân vận 11-04") == ["dan", "van", "11/4", "dan van", "van 11/4"]
    assert exact_terms("Uỷ ban") == exact_terms("ủy ban")
    assert not set(exact_terms("hoi nghi 11/4")) & set(folded_terms("hoi nghi 11/4"))


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("hoi nghi giao ban", 0),
        ("kim boi", 0),
        ("74000", 1),
        ("nguoi dan hoi", 1),
        ("mat tran to quoc", 2),
        ("11-4", 0),
    ],
)
def test_folded_questions_find_their_text(index: LexicalIndex, question: str, number: int) -> None:
    assert best(index, folded_terms(question)) == number


@pytest.mark.parametrize(("word", "number"), [("hội", 0), ("hỏi", 1), ("hối", 2)])
def test_diacritics_tell_words_apart(index: LexicalIndex, word: str, number: int) -> None:
    scores = index.scores(exact_terms(word))
    assert [at for at, score in enumerate(scores) if score > 0] == [number]
    assert (index.scores(folded_terms(word))[:3] > 0).all()


def test_both_tone_placements_are_found(index: LexicalIndex) -> None:
    for word in ("uỷ", "ủy"):
        assert [at for at, score in enumerate(index.scores(exact_terms(word))) if score > 0] == [2, 3]


def test_what_it_knows(index: LexicalIndex) -> None:
    assert index.knows("boi")
    assert not index.knows("gia vien")
    assert index.knows_phrase("Kim Bôi")
    assert not index.knows_phrase("Bôi Kim")
    assert index.knows_exactly("hỏi")
    assert not index.knows_exactly("hói")
    assert (index.frequency("uy ban"), index.frequency("nothing")) == (2, 0)


@given(st.lists(st.text(max_size=12), max_size=6))
def test_unknown_terms_count_nothing(terms: list[str]) -> None:
    index = LexicalIndex.build(TEXTS)
    scores = index.scores([f"?{term}" for term in terms])
    assert scores.shape == (len(TEXTS),)
    assert not scores.any()


def test_it_survives_the_disk(index: LexicalIndex, tmp_path: Path) -> None:
    index.save(tmp_path / "lexical")
    loaded = LexicalIndex.load(tmp_path / "lexical")
    terms = folded_terms("hội nghị dân vận 54") + exact_terms("hội nghị dân vận 54")
    np.testing.assert_array_equal(loaded.scores(terms), index.scores(terms))
    assert loaded.scores(["nothing"]).shape == (len(TEXTS),)
    assert (loaded.knows("boi"), loaded.frequency("uy ban")) == (True, 2)


def test_a_missing_index_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="danvan rebuild"):
        LexicalIndex.load(tmp_path / "none")


@given(
    st.lists(st.text(alphabet="ab cđê1/", max_size=20), min_size=1, max_size=6),
    st.lists(st.sampled_from(["a", "b", "c", "d", "e", "a b", "=a", "=đ", "1", "z"]), max_size=5),
)
def test_scores_are_those_of_bm25s(texts: list[str], terms: list[str]) -> None:
    import bm25s

    index = LexicalIndex.build(texts)
    theirs = bm25s.BM25(k1=K1, b=B, method="lucene")
    known = [term for term in terms if index.frequency(term)]
    if known:
        theirs.index([folded_terms(text) + exact_terms(text) for text in texts], show_progress=False)
    expected = theirs.get_scores(known) if known else np.zeros(len(texts))
    np.testing.assert_allclose(index.scores(terms), expected, rtol=1e-5, atol=1e-6)


def test_a_question_needs_neither_bm25s_nor_scipy() -> None:
    """They take a sixth of a cold start."""
    code = "import sys, retrieval.engine; print(*sorted({'bm25s', 'scipy', 'tqdm'} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == ""

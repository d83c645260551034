"""Diacritics are put back as the corpus writes them; what was typed otherwise stays."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.restoration import Restorer, syllable_prior
from retrieval.vietnamese import fold

TEXTS = (
    "Đồng chí Bùi Tiến Lực chủ trì hội nghị giao ban công tác dân vận.",
    "Hội nghị đã thảo luận; người dân hỏi về giá gạo.",
    "Ban Dân vận tổ chức hội nghị tại huyện Kim Bôi.",
)
PRIOR = {"hỏi": 0.9, "vẫn": 0.5, "dàn": 0.5, "quảng": 0.1}


@pytest.fixture(scope="module")
def restorer() -> Restorer:
    return Restorer.learn(TEXTS, PRIOR)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ai chu tri hoi nghi", "ai chủ trì hội nghị"),
        ("nguoi dan hoi ve gia gao", "người dân hỏi về giá gạo"),
        ("hoi nghi o huyen kim boi?", "hội nghị o huyện Kim Bôi?"),
        ("hoi ngih", "hội nghị"),  # a slip of the finger
        ("o huyen kimm boi", "o huyện Kim Bôi"),
        ("ai kimm hoi", "ai kimm hỏi"),  # mended only beside a neighbour as in the corpus
        ("quang", "quảng"),  # no report has it, the model's vocabulary does
        ("xyzzy 74.000", "xyzzy 74.000"),
        ("", ""),
        ("?!", "?!"),
    ],
)
def test_the_likeliest_spelling(restorer: Restorer, typed: str, meant: str) -> None:
    assert restorer.restore(typed) == meant


def test_neighbours_decide(restorer: Restorer) -> None:
    assert restorer.restore("nguoi dan hoi") == "người dân hỏi"
    assert restorer.restore("hoi nghi") == "hội nghị"


def test_marked_words_stay_as_typed(restorer: Restorer) -> None:
    assert restorer.restore("Hỏi nghi") == "Hỏi nghị"


KNOWN = st.sampled_from([*fold(" ".join(TEXTS)).split(), "Hội", "NGHỊ", "74.000", "11/4", "?", "–", "  "])


@given(st.lists(KNOWN, max_size=12).map(" ".join))
def test_known_words_only_gain_diacritics_and_capitals(typed: str) -> None:
    restorer = Restorer.learn(TEXTS, PRIOR)
    assert fold(restorer.restore(typed)) == fold(typed)
    assert fold(restorer.correct(typed)) == fold(typed)


@given(st.text(max_size=40))
def test_anything_can_be_typed(typed: str) -> None:
    restorer = Restorer.learn(TEXTS, PRIOR)
    restorer.restore(typed)
    restorer.correct(typed)


def test_marked_questions_are_corrected_where_nobody_knows_a_word(restorer: Restorer) -> None:
    assert restorer.correct("Ai chủ trì hội ngih ở Kim Bôi?") == "Ai chủ trì hội nghị ở Kim Bôi?"
    assert restorer.correct("Hội nghị của Xyzwt") == "Hội nghị của Xyzwt"


def test_saved_and_loaded_it_restores_the_same(restorer: Restorer, tmp_path: Path) -> None:
    restorer.save(tmp_path / "words.json")
    loaded = Restorer.load(tmp_path / "words.json")
    assert loaded.unigrams == restorer.unigrams
    assert loaded.bigrams == restorer.bigrams
    assert loaded.restore("ai chu tri hoi nghi o kim boi") == restorer.restore("ai chu tri hoi nghi o kim boi")


def test_an_unreadable_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        Restorer.load(tmp_path / "none.json")
    (tmp_path / "half.json").write_text('{"unigrams": {', encoding="utf-8")
    with pytest.raises(ValueError):
        Restorer.load(tmp_path / "half.json")


def test_more_texts_are_counted_on_top() -> None:
    restorer = Restorer.learn(TEXTS, {})
    assert restorer.restore("thuy loi") != "thủy lợi"
    restorer.learn_more(["công trình thủy lợi"])
    assert restorer.restore("thuy loi") == "thủy lợi"


def test_the_prior_holds_vietnamese_syllables_alone() -> None:
    prior = syllable_prior(
        [("▁hội", -2.0), ("▁Hội", -3.0), ("hội", -1.0), ("▁straße", -1.0), ("▁the", -1.0), ("▁,", -1)]
    )
    assert set(prior) <= {"hội", "the"}
    assert prior["hội"] == pytest.approx(math.exp(-2) + math.exp(-3))

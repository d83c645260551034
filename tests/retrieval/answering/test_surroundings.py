"""What stands around a stretch of a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answering.surroundings import Words, asked_nouns, document_before, headed, nouns_of
from retrieval.records import Language
from retrieval.vietnamese import fold, tokens
from tests.retrieval.answering.made import glossary

TEXT = "Hội nghị trao giải Nhất cho đội huyện Tiền Hải và giải Nhì cho Công ty Nam Phát."


def test_the_words_next_to_a_stretch_leave_it_out() -> None:
    start = TEXT.index("huyện")
    around = Words.of(TEXT).around(start, start + len("huyện Tiền Hải"))
    assert around[:7] == ("hoi", "nghi", "trao", "giai", "nhat", "cho", "doi")
    assert around[7:] == ("va", "giai", "nhi", "cho", "cong", "ty", "nam", "phat")


@given(st.text(alphabet="ab đ,.", max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_words_around_are_words_of_the_text_outside_the_stretch(text: str, one: int, other: int) -> None:
    start, end = sorted((one, other))
    outside = [fold(t.text) for t in tokens(text) if t.end <= start or t.start >= end]
    around = list(Words.of(text).around(start, end))
    assert len(around) <= 16
    assert not around or "".join(around) in "".join(outside)


@pytest.mark.parametrize(
    ("question", "nouns"),
    [
        ("Đội nào đoạt giải Nhất?", ("doi",)),
        ("Lĩnh vực nào có nhiều mô hình nhất?", ("linh vuc", "vuc")),
        ("Công ty gì tặng nhà?", ("cong ty", "ty")),
        ("Ông Tám nói gì?", ()),
        ("Hội nghị họp ngày nào?", ()),
        ("Ai chủ trì?", ()),
    ],
)
def test_what_a_question_wants_to_know_which_of(question: str, nouns: tuple[str, ...]) -> None:
    assert asked_nouns(question) == nouns


def test_an_english_question_asks_for_what_the_glossary_calls_it() -> None:
    translate = glossary().english_to_vietnamese
    assert "huyen" in nouns_of("Which district held it?", Language.ENGLISH, translate)
    assert nouns_of("Who held it?", Language.ENGLISH, translate) == ()


@pytest.mark.parametrize(
    ("span", "is_so"), [("đội huyện Tiền Hải", True), ("huyện Tiền Hải", True), ("Công ty Nam Phát", False)]
)
def test_a_stretch_is_called_so_where_it_begins_with_the_noun_or_follows_it(span: str, is_so: bool) -> None:
    start = TEXT.index(span)
    assert headed(("doi",), TEXT, start, start + len(span)) is is_so
    assert not headed((), TEXT, start, start + len(span))


def test_a_day_belongs_to_the_document_before_it() -> None:
    sentence = "Quyết định số 290-QĐ/TW ngày 25/2/2010 và Chỉ thị số 05-CT/TW ngày 15/5/2016 được quán triệt sáng 3/4."
    first, second = sentence.index("25/2"), sentence.index("15/5")
    assert document_before(["290"], sentence, first) is True
    assert document_before(["290"], sentence, second) is False
    assert document_before(["5"], sentence, second) is True
    assert document_before(["290"], sentence, 0) is None

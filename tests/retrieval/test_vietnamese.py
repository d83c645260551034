"""The script: folding keeps offsets, both tone placements agree, sentences end where people end them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from retrieval.vietnamese import (
    exact,
    fold,
    has_diacritics,
    nfc,
    number_terms,
    paragraphs,
    sentences,
    tokens,
)

LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
WRITING = st.text(alphabet=LETTERS + LETTERS.upper() + "0123456789 \n.,;:!?…“”\"'()–-/%’»", max_size=200)
ANYTHING = st.one_of(WRITING, st.text(max_size=80))


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@given(ANYTHING)
@example("İstanbul ﬁ ß Å \u0301 한글 ǅ")
def test_folding_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(WRITING.map(nfc))
def test_folded_vietnamese_is_plain_and_stays_so(text: str) -> None:
    folded = fold(text)
    assert not has_diacritics(folded)
    assert all(c.isascii() or not c.isalpha() for c in folded)
    assert fold(folded) == folded


def test_folding() -> None:
    assert fold("Đồng chí Nguyễn Thị Ưởng, Đắk Lắk") == "dong chi nguyen thi uong, dak lak"


@pytest.mark.parametrize(
    ("one", "other"),
    [("uỷ", "ủy"), ("Uỷ", "ủy"), ("hoà", "hòa"), ("thuỷ", "thủy"), ("khoẻ", "khỏe"), ("tuỳ", "tùy"), ("Toà", "TÒA")],
)
def test_both_tone_placements_are_one_word(one: str, other: str) -> None:
    assert exact(one) == exact(other)


def test_other_diacritics_are_other_words() -> None:
    assert len({exact(word) for word in ("hoi", "hội", "hỏi", "hối", "hôi", "hời")}) == 6


@given(ANYTHING)
def test_tokens_are_slices_in_order(text: str) -> None:
    at = 0
    for token in tokens(text):
        assert text[token.start : token.end] == token.text
        assert at <= token.start < token.end
        at = token.end
        assert number_terms(token.text) or not token.is_number


def test_numbers_keep_their_separators() -> None:
    found = [token.text for token in tokens("74.000 suất quà, 11/4/2024, 2020-2025, 33,5 tỉ, Covid-19.")]
    assert found == ["74.000", "suất", "quà", "11/4/2024", "2020-2025", "33,5", "tỉ", "Covid", "19"]


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("74.000", ["74000"]),
        ("1,250,000", ["1250000"]),
        ("11-04", ["11/4"]),
        ("19.1", ["19/1"]),
        ("19.1.2021", ["19/1", "19/1/2021"]),
        ("19/01/21", ["19/1", "19/1/2021"]),
        ("2020–2025", ["2020", "2025"]),
        ("007", ["7"]),
        ("0", ["0"]),
    ],
)
def test_numbers_are_looked_up_however_they_are_written(text: str, terms: list[str]) -> None:
    assert number_terms(text) == terms


@given(ANYTHING)
def test_sentences_cover_all_that_is_not_blank(text: str) -> None:
    spans = sentences(text)
    at = 0
    for start, end in spans:
        assert at <= start < end
        assert not text[at:start].strip()
        assert text[start:end] == text[start:end].strip()
        assert "\n" not in text[start:end]
        at = end
    assert not text[at:].strip()


@given(ANYTHING)
def test_paragraphs_are_the_lines(text: str) -> None:
    assert [text[s:e] for s, e in paragraphs(text)] == [line.strip() for line in text.split("\n") if line.strip()]


@pytest.mark.parametrize(
    "sentence",
    [
        "BTNO - Chiều 19.1, Ban Dân vận Tỉnh uỷ tổ chức hội nghị.",
        "Kết luận số 03 ngày 13.5.2016 của Ban Bí thư được sơ kết.",
        "T/h: H’Loan- Xuân Trí",
        "Hội nghị diễn ra tại TP. Hồ Chí Minh vào sáng nay.",
        "Dự hội nghị có PGS.TS. Nguyễn Văn An và ThS. Lê Thị Bình.",
        "Theo lời ông N.V.A đã nhận quà, gia đình rất vui.",
        "Theo lời ông N.V.A. Hòa, gia đình rất vui.",
        "Nguyễn Văn Hợp – Chủ tịch UB.MTTQVN tỉnh dự hội nghị.",
        "1. Tiếp tục đổi mới công tác dân vận.",
        "Phối hợp với các sở, ban, ngành... để thực hiện.",
        "Đồng chí Tr. Q. Khải phát biểu.",
    ],
)
def test_these_are_one_sentence(sentence: str) -> None:
    assert split(sentence) == [sentence]


@pytest.mark.parametrize(
    "parts",
    [
        ["Ông Lê Minh Thế chủ trì hội nghị.", "Đến dự có ông Nguyễn Văn Hợp."],
        ["Hội nghị diễn ra ngày 19.1.", "Ông Thế chủ trì."],
        ["Đến dự có lãnh đạo UBND.", "Hội nghị đã thảo luận."],
        ["Có bao nhiêu mô hình?", "Toàn huyện có 78!", "Đó là “Dân vận khéo.”", "Hết."],
        ["Tặng quà cho các hộ…", "Bên cạnh đó, tỉnh hỗ trợ gạo."],
        ["Các nhiệm vụ:", "- Tuyên truyền;", "- Vận động;"],
        ["Tin: N.D", "Ảnh: P.H"],
        ["Năm 2023 có 54 tập thể được khen.", "6 tập thể hoàn thành tốt."],
    ],
)
def test_these_are_several(parts: list[str]) -> None:
    text = "\n".join(parts) if ":" in parts[0] else " ".join(parts)
    assert split(text) == parts


def test_marks_are_recognised_composed_or_not() -> None:
    assert has_diacritics("dân")
    assert has_diacritics(unicodedata.normalize("NFD", "dân"))
    assert has_diacritics("đ")
    assert not has_diacritics("dan van, d")

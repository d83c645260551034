"""The glossary: the shipped file, both directions, the longest form, names left alone, wrong files named."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.errors import ConfigurationError
from retrieval.glossary import Expansion, Glossary, GroupKind
from retrieval.records import Language
from retrieval.vietnamese import nfc

SHIPPED = Path(__file__).parents[2] / "config" / "glossary.toml"
GLOSSARY = Glossary.load(SHIPPED)
VI, ASCII, EN = Language.VIETNAMESE, Language.UNMARKED, Language.ENGLISH

MERGED_2025 = {
    "Tuyên Quang": ["Hà Giang"],
    "Lào Cai": ["Yên Bái"],
    "Thái Nguyên": ["Bắc Kạn"],
    "Phú Thọ": ["Hòa Bình", "Vĩnh Phúc"],
    "Bắc Ninh": ["Bắc Giang"],
    "Hưng Yên": ["Thái Bình"],
    "Hải Phòng": ["Hải Dương"],
    "Ninh Bình": ["Hà Nam", "Nam Định"],
    "Quảng Trị": ["Quảng Bình"],
    "Đà Nẵng": ["Quảng Nam"],
    "Quảng Ngãi": ["Kon Tum"],
    "Gia Lai": ["Bình Định"],
    "Khánh Hòa": ["Ninh Thuận"],
    "Lâm Đồng": ["Đắk Nông", "Bình Thuận"],
    "Đắk Lắk": ["Phú Yên"],
    "Thành phố Hồ Chí Minh": ["Bình Dương", "Bà Rịa - Vũng Tàu"],
    "Đồng Nai": ["Bình Phước"],
    "Tây Ninh": ["Long An"],
    "Cần Thơ": ["Sóc Trăng", "Hậu Giang"],
    "Vĩnh Long": ["Bến Tre", "Trà Vinh"],
    "Đồng Tháp": ["Tiền Giang"],
    "Cà Mau": ["Bạc Liêu"],
    "An Giang": ["Kiên Giang"],
}


def expanded(text: str, language: Language = VI, kind: GroupKind = GroupKind.TERM) -> dict[str, Expansion]:
    """Expansions of one kind by the words they stand for."""
    return {text[e.start : e.end]: e for e in GLOSSARY.expansions(text, language) if e.kind is kind}


def renamed(text: str, language: Language = VI) -> dict[str, tuple[str, ...]]:
    return {words: e.forms for words, e in expanded(text, language, GroupKind.RENAMED).items()}


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str], Path]:
    def write(content: str) -> Path:
        path = tmp_path / "glossary.toml"
        path.write_text(content, encoding="utf-8")
        return path

    return write


# --- the shipped file --------------------------------------------------------------------------------------------


def test_the_field_is_covered() -> None:
    terms = [group for group in GLOSSARY.groups if group.kind is GroupKind.TERM]
    assert sum(bool(group.english) for group in terms) >= 150
    assert all(nfc(form) == form for group in GLOSSARY.groups for form in (*group.vietnamese, *group.english))


def test_every_form_finds_its_own_group() -> None:
    for group in GLOSSARY.groups:
        if group.kind is GroupKind.TERM:
            for form in (*group.vietnamese, *group.english):
                whole = [m for m in GLOSSARY.matches(form) if m.start == 0 and m.end == len(form.rstrip("."))]
                assert group in [match.group for match in whole], form


def test_63_provinces_became_34() -> None:
    since = date(2025, 7, 1)
    merged = [g for g in GLOSSARY.groups if g.since == since and g.vietnamese[0] in MERGED_2025]
    assert {group.vietnamese[0]: list(group.vietnamese[1:]) for group in merged} == MERGED_2025
    assert 63 - sum(map(len, MERGED_2025.values())) == 34


def test_loading_and_asking_are_fast() -> None:
    start = time.process_time()
    Glossary.load(SHIPPED)
    loaded = time.process_time()
    text = "Ông Lưu Văn Trung, Phó Bí thư TT Tỉnh ủy, phát biểu gì tại hội nghị giao ban quý I/2021 của Ban Dân vận?"
    for _ in range(20):
        GLOSSARY.expansions(text, VI)
    asked = time.process_time()
    assert loaded - start < 0.15  # 0.03 on a machine that does nothing else
    assert (asked - loaded) / 20 < 0.005


def test_phrases_teach_diacritics() -> None:
    phrases = GLOSSARY.vietnamese_phrases()
    assert {"chủ trì", "Ủy ban nhân dân", "bao nhiêu", "Quảng Bình", "Ban Tuyên giáo và Dân vận"} <= set(phrases)
    assert "TU" not in phrases
    assert "UBND" not in phrases
    assert len(phrases) == len(set(phrases))


# --- Vietnamese questions ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "typed", "form"),
    [
        ("Chủ tịch UBND tỉnh là ai?", "Chủ tịch UBND tỉnh", "Chủ tịch Ủy ban nhân dân tỉnh"),
        ("ubnd o dau", "ubnd", "Ủy ban nhân dân"),
        ("mttq lam gi", "mttq", "Mặt trận Tổ quốc"),
        ("uy ban mat tran lam gi", "uy ban mat tran", "Ủy ban MTTQ"),
        ("uvbtv la ai", "uvbtv", "Ủy viên Ban Thường vụ"),
        ("thực hiện qcdc ra sao", "qcdc", "quy chế dân chủ ở cơ sở"),
        ("Ủy ban nhân dân", "Ủy ban nhân dân", "UBND"),
        ("Uỷ ban nhân dân", "Uỷ ban nhân dân", "UBND"),
        ("ai cầm trịch", "cầm trịch", "chủ trì"),
        ("ai chủ trì", "chủ trì", "cầm trịch"),
        ("những ai dự?", "dự", "tham dự"),
        ("ai nói gì", "nói", "phát biểu"),
        ("mấy phần quà", "phần quà", "suất quà"),
        ("quốc phòng, an ninh", "quốc phòng, an ninh", "ANQP"),
        ("phát triển KT-XH", "phát triển KT-XH", "phát triển kinh tế - xã hội"),
        ("Trung ương", "Trung ương", "T.Ư"),
        ("Ban Dân vận T.Ư", "Ban Dân vận T.Ư", "Ban Dân vận Trung ương"),
    ],
)
def test_vietnamese_forms_find_each_other(text: str, typed: str, form: str) -> None:
    language = VI if any(ord(c) > 127 for c in text) else ASCII
    assert form in expanded(text, language)[typed].forms


def test_abbreviations_may_be_replaced_and_synonyms_not() -> None:
    assert expanded("HĐND tỉnh")["HĐND"].replaces
    assert not expanded("ai cầm trịch")["cầm trịch"].replaces
    assert not expanded("Hội đồng nhân dân tỉnh")["Hội đồng nhân dân"].replaces


def test_an_ambiguous_abbreviation_is_only_an_alternative() -> None:
    found = expanded("CT số 19")["CT"]
    assert {"Chủ tịch", "chỉ thị"} <= set(found.forms)
    assert not found.replaces
    assert not any("CT" in e.forms for e in expanded("Chủ tịch ban hành chỉ thị").values())
    assert "huyện" in expanded("họp ở H. Kim Bôi")["H."].forms
    assert "H." not in expanded("ông Nguyễn Văn H. là ai")


def test_part_of_a_document_number_is_not_replaced() -> None:
    assert not expanded("Kế hoạch 19/KH-UBND")["UBND"].replaces


def test_short_abbreviations_that_read_as_words_need_capitals() -> None:
    assert "Tỉnh ủy" in expanded("Ban Dân vận và TU")["TU"].forms
    assert "tu" not in expanded("tu ngay nao", ASCII)
    assert "ca" not in expanded("ca tinh", ASCII)


def test_the_longest_form_wins() -> None:
    assert "Phó Bí thư Thường trực Tỉnh ủy" in expanded("ai là Phó Bí thư Thường trực Tỉnh ủy")
    assert list(expanded("Phó Trưởng Ban Dân vận")) == ["Phó Trưởng Ban Dân vận"]


def test_typed_diacritics_must_agree() -> None:
    assert not {"quà", "nói"} & {form for e in expanded("đi qua nơi này").values() for form in e.forms}
    assert "phan qua" in expanded("bao nhieu phan qua", ASCII)
    assert "phân quả" not in expanded("phân quả ở đâu")


def test_one_syllable_needs_its_diacritics() -> None:
    assert "noi" not in expanded("o noi nao", ASCII)
    assert "du" not in expanded("ai du", ASCII)


def test_tong_ket_is_not_so_ket() -> None:
    assert not any("sơ kết" in form for form in expanded("hội nghị tổng kết")["hội nghị tổng kết"].forms)


# --- renamed things ----------------------------------------------------------------------------------------------


def test_renamed_both_ways() -> None:
    assert renamed("hội nghị ở Quảng Bình") == {"Quảng Bình": ("Quảng Trị",)}
    assert renamed("hội nghị ở Phú Thọ") == {"Phú Thọ": ("Hòa Bình", "Vĩnh Phúc")}
    assert renamed("quang binh o dau", ASCII) == {"quang binh": ("Quảng Trị",)}
    assert renamed("Who spoke in Hoa Binh province?", EN) == {"Hoa Binh": ("Phú Thọ",)}
    assert renamed("Ban Tuyên giáo và Dân vận")["Ban Tuyên giáo và Dân vận"] == ("Ban Dân vận", "Ban Tuyên giáo")
    assert renamed("Trưởng Ban Dân vận là ai") == {"Ban Dân vận": ("Ban Tuyên giáo và Dân vận",)}
    assert renamed("TP.HCM")["TP.HCM"] == ("Bình Dương", "Bà Rịa - Vũng Tàu")


def test_a_briefing_is_no_commission() -> None:
    assert renamed("giao ban dân vận quý I") == {}


def test_renamed_things_are_alternatives_only() -> None:
    assert not any(e.replaces for e in expanded("Ban Dân vận Quảng Bình", VI, GroupKind.RENAMED).values())


def test_the_district_level_counts_before_a_name_only() -> None:
    assert renamed("huyện Gia Viễn") == {"huyện": ("xã",)}
    assert renamed("xã Gia Viễn") == {"xã": ("huyện",)}
    assert renamed("huyện nào") == {}


@pytest.mark.parametrize(
    "text",
    [
        "Ông Nguyễn Thái Bình dự hội nghị nào?",
        "ong nguyen thai binh la ai",
        "ba tran thi hoa binh la ai",
        "Who is Nguyen Thai Binh?",
        "vùng biển Thái Bình Dương",
    ],
)
def test_a_place_in_a_longer_name_is_left_alone(text: str) -> None:
    assert renamed(text, EN if text.startswith("Who") else VI) == {}


# --- English questions -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("english", "vietnamese"),
    [
        ("the mass mobilisation work", "công tác dân vận"),
        ("Mass Mobilization Commissions", "Ban Dân vận"),
        ("the Fatherland Front", "MTTQ"),
        ("People's Committee", "UBND"),
        ("the peoples council", "HĐND"),
        ("provincial Party committee", "Tỉnh ủy"),
        ("standing deputy secretary", "Phó Bí thư Thường trực"),
        ("member of the Standing Committee", "UVBTV"),
        ("presided over", "chủ trì"),
        ("skilful mass mobilization models", "mô hình dân vận khéo"),
        ("first half of the year", "6 tháng đầu năm"),
        ("gift packages", "suất quà"),
        ("ethnic minorities", "dân tộc thiểu số"),
        ("certificates of merit", "bằng khen"),
        ("policies", "chính sách"),
    ],
)
def test_english_terms(english: str, vietnamese: str) -> None:
    found = expanded(f"Tell us about {english}, please", EN)
    assert any(vietnamese in e.forms and e.replaces for e in found.values())


def test_an_english_word_of_two_meanings_is_only_an_alternative() -> None:
    found = expanded("Who is the chair?", EN)["chair"]
    assert {"Chủ tịch", "chủ trì"} <= set(found.forms)
    assert not found.replaces


def test_a_vietnamese_lexical_search_for_an_english_question() -> None:
    text = "Who presided over the first-quarter 2024 briefing held in Lac Son district?"
    assert GLOSSARY.english_to_vietnamese(text).startswith("chủ trì quý I 2024 giao ban")
    assert "Lac Son huyện" in GLOSSARY.english_to_vietnamese(text)
    assert (
        GLOSSARY.english_to_vietnamese("Did Nghệ An donate 500 tonnes of rice?")
        == "Nghệ An vận động quyên góp 500 tấn gạo"
    )
    assert GLOSSARY.english_to_vietnamese("") == ""


def test_phone_spellings_are_no_business_of_english() -> None:
    assert expanded("Kim Boi vs Lac Son", EN, GroupKind.SPELLING) == {}


# --- phone spellings ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("có bn mô hình", "có bao nhiêu mô hình"),
        ("ai chủ trì hn ko?", "ai chủ trì hội nghị không?"),
        ("Ko biết ai dc tặng j", "Không biết ai được tặng gì"),
        ("dc luu thi huyen giu chuc gi", "đồng chí luu thi huyen giu chuc gi"),
        ("đc Lưu Thị Huyền giữ chức gì", "đồng chí Lưu Thị Huyền giữ chức gì"),
        ("gan 500 tan gao dc ho tro", "gan 500 tan gao được ho tro"),
        ("lam dc tong cong", "lam được tong cong"),
        ("Kim Bôi vs Lạc Sơn", "Kim Bôi với Lạc Sơn"),
        ("co dich benh k", "co dich benh không"),
    ],
)
def test_phone_spellings_are_written_out(typed: str, meant: str) -> None:
    assert GLOSSARY.spelled_out(typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        "ông Nguyễn Văn K là ai",
        "Nguyễn Văn k là ai",
        "nguyen van k la ai",
        "bà Hn ở đâu",
        "100k một suất",
        "100 k một suất",
        "gửi ai@ko.vn",
        "30 kg gạo",
        "số 12/hn-vs",
        "HN họp",
    ],
)
def test_names_and_codes_are_left_alone(text: str) -> None:
    assert GLOSSARY.spelled_out(text) == text


def test_an_ambiguous_spelling_is_only_an_alternative() -> None:
    found = expanded("cq nào", VI, GroupKind.SPELLING)["cq"]
    assert found.forms == ("chính quyền",)
    assert not found.replaces
    assert GLOSSARY.spelled_out("cq nào") == "cq nào"


# --- offsets -----------------------------------------------------------------------------------------------------

_WORDS = st.sampled_from(
    [w for g in GLOSSARY.groups for f in (*g.vietnamese, *g.english) for w in f.split()]
    + ["ko", "Nguyễn", "K", "19/1", "H."]
)
_TEXTS = st.one_of(st.text(max_size=60), st.lists(_WORDS, max_size=14).map(" ".join)).map(nfc)


@given(_TEXTS)
def test_offsets_slice_the_text(text: str) -> None:
    matches = GLOSSARY.matches(text)
    assert [m.start for m in matches] == sorted(m.start for m in matches)
    for match in matches:
        assert 0 <= match.start < match.end <= len(text)
        assert text[match.start : match.end].strip() == text[match.start : match.end]
    for kind in GroupKind:
        spans = sorted({(m.start, m.end) for m in matches if m.group.kind is kind})
        assert all(left[1] <= right[0] for left, right in pairwise(spans))
    for language in Language:
        for expansion in GLOSSARY.expansions(text, language):
            assert text[expansion.start : expansion.end].strip()
            assert expansion.forms
    GLOSSARY.english_to_vietnamese(text)


@given(_TEXTS)
def test_writing_out_is_done_once(text: str) -> None:
    once = GLOSSARY.spelled_out(text)
    assert GLOSSARY.spelled_out(once) == once


# --- wrong files -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[[term]\n", "not valid TOML"),
        ("[[terms]]\nvi = ['a']", "terms is unknown"),
        ("[term]\nvi = ['a']", r"must be written \[\[term\]\]"),
        ("term = ['a']", "term 1 must be a table"),
        ("[[term]]\nen = ['plan']", "term 1 .*needs vi"),
        ("[[term]]\nvi = ['kế hoạch']\nfr = ['plan']", "term 1 .*unknown key fr"),
        ("[[term]]\nvi = [3]", "term 1 .*needs words in vi"),
        ("[[term]]\nvi = ['…']", "term 1 .*needs words in vi"),
        ("[[term]]\nvi = ['dự', 'dự']", "term 1 .*twice"),
        ("[[term]]\nvi = ['dự']\nen = ['the']", "term 1 .*article"),
        ("[[term]]\nvi = ['UBND', 'a b']\n[[term]]\nvi = ['UBND']", "'UBND' stands in 'UBND' and 'UBND'.*vi_maybe"),
        (
            "[[term]]\nvi = ['a b']\nen = ['Plans']\n[[term]]\nvi = ['c d']\nen = ['plan']",
            "'plan' stands in 'a b' and 'c d'",
        ),
        ("[[term]]\nvi = ['a b']\nvi_maybe = ['X']\n[[term]]\nvi = ['X']", "'X' stands in"),
        ("[[renamed]]\nold = ['A']", "renamed 1 .*needs new"),
        ("[[renamed]]\nnew = 'A'", "renamed 1 .*needs old"),
        ("[[renamed]]\nold = ['A']\nnew = 'A'", "renames A to itself"),
        ("[[renamed]]\nold = ['A']\nnew = 'B'\nsince = 'July'", "needs a date or a year in since"),
        ("[[renamed]]\nold = ['A']\nnew = 'B'\nbefore_name = 1", "needs true or false"),
        ("[[renamed]]\nold = ['A']\nnew = 'B'\n[[renamed]]\nold = ['A']\nnew = 'C'", "'A' is now both 'B' and 'C'"),
        ("[[spelling]]\ntyped = ['ko']", "spelling 1 .*needs means"),
        ("[[spelling]]\ntyped = ['b n']\nmeans = 'x'", "needs single words"),
        (
            "[[spelling]]\ntyped = ['ko']\nmeans = 'x'\n[[spelling]]\nmaybe = ['ko']\nmeans = 'y'",
            "spelling 2 .*repeats 'ko'",
        ),
        ("[[term]]\nvi = ['HN', 'a b']\n[[spelling]]\ntyped = ['hn']\nmeans = 'x'", "replaces 'hn', a form of 'HN'"),
        ("names = 3", "names must be a table"),
    ],
)
def test_a_wrong_entry_is_named(written: Callable[[str], Path], content: str, said: str) -> None:
    path = written(content)
    with pytest.raises(ConfigurationError, match=said) as raised:
        Glossary.load(path)
    assert str(path) in str(raised.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="cannot be read"):
        Glossary.load(tmp_path / "none.toml")


def test_forms_that_differ_by_diacritics_stand_side_by_side(written: Callable[[str], Path]) -> None:
    path = written("[[term]]\nvi = ['bản đồ', 'họa đồ']\n[[term]]\nvi = ['bán đồ', 'bán hàng']")
    glossary = Glossary.load(path)
    assert [m.group.vietnamese[0] for m in glossary.matches("bản đồ")] == ["bản đồ"]
    assert {m.group.vietnamese[0] for m in glossary.matches("ban do")} == {"bản đồ", "bán đồ"}
    assert not glossary.expansions("ban do", ASCII)[0].replaces


def test_an_empty_glossary_knows_nothing(written: Callable[[str], Path]) -> None:
    glossary = Glossary.load(written(""))
    assert glossary.matches("UBND") == ()
    assert glossary.spelled_out("ko") == "ko"
    assert glossary.vietnamese_phrases() == []

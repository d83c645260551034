"""Cleaning drops the page and keeps the report, and what is clean stays as it is."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from retrieval.reports.cleaning import clean, is_furniture, is_portal_name
from retrieval.vietnamese import fold, nfc

LINES = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        [
            "Ngày 11/4, Ban Dân vận Tỉnh uỷ tổ chức hội nghị.",
            "ngày 11/4 tại huyện Kim Bôi",
            "Đồng chí Bùi Tiến Lực",
            "chủ trì hội nghị.",
            "Bình luận",
            "Trang chủ | Tin tức | Liên hệ",
            "tin a | tin b",
            "Tin khác",
            "Bài viết liên quan:",
            "81",
            "Loading...",
            "Xem thêm",
            "",
        ]
    ),
)
PAGES = st.lists(LINES, max_size=10).map("\n".join)


@given(PAGES)
@example("e\u200b\u0301")
@example("Foo.\nAbc\nFoo.\ndef")
@example("Tin a | b\nc | d")
def test_what_is_clean_stays_as_it_is(page: str) -> None:
    kept = clean(page)
    assert clean(kept) == kept


@given(PAGES)
@example("e\u200b\u0301")
def test_kept_text_is_one_tidy_paragraph_a_line(page: str) -> None:
    kept = clean(page)
    assert unicodedata.is_normalized("NFC", kept)
    assert "\r" not in kept
    assert "\t" not in kept
    for line in kept.split("\n") if kept else []:
        assert line == " ".join(line.split())
        assert line
    folded = [fold(line) for line in kept.split("\n")]
    assert len(folded) == len(set(folded))


STATEMENTS = (
    "Ngày 11/4, tại huyện Kim Bôi, Ban Dân vận Tỉnh ủy tổ chức hội nghị.",
    "Ông là thủ trưởng cơ quan của tỉnh.",
    "Đã xem xét, thông qua nghị quyết.",
    "Xếp hạng chỉ số PAPI năm 2023, tỉnh đứng thứ 10.",
    "Chia sẻ qua câu chuyện của mình, ông Lê Văn A mong các hộ cùng làm.",
    "Đọc nhiều sách giúp trẻ phát triển.",
    "Thăm dò ý kiến nhân dân cho thấy 95% hài lòng.",
    "Tham gia nhóm Zalo của thôn, người dân góp ý với chính quyền.",
    "Đánh giá bài học kinh nghiệm, đồng chí nêu ba điểm.",
    "Ý kiến bạn đọc được chuyển tới Sở Y tế ngày 3/5.",
    "Trang trại của ông có 30 con bò.",
    "In 500 tờ rơi tuyên truyền.",
    "Tin vui: 54 tập thể được khen.",
    "54 tập thể",
    "Nguồn: QBTV.vn",
    "Thứ tư, 10/01/2024",
    "T/h: H’Loan- Xuân Trí",
)


@pytest.mark.parametrize("line", STATEMENTS)
def test_a_line_that_states_something_is_kept(line: str) -> None:
    assert not is_furniture(line)
    assert clean(f"Tiêu đề của báo cáo\n\n{line}\n\nHết.").split("\n")[1] == line


@pytest.mark.parametrize(
    "line",
    [
        "Loading...",
        "BÌNH LUẬN",
        "Bình luận (0)",
        "Please enter your comment!",
        "Please enter your name here",
        "0",
        "81",
        "---***---",
        "In trang | Gửi email",
        "Lượt xem: 1.234",
        "Chia sẻ Facebook",
        "Tags: dân vận, hội nghị",
        "Từ khóa: dân vận",
        "Trang chủ » Tin tức",
        "CHÀO MỪNG ĐẾN TRANG THÔNG TIN ĐIỆN TỬ UBND HUYỆN GIA VIỄN",
        "Cơ quan ngôn luận của Đảng bộ tỉnh",
        "Trang chủ | Giới thiệu | Tin tức",
        "Đọc nhiều nhất",
        "Xem thêm",
        "Đánh giá bài viết",
        "Xếp hạng: 5 - 1 phiếu bầu",
        "Tổng số điểm của bài viết là: 0 trong 0 đánh giá",
        "Click để đánh giá bài viết",
        "Ý kiến bạn đọc (3)",
        "Thăm dò ý kiến",
        "Theo dõi chúng tôi trên Google News",
        "Đăng nhập",
    ],
)
def test_furniture_goes(line: str) -> None:
    assert line not in clean(f"Tiêu đề của báo cáo\nMột câu.\n{line}\nHai câu.").split("\n")


def test_a_stamp_with_furniture_words_is_kept() -> None:
    assert not is_furniture("Thứ tư, 10/01/2024 | Lượt xem: 81 | In trang")


def test_repeated_paragraphs_stand_once() -> None:
    assert clean("Ủy ban họp.\nHội nghị bế mạc.\nUỷ ban họp.\nUỶ BAN HỌP.") == "Ủy ban họp.\nHội nghị bế mạc."


def test_lines_broken_inside_a_sentence_are_joined() -> None:
    page = "Hội nghị giao ban 6 tháng đầu năm,\n\ntriển khai nhiệm vụ cuối năm.\nĐồng chí Lam\nchủ trì:\n- một"
    assert (
        clean(page) == "Hội nghị giao ban 6 tháng đầu năm, triển khai nhiệm vụ cuối năm.\nĐồng chí Lam chủ trì:\n- một"
    )


def test_white_space_and_invisible_signs_are_mended() -> None:
    assert clean("\ufeff A\u00a0 b\t\tc\u200b \r\n\r\n\x07D\u2028e.") == "A b c\nD e."


def test_links_to_other_pages_go_with_all_that_follows() -> None:
    page = "Tiêu đề\nMột câu dài.\nCác tin khác\nHội nghị A (11/4)\nHội nghị B (12/4)"
    assert clean(page) == "Tiêu đề\nMột câu dài."


def test_prose_behind_such_a_heading_is_kept() -> None:
    prose = "Sau hội nghị, đoàn công tác đã đến thăm và tặng 50 suất quà cho các gia đình chính sách của huyện."
    assert prose in clean(f"Tiêu đề\nMột câu dài.\nTin khác\n{prose}")


def test_names_of_sites() -> None:
    assert is_portal_name("Trang thông tin điện tử huyện gia viễn")
    assert not is_portal_name("Trang trại của ông có 30 con bò.")


FURNITURE_OF_SEEDS = {
    "000_41f4bdbdfcdba0a7.txt": [],
    "001_a5c32820ecc0210c.txt": [
        "0",
        "81",
        "Loading...",
        "BÌNH LUẬN",
        "Please enter your comment!",
        "Please enter your name here",
    ],
    "002_d58cd6a09e93b510.txt": [],
    "003_179ffe2f7c53ff46.txt": ["CHÀO MỪNG ĐẾN TRANG THÔNG TIN ĐIỆN TỬ UBND HUYỆN GIA VIỄN", "Bài viết khác"],
    "004_6ff3ef6cd877eee6.txt": [],
}


@pytest.mark.parametrize("name", FURNITURE_OF_SEEDS)
def test_the_seeds_lose_their_furniture_and_nothing_else(seeds: Path, name: str) -> None:
    raw = (seeds / name).read_text(encoding="utf-8")
    kept = clean(raw)
    for line in FURNITURE_OF_SEEDS[name]:
        assert line in [one.strip() for one in raw.split("\n")]
        assert line not in kept.split("\n")
    flat = " ".join(kept.split())
    for line in raw.split("\n"):
        tidy = " ".join(nfc(line).split())
        assert tidy in FURNITURE_OF_SEEDS[name] or tidy in flat


def test_half_a_character_is_no_text() -> None:
    assert clean("Kim\ud800Bôi") == "Kim Bôi"

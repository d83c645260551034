"""Whom a question names, and what it says they did."""

from __future__ import annotations

import pytest

from retrieval.answering.deeds import Deed
from retrieval.answering.premises import deeds_in, people_in
from retrieval.records import Language

VI, ASCII, EN = Language.VIETNAMESE, Language.UNMARKED, Language.ENGLISH


@pytest.mark.parametrize(
    ("text", "language", "names"),
    [
        ("Ông Trần Văn Bảy chủ trì hội nghị nào?", VI, ["Trần Văn Bảy"]),
        ("Ai chủ trì hội nghị ở Kim Bôi?", VI, []),
        ("Which meeting did Tran Van Bay chair?", EN, ["Tran Van Bay"]),
        ("What is Trần Văn Bảy's post?", EN, ["Trần Văn Bảy"]),
        ("What did Le Thi Hoa's team do in Ha Giang?", EN, ["Le Thi Hoa"]),
        ("Which bodies of Hoa Binh province took part?", EN, []),
        ("Who chaired the Fatherland Front meeting?", EN, []),
        # of nobody known, so without marks and capitals
        ("bà nguyên thị Thu Hà giữ chức vụ gì", ASCII, ["nguyên thị Thu"]),
        ("ông trần văn bay dự không", ASCII, ["trần văn bay"]),
        ("ông Trần văn bay dự không", ASCII, ["Trần văn bay"]),
        ("thuyền trưởng huynh vận tám gặp nạn đêm nào", ASCII, ["huynh vận tám"]),
        ("ông lực nói khó khăn gì", ASCII, []),
    ],
)
def test_people(text: str, language: Language, names: list[str]) -> None:
    assert [text[start:end] for start, end in people_in(text, language)] == names


@pytest.mark.parametrize(
    ("text", "language", "deeds"),
    [
        ("Đồng chí Đặng Thanh Bình đã chủ trì hội nghị nào?", VI, [("Đặng Thanh Bình", Deed.CHAIR)]),
        ("Đặng Thanh Bình đã chủ trì hội nghị nào?", VI, [("Đặng Thanh Bình", Deed.CHAIR)]),
        ("Hội nghị do ông Trần Văn Bảy chủ trì họp ở đâu?", VI, [("Trần Văn Bảy", Deed.CHAIR)]),
        ("Bà Lê Thị Hoa phát biểu điều gì?", VI, [("Lê Thị Hoa", Deed.SPEAK)]),
        ("Ông Trần Văn Bảy trao bằng khen cho ai?", VI, [("Trần Văn Bảy", Deed.AWARD)]),
        ("Ông Trần Văn Bảy giữ chức vụ gì?", VI, []),
        ("Ai thay ông Trần Văn Bảy làm Trưởng Ban?", VI, []),
        ("When did Tran Van Bay chair the meeting?", EN, [("Tran Van Bay", Deed.CHAIR)]),
        ("Did Mr Tran Van Bay give a speech?", EN, [("Tran Van Bay", Deed.SPEAK)]),
        ("Where was the meeting that Tran Van Bay chaired?", EN, [("Tran Van Bay", Deed.CHAIR)]),
        ("Who visited Tran Van Bay?", EN, []),
        ("What post does Tran Van Bay hold?", EN, []),
    ],
)
def test_deeds(text: str, language: Language, deeds: list[tuple[str, Deed]]) -> None:
    assert list(deeds_in(text, language, people_in(text, language))) == deeds

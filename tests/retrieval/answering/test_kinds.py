"""The kind of answer a question asks for, in three forms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answering.kinds import kind_of
from retrieval.records import Kind, Language
from retrieval.vietnamese import fold

VIETNAMESE = [
    ("Ai cầm trịch buổi giao ban?", "who"),
    ("Buổi lễ do ai điều hành?", "who"),
    ("Đồng chí nào ký quyết định?", "who"),
    ("Vị Phó Chủ tịch huyện nào dự lễ?", "who"),
    ("Bí thư Huyện ủy tên gì?", "who"),
    ("Chủ tịch Hội Nông dân xã là ai?", "who"),
    ("Hội thảo diễn ra hôm nào?", "when"),
    ("Bao giờ nộp báo cáo?", "when"),
    ("Hạn nộp là ngày bao nhiêu?", "when"),
    ("Anh Sùng A Páo sinh năm nào?", "when"),
    ("Lớp tập huấn mở ở đâu?", "where"),
    ("Hội nghị họp tại xã nào?", "where"),
    ("Đoàn giám sát đến huyện nào?", "where"),
    ("Có bao nhiêu hộ hiến đất?", "how_many"),
    ("Xã trồng được mấy cây số đường hoa?", "how_many"),
    ("Ông Lò Văn Pản giữ chức vụ gì?", "role"),
    ("Bà Hà Thị Nga là ai?", "role"),
    ("Giàng Seo Vần là ai?", "role"),
    ("Những ai phát biểu?", "list"),
    ("Kể tên các xã tham gia.", "list"),
    ("Chương trình ký với những cơ quan nào?", "list"),
    ("Hai huyện nào được khen?", "list"),
    ("Hội nghị có bàn về bầu cử không?", "yes_no"),
    ("Ông Pản là trưởng đoàn phải không?", "yes_no"),
    ("Vì sao dân chưa nhận tiền?", "why"),
    ("Xã lập tổ hòa giải để làm gì?", "why"),
    ("Đội nào đoạt giải nhất?", "which"),
    ("Đơn vị nào tổ chức?", "which"),
    ("Đợt này theo kế hoạch số mấy?", "which"),
    ("Chỉ thị nói về điều gì?", "other"),
]
ENGLISH = [
    ("Who chaired the meeting when the plan was launched?", "who"),
    ("Which priest was visited?", "who"),
    ("When was the meeting where she spoke?", "when"),
    ("By what date must it be sent in?", "when"),
    ("In which district did the drive take place?", "where"),
    ("Where was it held?", "where"),
    ("How many households gave land?", "how_many"),
    ("How much was the prize?", "how_many"),
    ("What percentage agreed?", "how_many"),
    ("What post does Sung A Pao hold?", "role"),
    ("Who is Sung A Pao?", "role"),
    ("Who is the secretary of the district?", "who"),
    ("Who were the co-chairs?", "list"),
    ("Which three villages were merged?", "list"),
    ("Did the district hold a meeting?", "yes_no"),
    ("Why was the road late?", "why"),
    ("Which team won?", "which"),
    ("What does the directive say?", "other"),
]


@pytest.mark.parametrize(("question", "kind"), VIETNAMESE)
def test_vietnamese_with_and_without_diacritics(question: str, kind: str) -> None:
    assert kind_of(question, Language.VIETNAMESE) == kind
    if question != "Giàng Seo Vần là ai?":
        assert kind_of(fold(question).rstrip("?."), Language.UNMARKED) == kind


@pytest.mark.parametrize(("question", "kind"), ENGLISH)
def test_english(question: str, kind: str) -> None:
    assert kind_of(question, Language.ENGLISH) == kind


@pytest.mark.parametrize(
    ("question", "kind"),
    [("co bn ho hien dat", "how_many"), ("hoi nghi co ban ve bau cu ko", "yes_no"), ("hop hom nao v", "when")],
)
def test_typed_on_a_phone(question: str, kind: str) -> None:
    assert kind_of(question, Language.UNMARKED) == kind


@given(st.text(max_size=80), st.sampled_from(list(Language)))
def test_every_text_has_a_kind(text: str, language: Language) -> None:
    assert kind_of(text, language) in Kind

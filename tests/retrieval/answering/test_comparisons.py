"""Which of several has the most or the least, where one sentence counts them all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answering.comparisons import Extreme, asked_extreme, comparisons, extremes, is_outdone

FIELDS = (
    "Toàn huyện có 78 mô hình, trong đó: lĩnh vực kinh tế 21 mô hình, lĩnh vực văn hoá-xã hội 41 mô hình, "
    "lĩnh vực an ninh- quốc phòng 14 mô hình, hệ thống chính trị 2 mô hình."
)
TRAINEES = "Tham gia có 103 học viên, gồm 62 trưởng khối dân vận cấp xã, 27 cán bộ Mặt trận và đoàn thể, 14 chức sắc."
GUNS = "Đợt này thu nhiều nhất là xã Đăk Hà (25 khẩu), xã Kon Đào (21 khẩu), xã Văn Lem (16 khẩu)."


@pytest.mark.parametrize(
    ("question", "text", "label"),
    [
        ("Lĩnh vực nào có nhiều mô hình nhất?", FIELDS, "lĩnh vực văn hoá-xã hội"),
        ("mang nao dan dau ve so mo hinh", FIELDS, "lĩnh vực văn hoá-xã hội"),
        ("Which field had the fewest models?", FIELDS, "hệ thống chính trị"),
        ("Mảng nào có ít mô hình nhất?", FIELDS, "hệ thống chính trị"),
        ("Nhóm học viên nào đông nhất?", TRAINEES, "trưởng khối dân vận cấp xã"),
        ("Xã nào thu được nhiều súng nhất?", GUNS, "xã Đăk Hà"),
        ("Which commune handed in the fewest guns?", GUNS, "xã Văn Lem"),
    ],
)
def test_the_extreme_is_named(question: str, text: str, label: str) -> None:
    assert label in [text[slice(*found)] for found in extremes(question, text)]


@pytest.mark.parametrize(
    ("question", "extreme"),
    [
        ("Lĩnh vực nào có 41 mô hình?", None),
        ("Có ít nhất một mô hình nào không?", None),
        ("Did at least 3 communes take part?", None),
        ("Xã nào hiến đất nhiều nhất?", Extreme.MOST),
        ("huyen nao dat thap nhat", Extreme.LEAST),
        ("Which unit collected the most?", Extreme.MOST),
    ],
)
def test_what_is_asked(question: str, extreme: Extreme | None) -> None:
    assert asked_extreme(question) is extreme


@pytest.mark.parametrize(
    ("question", "named", "outdone"),
    [
        ("Lĩnh vực nào có nhiều mô hình nhất?", "kinh tế", True),
        ("Lĩnh vực nào có nhiều mô hình nhất?", "lĩnh vực an ninh- quốc phòng 14 mô hình", True),
        ("Lĩnh vực nào có nhiều mô hình nhất?", "văn hoá-xã hội", False),
        ("Lĩnh vực nào có nhiều mô hình nhất?", "lĩnh vực kinh tế 21 mô hình, lĩnh vực văn hoá-xã hội", False),
        ("Lĩnh vực nào có nhiều mô hình nhất?", "Toàn huyện", False),  # not one of those compared
        ("Lĩnh vực nào có 21 mô hình?", "kinh tế", False),  # nothing is compared
        ("Mảng nào có ít mô hình nhất?", "kinh tế", True),
    ],
)
def test_what_another_outdoes(question: str, named: str, outdone: bool) -> None:
    start = FIELDS.index(named)
    assert is_outdone(question, FIELDS, start, start + len(named)) is outdone


def test_a_tie_names_nobody() -> None:
    text = "Kết quả: xã An Phú 12 mô hình, xã Bình Mỹ 12 mô hình."
    assert list(extremes("Xã nào nhiều mô hình nhất?", text)) == []


def test_numbers_of_one_thing_are_no_comparison() -> None:
    assert list(comparisons("Huyện công nhận 39 mô hình tăng 5 mô hình.")) == []


@given(st.lists(st.tuples(st.sampled_from(["xã An", "xã Bình", "xã Cát", "xã Dân"]), st.integers(2, 900)), max_size=5))
def test_labels_stand_in_the_text_before_their_numbers(counted: list[tuple[str, int]]) -> None:
    text = "Kết quả: " + ", ".join(f"{name} {count} mô hình" for name, count in counted) + "."
    for row in comparisons(text):
        for one in row:
            assert text[slice(*one.label)].startswith("xã ")
            assert text[one.label[1] :].startswith(f" {one.value:.0f} mô hình")

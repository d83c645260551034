"""Quantities with their units, and the unit a question asks for."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answering.quantities import asked_unit, quantities, unit_matches
from retrieval.vietnamese import nfc


def found(text: str) -> list[tuple[str, float, str]]:
    return [(text[q.start : q.end], q.value, q.unit) for q in quantities(text)]


@pytest.mark.parametrize(
    ("text", "span", "value", "unit"),
    [
        ("Xã có 36 mô hình hoạt động tốt", "36 mô hình", 36, "mô hình"),
        ("trao gần 1.200 suất quà cho hộ nghèo", "gần 1.200 suất quà", 1200, "suất quà"),
        ("trị giá hơn 2,5 tỷ đồng.", "hơn 2,5 tỷ đồng", 2.5e9, "đồng"),
        ("hỗ trợ 40 tấn gạo cho dân", "40 tấn gạo", 40, "tấn gạo"),
        ("đạt 98,6% kế hoạch", "98,6%", 98.6, "%"),
        ("hiến 3.400m2 đất", "3.400m2", 3400, "m2"),
        ("làm 12 km đường", "12 km", 12, "km"),
        ("Đến lần thứ 9 mới xong", "lần thứ 9", 9, "lần thứ"),
        ("Đại hội lần thứ XIV", "lần thứ XIV", 14, "lần thứ"),
        ("nằm trong tốp 10", "tốp 10", 10, "tốp"),
        ("ba tỉnh hợp nhất", "ba tỉnh", 3, "tỉnh"),
        ("có 7/9 thôn đạt chuẩn", "7/9 thôn", 7, "thôn"),
        ("thu nhập 9 triệu đồng/tháng", "9 triệu đồng/tháng", 9e6, "đồng"),
        ("ban hành 11 văn bản", "11 văn bản", 11, "văn bản"),
        ("trao 15 chiếc xe đạp cho học sinh", "15 chiếc xe đạp", 15, "chiếc xe đạp"),
        ("góp 2 tỷ 300 triệu đồng", "2 tỷ 300 triệu đồng", 2.3e9, "đồng"),
        ("tặng 200kg gạo", "200kg gạo", 200, "kg gạo"),
        ("co 36 mo hinh", "36 mo hinh", 36, "mo hinh"),
    ],
)
def test_found(text: str, span: str, value: float, unit: str) -> None:
    assert (span, pytest.approx(value), unit) in found(nfc(text))


@pytest.mark.parametrize(
    "text",
    [
        "Ngày 11/4/2024 tại huyện",
        "Chỉ thị số 40-CT/TW",
        "phòng, chống Covid-19 ở cơ sở",
        "cán bộ Quân khu 9 dự",
        "đi qua cầu Phú Mỹ 2 về",
        "một số nơi còn chậm",
        "năm học mới",
        "Bình luận\n0\n81\n",
    ],
)
def test_nothing_is_counted(text: str) -> None:
    assert found(nfc(text)) == []


@pytest.mark.parametrize(
    ("question", "unit"),
    [
        ("Xã có bao nhiêu mô hình?", "mô hình"),
        ("lop hoc co may hoc vien du", "hoc vien"),
        ("Huyện chi bao nhiêu tiền?", "đồng"),
        ("Tổng kinh phí là bao nhiêu?", "đồng"),
        ("Tỷ lệ hài lòng là bao nhiêu?", "%"),
        ("Số vụ vi phạm còn bao nhiêu?", "vụ"),
        ("Đại hội lần thứ mấy?", "lần thứ"),
        ("How many gift packages were handed out?", "gift packages"),
        ("How much money was raised?", "đồng"),
        ("What share of households agreed?", "%"),
        ("Ai chủ trì hội nghị?", None),
        ("Hội nghị họp ngày mấy?", None),
    ],
)
def test_asked(question: str, unit: str | None) -> None:
    assert asked_unit(nfc(question)) == unit


def test_units_agree_by_form_dimension_and_language() -> None:
    assert unit_matches("mo hinh", "mô hình") == 1
    assert unit_matches("đồng", "triệu đồng") > 0.9
    assert unit_matches("hộ", "hộ gia đình") > 0.8
    assert unit_matches("gift packages", "suất quà") == 1
    assert unit_matches("poor households", "hộ") == 1
    assert unit_matches("looms", "khung cửi", lambda noun: ["khung cửi"]) == 1
    assert 0 < unit_matches("người", "đại biểu") < 0.6
    assert unit_matches("đồng", "đồng chí") == 0
    assert unit_matches("mô hình", "xã") == 0


WORDS = [
    "hơn ",
    "33",
    ".",
    "000",
    ",5",
    " tỉ",
    " đồng",
    " mô hình",
    " và ",
    "ba ",
    "%",
    "\n",
    "Quân khu ",
    "/",
    " xã",
    "lần thứ II",
]


@given(st.lists(st.sampled_from(WORDS)))
def test_spans_lie_in_the_text_in_order_and_apart(pieces: list[str]) -> None:
    text = nfc("".join(pieces))
    spans = quantities(text)
    for quantity in spans:
        assert 0 <= quantity.start <= quantity.number[0] < quantity.number[1] <= quantity.end <= len(text)
        assert quantity.unit in text[quantity.start : quantity.end]
    assert all(first.end <= second.start for first, second in pairwise(spans))


@given(st.integers(0, 10**9), st.sampled_from(["mô hình", "hội viên", "hộ", "m2", "tấn gạo"]))
def test_a_written_number_is_read_back(value: int, unit: str) -> None:
    written = f"{value:,}".replace(",", ".")
    assert found(f"đã có {written} {unit}.") == [(f"{written} {unit}", value, unit)]

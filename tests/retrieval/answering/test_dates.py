"""Days and periods: what is found, where, and what agrees with what."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answering.dates import Moment, compatible, moments, settled
from retrieval.vietnamese import fold, nfc

PARTS = ("day", "month", "year", "quarter", "half", "until_day", "until_year")


def stated(moment: Moment) -> dict[str, int]:
    return {part: value for part in PARTS if (value := getattr(moment, part)) is not None}


def only(text: str) -> Moment:
    (moment,) = moments(nfc(text))
    return moment


@pytest.mark.parametrize(
    ("text", "span", "parts"),
    [
        ("Ngày 8/3, tại xã Bản Lầu", "8/3", {"day": 8, "month": 3}),
        ("sáng ngày 8-3", "8-3", {"day": 8, "month": 3}),
        ("hội nghị chiều 22.7 bàn việc", "22.7", {"day": 22, "month": 7}),
        ("ký ngày 03/02/2019", "03/02/2019", {"day": 3, "month": 2, "year": 2019}),
        ("Cập nhật: 5.9.2023", "5.9.2023", {"day": 5, "month": 9, "year": 2023}),
        ("hoi nghi 8/3 ban dan van", "8/3", {"day": 8, "month": 3}),
        ("ngày 8 tháng 3 năm 2022", "8 tháng 3 năm 2022", {"day": 8, "month": 3, "year": 2022}),
        ("hop ngay 8 thang 3", "8 thang 3", {"day": 8, "month": 3}),
        ("xong trong tháng 11/2021", "tháng 11/2021", {"month": 11, "year": 2021}),
        ("quý III/ 2022", "quý III/ 2022", {"quarter": 3, "year": 2022}),
        ("quy ii nam 2022", "quy ii nam 2022", {"quarter": 2, "year": 2022}),
        ("6 tháng cuối năm 2019", "6 tháng cuối năm 2019", {"half": 2, "year": 2019}),
        ("sáng nay (7/3)", "7/3", {"day": 7, "month": 3}),
        ("giai đoạn 2016 – 2018", "giai đoạn 2016 – 2018", {"year": 2016, "until_year": 2018}),
        ("nhiệm kỳ 2015-2020", "nhiệm kỳ 2015-2020", {"year": 2015, "until_year": 2020}),
        ("trong hai ngày 4 và 5/6", "4 và 5/6", {"day": 4, "until_day": 5, "month": 6}),
        ("On March 8, who spoke?", "March 8", {"day": 8, "month": 3}),
        ("the 8 March 2022 meeting", "8 March 2022", {"day": 8, "month": 3, "year": 2022}),
        ("in Q3 2022", "Q3 2022", {"quarter": 3, "year": 2022}),
        ("the second-quarter 2022 briefing", "second-quarter 2022", {"quarter": 2, "year": 2022}),
        ("the first half of 2019", "first half of 2019", {"half": 1, "year": 2019}),
        ("the last six months of 2019", "last six months of 2019", {"half": 2, "year": 2019}),
        ("in May 2022", "May 2022", {"month": 5, "year": 2022}),
        ("mid-2019", "mid-2019", {"year": 2019}),
    ],
)
def test_spellings(text: str, span: str, parts: dict[str, int]) -> None:
    moment = only(text)
    assert text[moment.start : moment.end] == span
    assert stated(moment) == parts


@pytest.mark.parametrize(
    "text",
    [
        "đạt 92,5% kế hoạch",
        "4/5 xã về đích",
        "9/9 chi bộ",
        "đường dây nóng 24/7",
        "gọi 0912.345.678",
        "Kế hoạch 112-KH/TU",
        "theo Điều 5",
        "mỗi xã 2 lần/năm",
        "2000 người tham gia",
        "Cách mạng Tháng Tám",
        "có mấy 5 may 6 áo",
        "ngày 45/3, tháng 13/2020",
    ],
)
def test_no_dates(text: str) -> None:
    assert [text[m.start : m.end] for m in moments(nfc(text)) if m.day or m.month or m.year] == []


@pytest.mark.parametrize(
    ("text", "full", "deadline"),
    [
        ("Sáng ngày 8/3, Huyện ủy", "Sáng ngày 8/3", False),
        ("gửi trước ngày 30/6 để", "trước ngày 30/6", True),
        ("Thứ tư, 10/01/2024", "Thứ tư, 10/01/2024", False),
        ("diễn ra sáng nay (7/3).", "sáng nay (7/3)", False),
        ("1526-QĐ/TU ngày 25/10/2021", "ngày 25/10/2021", False),
    ],
)
def test_full_spans(text: str, full: str, deadline: bool) -> None:
    moment = only(text)
    assert text[slice(*moment.full)] == full
    assert moment.deadline is deadline


@pytest.mark.parametrize(
    ("asked", "told", "verdict"),
    [
        ("8 March", "ngày 8/3", True),
        ("ngày 8/3", "ngày 8/3/2022", True),
        ("ngày 8/3/2022", "ngày 8/3", None),
        ("ngày 8/3/2021", "ngày 8/3/2022", False),
        ("ngày 9/3", "ngày 8/3", False),
        ("ngày 5/6", "ngày 4 và 5/6", True),
        ("năm 2022", "ngày 8/3/2022", True),
        ("năm 2022", "ngày 8/3", None),
        ("ngày 8/3/2022", "năm 2022", None),
        ("tháng 3/2022", "ngày 8/3/2022", True),
        ("quý I/2022", "tháng 2/2022", True),
        ("quý II/2022", "tháng 2/2022", False),
        ("6 tháng đầu năm 2022", "quý II/2022", True),
        ("nhiệm kỳ 2015-2020", "nhiệm kỳ 2015 - 2020", True),
        ("nhiệm kỳ 2015-2020", "nhiệm kỳ 2020-2025", False),
        ("năm 2018", "nhiệm kỳ 2015-2020", None),
        ("năm 2022", "năm 2023", False),
        ("quý I", "năm 2022", None),
    ],
)
def test_compatible(asked: str, told: str, verdict: bool | None) -> None:
    assert compatible(only(asked), only(told)) is verdict


def test_a_year_may_be_taken_from_the_report() -> None:
    told = settled(moments("Ngày 8/3, quý I năm 2021"), 2022)
    assert [moment.year for moment in told] == [2022, 2021]


@given(st.integers(1, 31), st.integers(1, 12), st.integers(1990, 2039), st.sampled_from(["{}/{}/{}", "{}-{}-{}"]))
def test_a_written_day_is_read_back(day: int, month: int, year: int, form: str) -> None:
    text = f"Chiều {form.format(day, month, year)}, hội nghị"
    moment = only(text)
    assert stated(moment) == {"day": day, "month": month, "year": year}
    assert stated(only(fold(text))) == stated(moment)
    assert compatible(moment, moment) is True


@given(
    st.lists(
        st.sampled_from(["ngày ", "11/4", " và ", "12", "-", "2024", " tháng ", "quý I", "/", "năm ", "(", ") ", ", "])
    )
)
def test_spans_lie_in_the_text_in_order_and_apart(pieces: list[str]) -> None:
    text = nfc("".join(pieces))
    found = moments(text)
    for moment in found:
        assert 0 <= moment.full[0] <= moment.start < moment.end <= moment.full[1] <= len(text)
        assert text[moment.start : moment.end].strip() == text[moment.start : moment.end]
    assert all(first.end <= second.start for first, second in pairwise(found))

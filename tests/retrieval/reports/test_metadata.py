"""Title, date, place and outlet of pages as they come; nothing is made up where a page does not say."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.reports import list_files, read_report
from retrieval.reports.cleaning import clean
from retrieval.reports.metadata import Metadata, read_metadata

PROSE = "Sáng nay, đồng chí Bí thư đã phát biểu và giao nhiệm vụ cho các đơn vị trong thời gian tới của năm."


@pytest.mark.parametrize(
    ("page", "title"),
    [
        (f"Triển khai nhiệm vụ dân vận\n{PROSE}", "Triển khai nhiệm vụ dân vận"),
        (f"Thứ tư, 10/01/2024\nTriển khai nhiệm vụ dân vận\n{PROSE}", "Triển khai nhiệm vụ dân vận"),
        (f"Trang thông tin điện tử huyện Gia Viễn\nHội nghị tổng kết công tác\n{PROSE}", "Hội nghị tổng kết công tác"),
        (f"TỈNH ỦY HÒA BÌNH\nHội nghị tổng kết công tác\n{PROSE}", "Hội nghị tổng kết công tác"),
        (f"Huyện Kim Bôi:\nHội nghị tổng kết công tác\n{PROSE}", "Hội nghị tổng kết công tác"),
        (
            f"Công tác dân vận ở huyện:\nNhững kết quả đáng ghi nhận\n{PROSE}",
            "Công tác dân vận ở huyện: Những kết quả đáng ghi nhận",
        ),
        (
            f"Cập nhật ngày: 19/01/2021 - 20:08\nBan Dân vận triển khai nhiệm vụ\n{PROSE}",
            "Ban Dân vận triển khai nhiệm vụ",
        ),
    ],
)
def test_titles(page: str, title: str) -> None:
    assert read_metadata(page).title == title


def test_prose_alone_gives_its_beginning() -> None:
    title = read_metadata(PROSE + " Câu thứ hai.").title
    assert title
    assert PROSE.startswith(title.rstrip("…").rstrip())
    assert len(title) <= 100


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Thứ tư, 10/01/2024", date(2024, 1, 10)),
        ("Cập nhật ngày: 19/01/2021 - 20:08", date(2021, 1, 19)),
        ("Thứ Năm, ngày 5 tháng 3 năm 2020", date(2020, 3, 5)),
        ("Ngày 11/4, tỉnh triển khai nhiệm vụ quý II/2024.", date(2024, 4, 11)),
        ("Năm 2024. Ngày 11/4, tỉnh họp.", date(2024, 4, 11)),
        ("Hội nghị quý II/ 2024\nNgày 11/4, tỉnh họp.", date(2024, 4, 11)),
        ("Sáng 26/6/2020, tỉnh họp.", date(2020, 6, 26)),
        ("Chiều 31/2/2020, tỉnh họp.", None),
        ("Tỉnh họp.", None),
        ("Kết luận số 03.", None),
    ],
)
def test_dates(text: str, day: date | None) -> None:
    assert read_metadata(f"Hội nghị của tỉnh năm ngoái\n{text}").date == day


def test_the_stamp_of_the_page_wins_over_days_in_the_text() -> None:
    page = "Hội nghị của tỉnh năm ngoái\nKết luận ngày 13.5.2016 được sơ kết.\nThứ tư, 10/01/2024"
    assert read_metadata(page).date == date(2024, 1, 10)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Ngày 11/4, tại huyện Kim Bôi, tỉnh Hòa Bình, Ban Dân vận họp.", "huyện Kim Bôi"),
        ("Ban Dân vận tỉnh Hòa Bình họp tại thành phố Đà Nẵng.", "thành phố Đà Nẵng"),
        ("Ban Dân vận tỉnh Quảng Bình họp.", "tỉnh Quảng Bình"),
        ("Ban Dân vận họp.", None),
    ],
)
def test_places(text: str, place: str | None) -> None:
    assert read_metadata(f"Triển khai nhiệm vụ dân vận\n{text} {PROSE}").place == place


@pytest.mark.parametrize(
    ("page", "outlet"),
    [
        (f"Triển khai nhiệm vụ dân vận\n{PROSE}\nNguồn: QBTV.vn", "QBTV.vn"),
        (f"Triển khai nhiệm vụ dân vận\n{PROSE}\nTheo: Báo Hòa Bình.", "Báo Hòa Bình"),
        (f"Triển khai nhiệm vụ dân vận\nBTNO - {PROSE}", "BTNO"),
        (f"Triển khai nhiệm vụ dân vận\n(TTXVN) - {PROSE}", "TTXVN"),
        (
            f"Trang thông tin điện tử huyện gia viễn\nTriển khai nhiệm vụ\n{PROSE}",
            "Trang thông tin điện tử huyện gia viễn",
        ),
        (f"Triển khai nhiệm vụ dân vận\n{PROSE}", None),
    ],
)
def test_outlets(page: str, outlet: str | None) -> None:
    assert read_metadata(page).outlet == outlet


@given(
    st.lists(st.one_of(st.text(max_size=40), st.just(PROSE), st.just("Thứ tư, 99/99/2024")), min_size=1).map("\n".join)
)
def test_any_kept_text_has_metadata(page: str) -> None:
    kept = clean(page)
    if kept:
        found = read_metadata(kept)
        assert found.title == found.title.strip()
        assert "\n" not in found.title


def test_the_seeds(seeds: Path) -> None:
    found = {r.id[:3]: Metadata(r.title, r.date, r.place, r.outlet) for r in map(read_report, list_files(seeds))}
    assert found["000"] == Metadata(
        "Triển khai nhiệm vụ công tác dân vận quý II/ 2024", date(2024, 4, 11), "huyện Kim Bôi", None
    )
    assert (found["001"].date, found["001"].outlet) == (date(2020, 6, 26), "QBTV.vn")
    assert found["002"].date is None
    assert (found["003"].date, found["003"].outlet) == (date(2024, 1, 10), "Trang thông tin điện tử huyện gia viễn")
    assert found["003"].title.startswith("Ban Dân vận Huyện ủy tổng kết công tác dân vận")
    assert (found["004"].date, found["004"].outlet) == (date(2021, 1, 19), "BTNO")

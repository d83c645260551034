"""Numbered documents, as reports and questions name them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answering.documents import documents
from retrieval.vietnamese import fold, nfc


@pytest.mark.parametrize(
    ("text", "span", "kind", "number"),
    [
        ("theo Chỉ thị số 40-CT/TW của Ban Bí thư", "Chỉ thị số 40-CT/TW", "Chỉ thị", "40-CT/TW"),
        ("thực hiện Kết luận số 62 và", "Kết luận số 62", "Kết luận", "62"),
        ("Nghị quyết 43-NQ/TW (khóa XIII)", "Nghị quyết 43-NQ/TW", "Nghị quyết", "43-NQ/TW"),
        ("Kế hoạch số 77/KH-UBND ngày 3/2/2021", "Kế hoạch số 77/KH-UBND", "Kế hoạch", "77/KH-UBND"),
        ("Nghị định số 59/2023/NĐ-CP", "Nghị định số 59/2023/NĐ-CP", "Nghị định", "59/2023/NĐ-CP"),
        ("Chương trình phối hợp số 5-CTrPH/BDV", "Chương trình phối hợp số 5-CTrPH/BDV", "Chương trình", "5-CTrPH/BDV"),
        ("Chỉ thị của Ban Bí thư số 40", "Chỉ thị của Ban Bí thư số 40", "Chỉ thị", "40"),
        ("chi thi 40 noi gi", "chi thi 40", "Chỉ thị", "40"),
        ("what does Directive No. 40 say", "Directive No. 40", "Chỉ thị", "40"),
        ("Số: 311/TB-HU", "Số: 311/TB-HU", "", "311/TB-HU"),
    ],
)
def test_found(text: str, span: str, kind: str, number: str) -> None:
    (document,) = documents(nfc(text))
    assert (text[document.start : document.end], document.type, document.number) == (span, kind, number)


@pytest.mark.parametrize(
    "text",
    [
        "kế hoạch 5 năm",
        "kết luận 3 vụ việc",
        "Nghị quyết Đại hội lần thứ X",
        "nghị quyết 2024",
        "ngày 16-12-2022, Ban",
        "báo cáo 6 tháng",
    ],
)
def test_not_numbered(text: str) -> None:
    assert documents(nfc(text)) == ()


@given(st.text(alphabet="chỉ thị số 0123456789-/CTW. ", max_size=40))
def test_the_number_ends_the_span(text: str) -> None:
    text = nfc(text)
    for document in documents(text):
        assert text[document.start : document.end].endswith(document.number)
    assert len(fold(text)) == len(text)

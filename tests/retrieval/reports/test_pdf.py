"""PDF files: lines become paragraphs again, the furniture of pages goes, what cannot be read is told apart."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from retrieval.errors import ReportError
from retrieval.reports.pdf import extract
from tests.retrieval.reports.checks import broken, is_text_or_refused

LEAD = [
    "Ngày 11/4, tại huyện Kim Bôi, Ban Dân vận Tỉnh ủy tổ chức hội nghị",
    "giao ban. Đồng chí Bùi Tiến Lực, Trưởng Ban Dân vận Tỉnh ủy, Chủ tịch",
    "Ủy ban MTTQ tỉnh chủ trì hội nghị; dự hội nghị có lãnh đạo của TP.",
    "Hòa Bình và các huyện.",
]


def made(*pages: list[str], told: bool = True) -> bytes:
    """A PDF of these lines. Its font is numbers of glyphs alone; where `told`, a table says what they mean."""
    glyphs = {letter: number for number, letter in enumerate(sorted({c for page in pages for c in "".join(page)}), 1)}
    meant = "\n".join(f"<{number:04x}> <{letter.encode('utf-16-be').hex()}>" for letter, number in glyphs.items())
    table = (
        "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{len(glyphs)} beginbfchar\n{meant}\nendbfchar endcmap end"
    )
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{' '.join(f'{6 + 2 * n} 0 R' for n in range(len(pages)))}] >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /F /Encoding /Identity-H /DescendantFonts [4 0 R]"
        f"{' /ToUnicode 5 0 R' if told else ''} >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /F /DW 500 /CIDSystemInfo"
        " << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        stream(table),
    ]
    for number, page in enumerate(pages):
        shown = " ".join(f"<{''.join(f'{glyphs[c]:04x}' for c in line)}> Tj T*" for line in page)
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {7 + 2 * number} 0 R"
            " /Resources << /Font << /F 3 0 R >> >> >>",
            stream(f"BT /F 10 Tf 14 TL 50 800 Td {shown} ET"),
        ]
    return assembled(objects)


def stream(content: str) -> str:
    return f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"


def assembled(objects: list[str]) -> bytes:
    file = "%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(file))
        file += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    return (
        f"{file}xref\n0 {size}\n0000000000 65535 f \n{table}trailer << /Size {size} /Root 1 0 R >>\n"
        f"startxref\n{len(file)}\n%%EOF"
    ).encode()


def lines(*pages: list[str]) -> list[str]:
    return extract(made(*pages)).split("\n")


def test_lines_that_a_page_broke_are_one_paragraph() -> None:
    assert lines([*LEAD, "Hội nghị kết thúc lúc 17 giờ."]) == [" ".join(LEAD), "Hội nghị kết thúc lúc 17 giờ."]


def test_headings_and_items_stay_by_themselves() -> None:
    page = [
        "TRIỂN KHAI NHIỆM VỤ CÔNG TÁC DÂN VẬN NĂM 2024 CỦA TOÀN TỈNH HÒA",
        "BÌNH",
        *LEAD,
        "Kết quả đạt được",
        "Các nhiệm vụ chính gồm:",
        "- Kinh tế, trật tự và đời sống của nhân dân ở các xã trong vùng kinh tế",
        "- xã hội",
        "- An ninh",
        "a) tuyên truyền",
        "1. Vận động",
    ]
    assert lines(page) == [
        " ".join(page[:2]),
        " ".join(LEAD),
        *page[6:8],
        " ".join(page[8:10]),
        *page[10:],
    ]


def test_a_sentence_goes_on_over_the_end_of_a_page() -> None:
    first = ["Báo Hòa Bình", *LEAD[:2], "Bản in ngày 12/4", "Trang 1/2"]
    second = ["Báo Hòa Bình", *LEAD[2:], "Bản in ngày 12/4", "Trang 2/2"]
    assert lines(first, second) == ["Báo Hòa Bình", " ".join(LEAD)]


def test_text_for_old_fonts_is_rewritten() -> None:
    assert lines(["§ång chÝ Bïi TiÕn Lùc chñ tr× héi nghÞ."]) == ["Đồng chí Bùi Tiến Lực chủ trì hội nghị."]


def protected(password: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(made(LEAD))))
    writer.encrypt(password, owner_password="x", algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def test_a_file_that_asks_for_no_password_to_be_read_is_read() -> None:
    assert extract(protected("")) == " ".join(LEAD)


GOOD = made(LEAD, LEAD)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (protected("x"), "password"),
        (made([]), "scan.*OCR"),
        (made(LEAD, told=False), "fonts"),
        (b"", "no PDF"),
        (" ".join(LEAD).encode(), "no PDF"),
        (GOOD[:300], "damaged"),
        (b"%PDF-1.4\n" + bytes(100), "damaged"),
    ],
    ids=["password", "scan", "glyphs", "empty", "text", "cut off", "no objects"],
)
def test_what_cannot_be_read_is_told_apart(data: bytes, told: str) -> None:
    with pytest.raises(ReportError, match=told):
        extract(data)


def test_more_pages_than_a_report_has_are_refused() -> None:
    with pytest.raises(ReportError, match="in parts"):
        extract(made(*[[]] * 1001))


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=100), st.sampled_from([b"", b"%PDF-1.4\n"]), st.integers(0, len(GOOD) - 1))
def test_any_bytes_are_text_or_refused(data: bytes, start: bytes, at: int) -> None:
    assert all(is_text_or_refused(extract, bad) for bad in broken(GOOD, data, start, at))

"""Word documents: everything that Word shows of the text, in its order; what cannot be read is told apart."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from docx import Document
from docx.document import Document as Made
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.errors import ReportError
from retrieval.reports.word import extract
from tests.retrieval.reports.checks import broken, is_text_or_refused

TITLE = "Triển khai nhiệm vụ công tác dân vận"
CHAIR = "Đồng chí Bùi Tiến Lực chủ trì hội nghị."
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def saved(fill: Callable[[Made], object]) -> bytes:
    document = Document()
    fill(document)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def repacked(data: bytes, name: str, content: bytes) -> bytes:
    """The same package with one part replaced."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, content if part == name else old.read(part))
    return file.getvalue()


def test_paragraphs_and_tables_come_in_the_order_of_the_document() -> None:
    def fill(document: Made) -> None:
        document.add_heading(TITLE)
        table = document.add_table(2, 2)
        for cell, text in zip(table._cells, ["Kim Bôi", "12", "Lạc Thủy", "15"], strict=True):
            cell.text = text
        document.add_paragraph("")
        paragraph = document.add_paragraph("Đồng chí Bùi ")
        paragraph.add_run("Tiến Lực").bold = True
        paragraph.add_run(" chủ trì hội nghị.\nHết.")

    assert extract(saved(fill)).split("\n") == [TITLE, "Kim Bôi, 12", "Lạc Thủy, 15", CHAIR, "Hết."]


def test_cells_of_several_lines_stay_lines_and_merged_ones_are_read_once() -> None:
    def fill(document: Made) -> None:
        cells = document.add_table(2, 2)._cells
        cells[0].text, cells[1].text = "TỈNH ỦY\nBAN DÂN VẬN", "Kim Bôi"
        cells[2].merge(cells[3]).text = "Cộng"

    assert extract(saved(fill)).split("\n") == ["TỈNH ỦY", "BAN DÂN VẬN", "Kim Bôi", "Cộng"]


def test_content_controls_smart_tags_and_insertions_are_read_and_deletions_are_not() -> None:
    markup = (
        f"<w:sdt {nsdecls('w')}><w:sdtPr/><w:sdtContent><w:p><w:r><w:t xml:space='preserve'>Tại </w:t></w:r>"
        "<w:smartTag w:element='place'><w:r><w:t>Kim Bôi</w:t></w:r></w:smartTag><!-- x -->"
        "<w:del><w:r><w:delText> cũ</w:delText></w:r></w:del><w:ins><w:r><w:t>, hôm qua</w:t></w:r></w:ins>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r></w:p></w:sdtContent></w:sdt>"
    )
    assert extract(saved(lambda document: document.element.body.insert(0, parse_xml(markup)))) == "Tại Kim Bôi, hôm qua"


def test_text_for_old_fonts_is_rewritten() -> None:
    typed = "§ång chÝ Bïi TiÕn Lùc chñ tr× héi nghÞ."
    assert extract(saved(lambda document: document.add_paragraph(typed))) == CHAIR


def test_a_web_page_by_the_name_of_a_document_is_read() -> None:
    assert extract(f"\r\n<HTML><body><p>{CHAIR}</body></HTML>".encode()) == CHAIR


GOOD = saved(lambda document: document.add_paragraph(CHAIR))


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (OLE + bytes(512), r"old Word.*\.docx"),
        (OLE + bytes(64) + "EncryptedPackage".encode("utf-16-le"), "password"),
        (rb"{\rtf1 x}", r"RTF.*\.docx"),
        (b"", "damaged"),
        (CHAIR.encode(), "damaged"),
        (GOOD[: len(GOOD) // 2], "damaged"),
        (repacked(GOOD, "word/document.xml", b"<w:document"), "damaged"),
        (repacked(GOOD, "[Content_Types].xml", b"<a/>"), "damaged"),
        (repacked(GOOD, "word/document.xml", bytes(65 * 1024**2)), "unpacks"),
    ],
    ids=["old", "password", "rtf", "empty", "text", "cut off", "bad xml", "no document", "bomb"],
)
def test_what_cannot_be_read_is_told_apart(data: bytes, told: str) -> None:
    with pytest.raises(ReportError, match=told):
        extract(data)


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=200), st.sampled_from([b"", b"PK\3\4", b"<html>"]), st.integers(0, len(GOOD) - 1))
def test_any_bytes_are_text_or_refused(data: bytes, start: bytes, at: int) -> None:
    assert all(is_text_or_refused(extract, bad) for bad in broken(GOOD, data, start, at))

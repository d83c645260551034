"""Text files in the encodings that Vietnamese reports come in."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.errors import ReportError
from retrieval.reports.text import extract
from retrieval.vietnamese import nfc

TEXT = "Ngày 11/4, Ban Dân vận Tỉnh ủy tổ chức hội nghị tại huyện Kim Bôi.\nĐồng chí Lực chủ trì."


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
    ],
    ids=["utf-8", "utf-8 with mark", "utf-16 le", "utf-16 be"],
)
def test_unicode(data: bytes) -> None:
    assert extract(data) == TEXT


def test_the_code_page_of_windows() -> None:
    # cp1258 writes tones behind their letter, and has most vowels with their marks.
    composed = {"ậ": "â\u0323", "ỉ": "i\u0309", "ủ": "u\u0309", "ổ": "ô\u0309", "ứ": "ư\u0301", "ộ": "ô\u0323"}
    composed |= {"ị": "i\u0323", "ạ": "a\u0323", "ệ": "ê\u0323", "ồ": "ô\u0300", "ì": "i\u0300", "ự": "ư\u0323"}
    data = "".join(composed.get(letter, letter) for letter in TEXT).encode("cp1258")
    assert nfc(extract(data)) == TEXT


def test_binary_data_is_refused() -> None:
    with pytest.raises(ReportError, match="binary"):
        extract(b"%PDF\0\1\2")


def test_half_a_character_is_refused() -> None:
    with pytest.raises(ReportError, match="UTF-8"):
        extract(codecs.BOM_UTF16_LE + b"a\0b")


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    try:
        extract(data).encode()
    except ReportError as exc:
        assert str(exc)

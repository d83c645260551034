"""Fonts from before Unicode are recognised, and nothing else is touched."""

from __future__ import annotations

import pytest

from retrieval.reports import legacy, text
from retrieval.vietnamese import nfc

MODERN = "Đồng chí Trưởng Ban Dân vận Huyện ủy chủ trì hội nghị tổng kết; dự hội nghị có đại diện các xã."
TCVN3 = "§ång chÝ Tr­ëng Ban D©n vËn HuyÖn ñy chñ tr× héi nghÞ tæng kÕt; dù héi nghÞ cã ®¹i diÖn c¸c x·."
VNI = "Ñoàng chí Tröôûng Ban Daân vaän Huyeän uûy chuû trì hoäi nghò toång keát; döï hoäi nghò coù ñaïi dieän caùc xaõ."


@pytest.mark.parametrize("typed", [TCVN3, VNI])
def test_legacy_fonts_become_unicode(typed: str) -> None:
    assert legacy.modern(typed) == MODERN


@pytest.mark.parametrize(
    "typed",
    [MODERN, "Le café de la mairie était fermé.", "Plain English text, no marks.", "H’Wơn Ayũn – 25 °C ± 1", ""],
)
def test_ordinary_text_stays(typed: str) -> None:
    assert legacy.modern(typed) == typed


def test_bytes_of_a_tcvn3_file_are_read() -> None:
    assert text.extract(TCVN3.encode("latin-1")) == MODERN


def test_bytes_in_windows_1258_are_read() -> None:
    typed = "Ông Lê Văn Tám chu\u0309 tri\u0300 hô\u0323i nghi\u0323"  # the code page has tones apart from vowels
    assert nfc(text.extract(typed.encode("cp1258"))) == "Ông Lê Văn Tám chủ trì hội nghị"

"""Places of reports, and those that questions name."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answering.places import asked_places, places
from retrieval.answering.value_words import DISTRICTS
from retrieval.records import Language
from retrieval.vietnamese import fold, nfc


def found(text: str) -> list[str]:
    return [text[place.start : place.end] for place in places(nfc(text))]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ngày 8/3, tại huyện Văn Bàn, Ban Dân vận", ["huyện Văn Bàn"]),
        ("đến từ TP. Đà Lạt và TP.Thủ Đức", ["TP. Đà Lạt", "TP.Thủ Đức"]),
        ("ở xã Tà Chải, huyện Bắc Hà", ["xã Tà Chải, huyện Bắc Hà", "xã Tà Chải", "huyện Bắc Hà"]),
        ("các huyện Mường Khương, Si Ma Cai và Bắc Hà", ["huyện Mường Khương", "Si Ma Cai", "Bắc Hà"]),
        ("tại Nhà hát Cao Văn Lầu, Tỉnh ủy tổ chức", ["Nhà hát Cao Văn Lầu"]),
        ("họp tại Hội trường Trung tâm Hội nghị tỉnh, sáng", ["Hội trường Trung tâm Hội nghị tỉnh"]),
        ("Phó Chủ tịch UBND tỉnh Trần Thị Lan Anh", []),
        ("Đồng chí Nguyễn Thái Bình phát biểu", []),
        ("nhân dân Lào Cai", ["Lào Cai"]),
        ("THÔNG TIN ĐIỆN TỬ", []),
        ("Tỉnh Đoàn tổ chức", []),
        ("về TP Hồ Chí Minh học", ["TP Hồ Chí Minh"]),
        ("tấm gương Hồ Chí Minh", []),
        ("xã Tà Chải Nguyễn Văn Ba", ["xã Tà Chải"]),
        ("già làng A Brih kể", []),
        ("HUYỆN MÙ CANG\nTrang tin huyện mù cang", ["HUYỆN MÙ CANG", "huyện mù cang"]),
    ],
)
def test_found(text: str, names: list[str]) -> None:
    assert found(text) == names


def test_a_place_has_its_level_and_name() -> None:
    (place,) = places("về TX. Sa Pa")
    assert (place.level, place.name) == ("thị xã", "Sa Pa")


@pytest.mark.parametrize(
    ("question", "language", "names"),
    [
        ("Ai chủ trì hội nghị ở huyện Văn Bàn?", "vi", ["Văn Bàn"]),
        ("Bí thư Huyện ủy Quỳ Châu là ai?", "vi", ["Quỳ Châu"]),
        ("Ban Dân vận Tỉnh ủy khen ai?", "vi", []),
        ("Hội nghị tổ chức ở đâu?", "vi", []),
        ("Hội nghị ở Đăk Hà họp khi nào?", "vi", ["Đăk Hà"]),
        ("ai chu tri hoi nghi o van ban", "vi-ascii", []),
        ("ai chu tri hoi nghi o sa pa nam 2022", "vi-ascii", ["sa pa"]),
        ("bi thu huyen uy quy chau la ai", "vi-ascii", ["quy chau"]),
        ("huyen bac ha co bao nhieu mo hinh", "vi-ascii", ["bac ha"]),
        ("huyen to chuc hoi nghi khi nao", "vi-ascii", []),
        ("hoi nghi hop tai khach san nao", "vi-ascii", []),
        ("dan van lao cai", "vi-ascii", ["lao cai"]),
        ("cac xu dao cua hai hau cam ket gi", "vi-ascii", ["hai hau"]),  # a district by itself
        ("các xứ đạo của hải hậu cam kết gì", "vi", ["hải hậu"]),
        ("hai hậu vệ là ai", "vi", []),
        ("hai hau nao", "vi-ascii", []),
        ("phia bac quang binh co gi", "vi-ascii", ["quang binh"]),
        ("ong nguyen van kim son lam gi", "vi-ascii", []),  # a person
        ("can duoc lam nhung gi", "vi-ascii", []),  # not Cần Đước
        ("Who chaired the meeting in Van Ban district?", "en", ["Van Ban"]),
        ("When did Bac Ha's conference take place?", "en", ["Bac Ha"]),
        ("Who heads the Lao Cai Youth Union?", "en", ["Lao Cai"]),
        ("What happened in March in the Party Committee?", "en", []),
    ],
)
def test_asked(question: str, language: str, names: list[str]) -> None:
    assert [place.name for place in asked_places(nfc(question), Language(language))] == names


PIECES = [
    "huyện ",
    "Kim ",
    "Sơn",
    ", ",
    "tại ",
    "Nhà hát ",
    "tỉnh ",
    "Hà Nam",
    " và ",
    "\n",
    "các xã ",
    "TP. ",
    "o ",
    "district ",
]


@given(st.lists(st.sampled_from(PIECES)), st.sampled_from(list(Language)))
def test_spans_hold_their_names(pieces: list[str], language: Language) -> None:
    text = nfc("".join(pieces))
    for place in (*places(text), *asked_places(text, language)):
        assert 0 <= place.start < place.end <= len(text)
        assert place.name and place.name in text[place.start : place.end]
    asked = asked_places(text, language)
    assert all(first.end <= second.start for first, second in pairwise(asked))


def test_districts_are_whole_names() -> None:
    assert len(DISTRICTS) == len(set(DISTRICTS)) > 400
    assert all(len(fold(name)) > 3 and name[0].isupper() for name in DISTRICTS)

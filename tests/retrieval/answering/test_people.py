"""People, their names and offices, in sentences written for these tests."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answering.offices import evened, office_matches
from retrieval.answering.people import mentions, posts, same_person


def told(text: str) -> list[tuple[str, str | None]]:
    return [(text[slice(*m.name)], text[slice(*m.role)] if m.role else None) for m in mentions(text)]


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("Đồng chí Vàng A Sáu, Phó Bí thư Huyện ủy chủ trì buổi làm việc.", "Vàng A Sáu", "Phó Bí thư Huyện ủy"),
        ("Ông Trịnh Bá Hòe-Trưởng ban Dân vận Thị uỷ phát biểu.", "Trịnh Bá Hòe", "Trưởng ban Dân vận Thị uỷ"),
        ("Bà Lê Thị Mận (Chủ tịch Hội LHPN xã) cho biết.", "Lê Thị Mận", "Chủ tịch Hội LHPN xã"),
        ("Bí thư Huyện ủy Mường Lay Nguyễn Đức Thọ trao quà.", "Nguyễn Đức Thọ", "Bí thư Huyện ủy Mường Lay"),
        ("Phó Chủ tịch UBND tỉnh Lâm Văn Sáng kết luận.", "Lâm Văn Sáng", "Phó Chủ tịch UBND tỉnh"),
        ("Ông Phan Tấn Quý là Bí thư Đảng ủy xã Long Hưng.", "Phan Tấn Quý", "Bí thư Đảng ủy xã Long Hưng"),
        ("Bà Tạ Thị Nhãn giữ chức Chủ tịch Hội Nông dân xã từ năm 2019.", "Tạ Thị Nhãn", "Chủ tịch Hội Nông dân xã"),
        (
            "Thượng tọa Thích Thiện Tâm - Trưởng Ban Trị sự Giáo hội Phật giáo tỉnh trao quà.",
            "Thích Thiện Tâm",
            "Trưởng Ban Trị sự Giáo hội Phật giáo tỉnh",
        ),
        ("Đại tá, TS. Đinh Công Khải, Phó Chính ủy Quân khu 5 đến dự.", "Đinh Công Khải", "Phó Chính ủy Quân khu 5"),
        ("bà H’Thương Êban, Bí thư Đoàn xã kể lại.", "H’Thương Êban", "Bí thư Đoàn xã"),
        ("Già làng A Blong rót rượu.", "A Blong", None),
        (
            "Chị Rơ Châm H’Nhí, 42 tuổi, hội viên nông dân làng Kép chia sẻ.",
            "Rơ Châm H’Nhí",
            "hội viên nông dân làng Kép",
        ),
        ("ĐỒNG CHÍ SÙNG A PÁO, BÍ THƯ HUYỆN ỦY PHÁT BIỂU TẠI HỘI NGHỊ", "SÙNG A PÁO", "BÍ THƯ HUYỆN ỦY"),
        ("linh mục Phêrô Đỗ Văn Nam cảm ơn.", "Phêrô Đỗ Văn Nam", None),
        ("Thượng tá Khải nói thêm.", "Khải", None),
        (
            "Đồng chí Trưởng phòng Nội vụ huyện Cao Đức Lợi giải đáp.",
            "Cao Đức Lợi",
            "Trưởng phòng Nội vụ huyện",
        ),
        (
            "Ông Hà Văn Tới, Giám đốc Sở Lao động - Thương binh và Xã hội thông tin thêm.",
            "Hà Văn Tới",
            "Giám đốc Sở Lao động - Thương binh và Xã hội",
        ),
        (
            "Đồng chí Bùi Thị Mơ, Trưởng Ban Dân vận Huyện ủy, Chủ tịch Ủy ban MTTQ huyện yêu cầu các xã khẩn trương.",
            "Bùi Thị Mơ",
            "Trưởng Ban Dân vận Huyện ủy, Chủ tịch Ủy ban MTTQ huyện",
        ),
    ],
)
def test_a_person_is_found_with_the_office(text: str, name: str, role: str | None) -> None:
    assert told(text) == [(name, role)]


def test_each_of_a_list_keeps_the_own_office() -> None:
    text = (
        "Các đồng chí: Ngô Thị Lụa, UVBTV, Trưởng Ban Dân vận Huyện uỷ; Hủn Vi Tài, Phó Chủ tịch UBND huyện; "
        "Trung tá Lại Quốc Bảo, Phó Trưởng Công an huyện cùng dự."
    )
    assert told(text) == [
        ("Ngô Thị Lụa", "UVBTV, Trưởng Ban Dân vận Huyện uỷ"),
        ("Hủn Vi Tài", "Phó Chủ tịch UBND huyện"),
        ("Lại Quốc Bảo", "Phó Trưởng Công an huyện"),
    ]


def test_an_office_before_the_next_name_is_not_the_last_persons() -> None:
    text = "Dự hội nghị có đồng chí Võ Minh Tân, Bí thư Huyện ủy, Chủ tịch UBND huyện Trần Thị Sen."
    assert told(text) == [("Võ Minh Tân", "Bí thư Huyện ủy"), ("Trần Thị Sen", "Chủ tịch UBND huyện")]


@pytest.mark.parametrize(
    "text",
    [
        "Học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh.",
        "Hội nghị họp tại TP. Hồ Chí Minh và các huyện Trần Đề, Kim Sơn, Hoàng Mai, Đinh Lập.",
        "Trường THPT Lê Quý Đôn nằm trên đường Nguyễn Trãi, phường Trần Phú.",
        "Các đồng chí Thành viên Ban Chỉ đạo và các đồng chí Lãnh đạo huyện dự hội nghị.",
        "Hình ảnh “Bộ đội Cụ Hồ” in đậm trong lòng dân; nhân dịp Tết Tân Sửu.",
        "Tỉnh Lâm Đồng, Cao Bằng, Hà Giang và Thái Nguyên báo cáo.",
        "Bàn giao cầu ông Tám Lúa cho tỉnh Bà Rịa - Vũng Tàu.",
        "Đoàn Thanh niên và Hội Nông dân huyện Anh Sơn ra quân.",
    ],
)
def test_places_and_bodies_are_nobody(text: str) -> None:
    assert told(text) == []


def test_a_name_is_known_again_without_its_honorific() -> None:
    text = "Bà Y Bông, Trưởng Ban Dân vận Huyện ủy dự.\nẢnh chụp: Y Bông trao quà."
    assert [name for name, _ in told(text)] == ["Y Bông", "Y Bông"]


def test_offices_taken_up_are_told_beside_the_one_held() -> None:
    text = "Chỉ định đồng chí Lò Văn Chung, Phó Giám đốc Sở Nội vụ giữ chức Trưởng Ban Dân vận Huyện ủy."
    (person,) = mentions(text)
    assert [text[slice(*post)] for post in posts(text, person)] == [
        "Phó Giám đốc Sở Nội vụ",
        "Trưởng Ban Dân vận Huyện ủy",
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Vi Thị Hoa", "đồng chí Vi Thị Hoa"),
        ("vi thi hoa", "Vi Thị Hoa"),
        ("ông Hòe", "Trịnh Bá Hòe"),
        ("Trịnh Hoè", "Trịnh Bá Hòe"),
        ("Bá Hòe", "Trịnh Bá Hòe"),
        ("H'Thuong Eban", "H’Thương Êban"),
        ("H’Thương", "H’Thương Êban"),
        ("Y Thịnh", "Y Thịnh Mlô"),
        ("Đỗ Văn Nam", "linh mục Phêrô Đỗ Văn Nam"),
        ("SÙNG A PÁO", "Sùng A Páo"),
    ],
)
def test_one_person_may_be_called_differently(one: str, other: str) -> None:
    assert same_person(one, other)
    assert same_person(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Vi Thị Hoa", "Vi Thị Hòa"),
        ("Nguyễn Văn An", "Nguyễn Thị An"),
        ("Trần Thắng", "Lê Thắng"),
        ("Y", "Y Thịnh Mlô"),
        ("", "Vi Thị Hoa"),
    ],
)
def test_others_stay_apart(one: str, other: str) -> None:
    assert not same_person(one, other)


@pytest.mark.parametrize(
    ("asked", "role"),
    [
        ("Trưởng ban dân vận tỉnh", "Ủy viên Ban Thường vụ, Trưởng Ban Dân vận Tỉnh ủy"),
        ("truong ban dan van tinh uy", "Trưởng Ban Dân vận Tỉnh uỷ"),
        ("Chủ tịch Ủy ban nhân dân huyện", "Phó Bí thư Huyện ủy, Chủ tịch UBND huyện"),
        ("chủ tịch mặt trận tỉnh", "Chủ tịch UB.MTTQVN tỉnh"),
        ("Phó Bí thư Thường trực Huyện ủy", "PBT Thường trực Huyện ủy"),
        ("PCT HĐND huyện", "UVBTV Huyện ủy, Phó Chủ tịch HĐND huyện"),
        ("deputy secretary of the district party committee", "Phó Bí thư Thường trực Huyện uỷ"),
        ("head of the provincial mass mobilization commission", "Trưởng Ban Dân vận Tỉnh ủy"),
        ("ủy viên ban thường vụ", "UVBTV, Trưởng Ban Dân vận Huyện ủy"),
    ],
)
def test_an_office_answers_to_what_is_asked(asked: str, role: str) -> None:
    assert office_matches(asked, role) >= 0.6


@pytest.mark.parametrize(
    ("asked", "role"),
    [
        ("Trưởng Ban Dân vận Tỉnh ủy", "Phó Trưởng Ban Dân vận Tỉnh ủy"),
        ("Phó Trưởng ban Dân vận", "Trưởng Ban Dân vận Tỉnh ủy"),
        ("Bí thư Tỉnh ủy", "Phó Bí thư Thường trực Tỉnh ủy"),
        ("Phó Bí thư Thường trực Tỉnh ủy", "Phó Bí thư Tỉnh ủy"),
        ("Chủ tịch UBND tỉnh", "Chủ tịch UBMTTQ tỉnh"),
        ("Chủ tịch UBND tỉnh", "Phó Chủ tịch UBND tỉnh"),
        ("Chủ tịch UBND tỉnh", "Chủ tịch HĐND tỉnh"),
        ("Trưởng Ban Dân vận Huyện ủy", "Trưởng Ban Dân vận Tỉnh ủy"),
        ("Trưởng ban Nội chính Tỉnh ủy", "Trưởng Ban Dân vận Tỉnh ủy"),
        ("Chủ tịch Hội Nông dân huyện", "Chủ tịch Hội LHPN huyện"),
        ("Bí thư Huyện đoàn", "Bí thư Huyện ủy"),
    ],
)
def test_another_office_does_not(asked: str, role: str) -> None:
    assert office_matches(asked, role) < 0.3


_PIECES = st.sampled_from(
    "đồng chí |Đồng chí |ông |Bà |Nguyễn Văn Tám|Lò Thị Ỏn|H’Nga Niê|A Dư|, |; | - | (|) |: |. |\n|Bí thư Huyện uỷ|"
    "Phó Chủ tịch UBND tỉnh|TP Hồ Chí Minh|chủ trì hội nghị|phát biểu|huyện Kim Sơn|và |NGUYỄN THỊ LÀNH|PGS.TS. ".split(
        "|"
    )
)


@given(st.lists(_PIECES, max_size=12).map("".join) | st.text(max_size=60))
def test_names_lie_inside_their_mentions_and_mentions_inside_the_text(text: str) -> None:
    text = unicodedata.normalize("NFC", text)
    people = mentions(text)
    assert len(evened(text)) == len(text)
    for person in people:
        assert 0 <= person.whole[0] <= person.name[0] < person.name[1] <= person.whole[1] <= len(text)
        assert person.role is None or 0 <= person.role[0] < person.role[1] <= len(text)
    assert [p.name for p in people] == sorted({p.name for p in people})

"""Who did what, in sentences written for these tests, and which deed a question asks about."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answering.deeds import Deed, acts, answers, asked_deed


def doers(text: str, deed: Deed) -> list[str]:
    """Names, and bodies in brackets, of those who did it."""
    found = []
    for act in acts(text):
        if act.deed is deed:
            span = act.actor.name if act.actor else act.body
            assert span is not None
            found.append(text[slice(*span)] if act.actor else f"[{text[slice(*span)]}]")
    return found


@pytest.mark.parametrize(
    ("text", "deed", "names"),
    [
        (
            "Đồng chí Ngô Thị Lụa, Bí thư Huyện ủy và đồng chí Đại tá Lê Kim Quế đồng chủ trì hội nghị.",
            Deed.CHAIR,
            ["Ngô Thị Lụa", "Lê Kim Quế"],
        ),
        ("Võ Minh Tân, Lò Văn Chung đồng chủ trì buổi đối thoại.", Deed.CHAIR, ["Võ Minh Tân", "Lò Văn Chung"]),
        (
            "Chủ trì hội nghị có các đồng chí: Ngô Thị Lụa, Bí thư Huyện ủy; Võ Minh Tân, Chủ tịch UBND huyện.",
            Deed.CHAIR,
            ["Ngô Thị Lụa", "Võ Minh Tân"],
        ),
        ("Hội thảo do bà Tạ Thị Nhãn, Phó Giám đốc Sở Nội vụ chủ trì.", Deed.CHAIR, ["Tạ Thị Nhãn"]),
        (
            "Dưới sự chủ trì của ông Phan Tấn Quý, Bí thư Đảng ủy xã, cuộc họp kéo dài hai giờ.",
            Deed.CHAIR,
            ["Phan Tấn Quý"],
        ),
        (
            "Đồng chí Sùng A Páo, Trưởng Ban Dân vận Huyện ủy dự, chủ trì và kết luận hội nghị.",
            Deed.CONCLUDE,
            ["Sùng A Páo"],
        ),
        (
            "Về dự đại hội có đồng chí Bùi Thị Mơ, Phó Bí thư Tỉnh ủy; đại diện các sở; về phía huyện có ông Lò Văn Chung.",
            Deed.ATTEND,
            ["Bùi Thị Mơ", "Lò Văn Chung"],
        ),
        ("Đồng chí Bùi Thị Mơ đến dự và phát biểu chỉ đạo.", Deed.SPEAK, ["Bùi Thị Mơ"]),
        (
            "Phát biểu tại buổi lễ, đồng chí Bùi Thị Mơ, Phó Bí thư Tỉnh ủy nhấn mạnh ba việc.",
            Deed.SPEAK,
            ["Bùi Thị Mơ", "Bùi Thị Mơ"],
        ),
        (
            "Kết luận hội nghị, Bí thư Thành ủy Đinh Công Khải yêu cầu các phường vào cuộc.",
            Deed.CONCLUDE,
            ["Đinh Công Khải"],
        ),
        ("Bà Vừ Y Dở cho biết bản đã đổi thay. Bà cũng đề nghị tỉnh hỗ trợ giống.", Deed.SPEAK, ["Vừ Y Dở", "Vừ Y Dở"]),
        ("Theo ông Thạch Rây, bà con rất phấn khởi.", Deed.SPEAK, ["Thạch Rây"]),
        ("UBND tỉnh đã tặng bằng khen cho 12 tập thể.", Deed.AWARD, ["[UBND tỉnh]"]),
        (
            "Thừa ủy quyền của Chủ tịch UBND tỉnh, ông Hà Văn Tới trao bằng khen cho 5 cá nhân.",
            Deed.AWARD,
            ["Hà Văn Tới"],
        ),
        ("Mô hình được Công an tỉnh tặng giấy khen.", Deed.AWARD, ["[Công an tỉnh]"]),
        (
            "Đồng chí Lê Thị Mận công bố Quyết định số 12 và trao hoa cho đồng chí Hủn Vi Tài.",
            Deed.ANNOUNCE,
            ["Lê Thị Mận"],
        ),
        ("Quyết định điều động đồng chí Hủn Vi Tài giữ chức Bí thư Đảng ủy xã.", Deed.APPOINTED, ["Hủn Vi Tài"]),
        ("Ông Trịnh Bá Hòe được bổ nhiệm giữ chức Phó Trưởng Ban Dân vận Huyện ủy.", Deed.APPOINTED, ["Trịnh Bá Hòe"]),
        ("Đồng chí Hủn Vi Tài thay đồng chí Trịnh Bá Hòe nghỉ hưu.", Deed.REPLACE, ["Hủn Vi Tài"]),
        (
            "Đoàn công tác do ông Cao Đức Lợi, Phó Chủ tịch HĐND tỉnh làm trưởng đoàn giám sát tại xã.",
            Deed.LEAD,
            ["Cao Đức Lợi"],
        ),
        (
            "Các học viên được thạc sĩ Đào Thị Ngà, giảng viên Trường Chính trị tỉnh truyền đạt chuyên đề.",
            Deed.REPORT,
            ["Đào Thị Ngà"],
        ),
        ("Ban Dân vận Thành ủy phối hợp với Thành đoàn tổ chức hội thi.", Deed.ORGANISE, ["[Ban Dân vận Thành ủy]"]),
        (
            "Trung tá Lại Quốc Bảo, Trưởng Công an huyện cùng đoàn công tác đã đến thăm chùa.",
            Deed.VISIT,
            ["Lại Quốc Bảo"],
        ),
        ("Đồng chí Võ Minh Tân ký Quyết định khen thưởng.", Deed.SIGN, ["Võ Minh Tân"]),
        ("Phát biểu khai mạc, Phó Chủ tịch HĐND tỉnh Lâm Văn Sáng nêu ý nghĩa cuộc thi.", Deed.OPEN, ["Lâm Văn Sáng"]),
        (
            "Phát biểu tại hội nghị, đồng chí Trưởng Ban Dân vận Huyện ủy biểu dương các xã.",
            Deed.SPEAK,
            ["[Trưởng Ban Dân vận Huyện ủy]"] * 2,
        ),
    ],
)
def test_a_deed_has_its_doers(text: str, deed: Deed, names: list[str]) -> None:
    assert doers(text, deed) == names


@pytest.mark.parametrize(
    "text",
    [
        "Các đồng chí chủ trì hội nghị",
        "Đồng chí Bùi Thị Mơ, Phó Bí thư Tỉnh ủy dự và phát biểu chỉ đạo hội nghị.",
        "Ban Dân vận Huyện ủy phối hợp với UBND huyện tổ chức hội nghị.",
        "Tham dự hội nghị có đồng chí Ngô Thị Lụa, Bí thư Huyện ủy.",
        "Kết luận số 43 của Ban Bí thư được quán triệt.",
    ],
)
def test_nobody_is_made_a_chair(text: str) -> None:
    assert doers(text, Deed.CHAIR) == []


def test_what_somebody_demands_is_not_what_they_do() -> None:
    text = "Đồng chí Ngô Thị Lụa đề nghị các xã vận động, trao quà cho hộ nghèo."
    assert doers(text, Deed.AWARD) == []


_BODY = (
    "Đây là đoạn cuối của bản tin, đủ dài để thấy rằng phần nội dung đã hết và phía dưới chỉ còn tên người viết, " * 2
)


@pytest.mark.parametrize(
    ("ending", "authors", "photographers"),
    [
        ("Tin, ảnh: Mai Sương\nCác tin khác", ["Mai Sương"], ["Mai Sương"]),
        ("Thu Trà – Đức Lộc\nChủ đề: dân vận", ["Thu Trà", "Đức Lộc"], []),
        ("Hồng Mây (Trung tâm VHTT&TT)\n\nBài viết khác", ["Hồng Mây"], []),
        ("Cẩm Vân\n\nẢnh: Quang Dự\nGửi bình luận", ["Cẩm Vân"], ["Quang Dự"]),
        ("T/h: H’Nga - Xuân Lộc", ["H’Nga", "Xuân Lộc"], []),
        ("HẢI LÊ\n Theo dõi báo trên mạng", ["HẢI LÊ"], []),
        ("BÌNH LUẬN\nChia sẻ bài viết: Facebook | Zalo", [], []),
    ],
)
def test_authors_sign_below(ending: str, authors: list[str], photographers: list[str]) -> None:
    text = f"Tiêu đề của bản tin\n\n{_BODY.strip()}\n\n{ending}"
    assert doers(text, Deed.WRITE) == authors
    assert doers(text, Deed.PHOTOGRAPH) == photographers


@pytest.mark.parametrize(
    ("question", "deed"),
    [
        ("Ai cầm trịch buổi gặp mặt già làng?", Deed.CHAIR),
        ("buoi doi thoai o Muong Lay do ai dieu hanh", Deed.CHAIR),
        ("Who ran the meeting with the village elders?", Deed.CHAIR),
        ("Who presided over the review?", Deed.CHAIR),
        ("Ai phát biểu tại hội nghị do ông Võ Minh Tân chủ trì?", Deed.SPEAK),
        ("Who spoke at the conference chaired by Mr Tan?", Deed.SPEAK),
        ("Vị nào có mặt tại đại hội?", Deed.ATTEND),
        ("nhung ai tham du le ky ket", Deed.ATTEND),
        ("Ai đọc quyết định bổ nhiệm?", Deed.ANNOUNCE),
        ("Người trao quà trong lễ do ông Tân chủ trì tên gì?", Deed.AWARD),
        ("Ai ký kế hoạch phối hợp?", Deed.SIGN),
        ("Bài này do ai viết?", Deed.WRITE),
        ("Who took the photo of the dialogue?", Deed.PHOTOGRAPH),
        ("Ai dẫn đầu đoàn giám sát?", Deed.LEAD),
        ("Ai trình bày báo cáo tổng kết?", Deed.REPORT),
        ("Ai nói lời kết luận?", Deed.CONCLUDE),
        ("Ai khai mạc lớp tập huấn?", Deed.OPEN),
        ("Ai thay ông Hòe làm trưởng ban?", Deed.REPLACE),
        ("Ai thay mặt Quân khu tới dự?", Deed.ATTEND),
        ("Đơn vị nào tổ chức hội thi?", Deed.ORGANISE),
        ("Ai là Trưởng ban Nội chính?", None),
        ("Ai được UBND tỉnh tặng bằng khen?", None),
        ("Vị sư nào được Công an huyện đến thăm?", None),
        ("Which priest was visited by the police?", None),
        ("Các xã phải báo cáo cho ai?", None),
        ("Hội nghị họp ngày nào?", None),
    ],
)
def test_the_deed_asked_for(question: str, deed: Deed | None) -> None:
    assert asked_deed(question) is deed


def test_concluding_is_speaking_and_being_there_but_never_chairing() -> None:
    assert answers(Deed.CONCLUDE, Deed.SPEAK) and answers(Deed.CHAIR, Deed.ATTEND)
    assert not any(answers(deed, Deed.CHAIR) for deed in Deed if deed is not Deed.CHAIR)


_PIECES = st.sampled_from(
    "Đồng chí Lò Thị Ỏn|, |; | và |. |\n|Bí thư Huyện uỷ| chủ trì hội nghị| phát biểu| dự |Dự hội nghị có |Phát biểu tại lễ, |"
    "UBND tỉnh| tặng bằng khen| đã | theo |ông Tám| kết luận|Tin, ảnh: |Hữu Tâm|, đồng chí Bí thư Tỉnh ủy".split("|")
)


@given(st.lists(_PIECES, max_size=12).map("".join) | st.text(max_size=60))
def test_verbs_lie_inside_their_sentences_and_every_act_has_one_doer(text: str) -> None:
    text = unicodedata.normalize("NFC", text)
    for act in acts(text):
        assert 0 <= act.sentence[0] <= act.verb[0] < act.verb[1] <= act.sentence[1] <= len(text)
        assert (act.actor is None) != (act.body is None)
        if act.body:
            assert act.sentence[0] <= act.body[0] < act.body[1] <= act.sentence[1]

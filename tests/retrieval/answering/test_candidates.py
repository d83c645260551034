"""What may answer: the reader's spans, what sentences state, and every value of the kind asked for."""

from __future__ import annotations

import pytest

from retrieval.answering.candidates import (
    Candidate,
    facts_of,
    is_stated,
    read_candidates,
    stated_candidates,
    valued_candidates,
)
from retrieval.answering.reader import Marked
from retrieval.records import Hit, Kind, Passage, Report, Span
from tests.retrieval.answering.made import hit, question, report, span_of

MEETING = report(
    "Hội nghị giao ban công tác dân vận\n"
    "Ngày 11/4, tại huyện Kim Bôi, đồng chí Bùi Tiến Lực, Trưởng Ban Dân vận Tỉnh ủy chủ trì hội nghị. "
    "Dự hội nghị có ông Nguyễn Văn Hợp và bà Trần Thị Sáu. "
    "Ông Lê Văn Tám phát biểu tại hội nghị. Huyện có 78 mô hình theo Chỉ thị số 19-CT/TW nhiệm kỳ 2020 - 2025."
)
NO_CHAIR = report(
    "Hội nghị giao ban công tác dân vận\nDự hội nghị có ông Nguyễn Văn Hợp. Ông Lê Văn Tám phát biểu chỉ đạo."
)


def stated(text: str, told: Report = MEETING, kind: Kind | None = None, subjects: tuple[str, ...] = ()) -> list[str]:
    asked = question(text, kind)
    found = stated_candidates(asked, 0, hit(told), facts_of(told.text), told.text, subjects)
    return [told.text[one.start : one.end] for one in found]


def valued(text: str) -> set[str]:
    return {MEETING.text[one.start : one.end] for one in valued_candidates(question(text), 0, hit(MEETING))}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ai chủ trì hội nghị?", ["Bùi Tiến Lực"]),
        ("Ai cầm trịch cuộc giao ban?", ["Bùi Tiến Lực"]),
        ("Trưởng Ban Dân vận Tỉnh ủy là ai?", ["Bùi Tiến Lực"]),
        ("Ai phát biểu tại hội nghị?", ["Lê Văn Tám"]),
    ],
)
def test_what_a_sentence_states_is_proposed(text: str, names: list[str]) -> None:
    assert stated(text, kind=Kind.WHO) == names


def test_roles_are_kept_apart() -> None:
    assert stated("Ai chủ trì hội nghị?", NO_CHAIR) == []
    assert stated("Ai phát biểu chỉ đạo?", NO_CHAIR) == ["Lê Văn Tám"]


def test_a_list_takes_everybody_in() -> None:
    found = stated("Những ai dự hội nghị?", kind=Kind.LIST)
    assert any("Nguyễn Văn Hợp" in one and "Trần Thị Sáu" in one for one in found)


def test_the_office_of_somebody() -> None:
    found = stated("Ông Lực giữ chức vụ gì?", kind=Kind.ROLE, subjects=("Lực",))
    assert found == ["Trưởng Ban Dân vận Tỉnh ủy"]
    assert stated("Ông Thắng giữ chức vụ gì?", kind=Kind.ROLE, subjects=("Thắng",)) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Hội nghị diễn ra khi nào?", "11/4"),
        ("Huyện có bao nhiêu mô hình?", "78 mô hình"),
        ("Hội nghị họp ở đâu?", "huyện Kim Bôi"),
        ("Thực hiện theo chỉ thị nào?", "Chỉ thị số 19-CT/TW"),
        ("Nhiệm kỳ nào?", "nhiệm kỳ 2020 - 2025"),
        ("Ai chủ trì?", "Nguyễn Văn Hợp"),
    ],
)
def test_values_of_the_kind_asked_for(text: str, value: str) -> None:
    assert value in valued(text)


def test_a_question_of_no_kind_has_no_values() -> None:
    assert valued("Vì sao họp?") == set()


def test_nothing_outside_the_passage_is_proposed() -> None:
    start, end = span_of(MEETING, "Ông Lê Văn Tám phát biểu tại hội nghị.")
    part = Hit(Passage(Span(MEETING.id, start, end, MEETING.text[start:end]), ""), 0.5)
    facts = facts_of(MEETING.text)
    for asked in map(question, ("Ai chủ trì hội nghị?", "Ai phát biểu tại hội nghị?", "Khi nào?", "Họp ở đâu?")):
        for one in (*stated_candidates(asked, 3, part, facts, MEETING.text, ()), *valued_candidates(asked, 3, part)):
            assert start <= one.start < one.end <= end
            assert one.place == 3
            assert one.margin is None


def test_the_readers_spans_are_moved_into_the_report() -> None:
    start, end = span_of(MEETING, "Ông Lê Văn Tám phát biểu tại hội nghị.")
    part = Hit(Passage(Span(MEETING.id, start, end, MEETING.text[start:end]), ""), 0.5)
    (moved,) = read_candidates(1, part, [Marked(4, 14, 2.5)])
    assert MEETING.text[moved.start : moved.end] == "Lê Văn Tám"
    assert (moved.place, moved.report, moved.margin, moved.stated) == (1, MEETING.id, 2.5, False)


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("Ai chủ trì hội nghị?", "Bùi Tiến Lực", True),
        ("Ai chủ trì hội nghị?", "Nguyễn Văn Hợp", False),
        ("Ai chủ trì hội nghị?", "Lê Văn Tám", False),
        ("Ai dự hội nghị?", "Bùi Tiến Lực", True),  # who chairs, attends
        ("Trưởng Ban là ai?", "Bùi Tiến Lực", None),
        ("Hội nghị chủ trì khi nào?", "Bùi Tiến Lực", None),
    ],
)
def test_whether_a_sentence_says_it(text: str, name: str, expected: bool | None) -> None:
    found = Candidate(0, MEETING.id, *span_of(MEETING, name), 1.0, stated=False)
    assert is_stated(question(text), found, facts_of(MEETING.text), MEETING.text) is expected

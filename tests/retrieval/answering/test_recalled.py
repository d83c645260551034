"""What stands above a passage for a question whose words are told in passages far apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answering.recalled import above, recalled
from retrieval.answering.supposed import Known, supposed_by
from retrieval.passages import Cutting, cut
from retrieval.records import Language, Span
from tests.retrieval.answering.made import report

LEAD = "Chiều 19.1, tại huyện Bến Cầu, ông Lê Minh Thế chủ trì hội nghị."
SPEECH = "Ông Lý Trung Đông thông qua nội dung nhiệm vụ của 54 tập thể."
CLOSING = "Hội nghị bế mạc sau một buổi."
TEXT = f"Triển khai nhiệm vụ\n{LEAD}\n{SPEECH}\n{CLOSING}"
KNOWN = Known.of(report(TEXT))


def at(sentence: str) -> Span:
    start = TEXT.index(sentence)
    return Span("a.txt", start, start + len(sentence), sentence)


def told(question: str, span: Span, over: str = "", language: Language = Language.VIETNAMESE) -> str:
    return recalled(supposed_by(question, language), KNOWN, span, over)


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Hội nghị mà ông Lý Trung Đông thông qua nhiệm vụ họp ngày nào?", Language.VIETNAMESE),
        ("hội nghị mà ông Lý Trung Đông thông qua nhiệm vụ họp ngày nào", Language.UNMARKED),
        ("When was the meeting held at which Ly Trung Dong presented the tasks?", Language.ENGLISH),
        ("Hội nghị có 54 tập thể họp ngày nào?", Language.VIETNAMESE),
    ],
)
def test_a_name_or_number_told_elsewhere_is_recalled(question: str, language: Language) -> None:
    assert told(question, at(LEAD), language=language) == SPEECH


def test_a_day_told_elsewhere_is_recalled() -> None:
    assert told("Ai thông qua nhiệm vụ ở hội nghị ngày 19/1?", at(SPEECH)) == LEAD


def test_nothing_is_recalled_that_the_passage_or_its_heading_has() -> None:
    assert told("Ông Lý Trung Đông làm gì?", at(SPEECH)) == ""
    assert told("Ai thông qua nhiệm vụ ngày 19/1 ở huyện Bến Cầu?", at(SPEECH), "Bến Cầu · 19/01/2021\n") == ""


def test_nothing_is_recalled_that_no_sentence_tells() -> None:
    assert told("Ông Trần Văn Bê dự hội nghị ngày nào?", at(LEAD)) == ""


def test_a_name_is_not_found_inside_a_word() -> None:
    assert told("Hội nghị có bà Th họp ở đâu?", at(CLOSING)) == ""


def test_the_sentence_that_tells_most_is_chosen() -> None:
    question = "Ông Lê Minh Thế và ông Lý Trung Đông dự hội nghị ngày 19/1 bế mạc khi nào?"
    assert told(question, at(CLOSING)) == LEAD


def test_a_long_sentence_is_cut_around_what_counts() -> None:
    far = " ".join(["từ"] * 200)
    known = Known.of(report(f"Tin\n{CLOSING}\n{far} ông Lý Trung Đông {far}."))
    question = supposed_by("Ông Lý Trung Đông nói gì?", Language.VIETNAMESE)
    found = recalled(question, known, Span("a.txt", 4, 4 + len(CLOSING), CLOSING), "")
    assert "ông Lý Trung Đông" in found
    assert len(found) < 360
    assert set(found.replace("ông Lý Trung Đông", "").split()) == {"từ"}


def test_it_stands_in_brackets_below_the_heading() -> None:
    made = report(TEXT)
    passages = cut(made, Cutting(12, overlap_sentences=0), lambda text: len(text.split()))
    closing = next(passage for passage in passages if CLOSING in passage.span.text and LEAD not in passage.span.text)
    question = supposed_by("Hội nghị có ông Lê Minh Thế chủ trì bế mạc khi nào?", Language.VIETNAMESE)
    over = above(closing, question, Known.of(made))
    assert over == f"{closing.context}\n[{LEAD}]\n"


@given(st.integers(0, len(TEXT)), st.integers(0, len(TEXT)))
def test_what_is_recalled_stands_outside_of_the_passage(one: int, other: int) -> None:
    start, end = sorted((one, other))
    found = told("Ông Lê Minh Thế, ông Lý Trung Đông họp ngày 19/1?", Span("a.txt", start, end, TEXT[start:end]))
    if found:
        place = TEXT.index(found)
        assert place >= end or place + len(found) <= start

"""Answers and honest refusals over a few reports and a reader that marks what it is told to."""

from __future__ import annotations

from datetime import date
from typing import cast

import pytest

from retrieval.answering.answer import RERANK, Answerer, rerank
from retrieval.engine import Engine
from retrieval.index.generation import Generation
from retrieval.records import Answer, Focus, Kind, Language, Outcome, Report
from tests.retrieval.answering.made import (
    PLAIN,
    FewReports,
    ScriptedReader,
    answerer,
    found,
    glossary,
    question,
    report,
)

MEETING = report(
    "Hội nghị giao ban công tác dân vận\nNgày 11/4, tại huyện Kim Bôi, đồng chí Bùi Tiến Lực chủ trì hội nghị.\n"
    "Đồng chí Hoàng Đức Minh phát biểu tại hội nghị.",
    "meeting.txt",
    date=date(2024, 4, 11),
)
GUESTS = report(
    "Hội nghị giao ban công tác dân vận\nNgày 19/01/2021, dự hội nghị có ông Nguyễn Văn Hợp.\n"
    "Ông Lê Văn Tám phát biểu chỉ đạo hội nghị.",
    "guests.txt",
    date=date(2021, 1, 19),
)
COUNT = report("Tổng kết năm 2023\nNăm 2023, huyện có 78 mô hình dân vận khéo.", "count.txt", date=date(2024, 1, 10))
OTHER_COUNT = report(
    "Kết quả năm 2023\nNăm 2023, huyện có 81 mô hình dân vận khéo.", "other.txt", date=date(2024, 1, 12)
)


def assert_holds(answer: Answer) -> None:
    for one in (answer.evidence, answer.stated, *answer.others):
        if one is not None:
            assert one.quote.start <= one.span.start < one.span.end <= one.quote.end
            assert one.span.text in one.quote.text
            assert one.span.report == one.quote.report
    assert (answer.evidence is None) == (answer.outcome is not Outcome.ANSWERED)
    assert 0 <= answer.confidence <= 1
    assert answer.hits


def test_an_answer_lies_inside_its_quote() -> None:
    over = answerer(MEETING, margins={"đồng chí Bùi Tiến Lực": 6.0})
    answer = over.answer(question("Ai chủ trì hội nghị?"), found(MEETING))
    assert_holds(answer)
    assert answer.evidence is not None
    assert answer.evidence.span.text == "Bùi Tiến Lực"  # without the address
    assert answer.evidence.quote.text.startswith("Ngày 11/4")
    assert MEETING.text[answer.evidence.quote.start : answer.evidence.quote.end] == answer.evidence.quote.text
    assert answer.meant is None


@pytest.mark.parametrize("text", ["Ai chủ trì hội nghị?", "Ai cầm trịch cuộc giao ban?"])
@pytest.mark.parametrize("name", ["Nguyễn Văn Hợp", "Lê Văn Tám"])
def test_who_only_attends_or_speaks_is_never_named_as_chair(text: str, name: str) -> None:
    answer = answerer(GUESTS, margins={name: 8.0}).answer(question(text, Kind.WHO), found(GUESTS))
    assert_holds(answer)
    assert answer.outcome is Outcome.NOT_TOLD


def test_who_is_said_to_chair_comes_before_whom_the_reader_prefers() -> None:
    over = answerer(MEETING, margins={"Hoàng Đức Minh": 8.0, "Bùi Tiến Lực": 3.0})
    answer = over.answer(question("Ai chủ trì hội nghị?"), found(MEETING))
    assert answer.evidence is not None
    assert answer.evidence.span.text == "Bùi Tiến Lực"


def test_who_spoke_is_answered_by_who_spoke() -> None:
    over = answerer(GUESTS, margins={"Lê Văn Tám": 6.0})
    answer = over.answer(question("Ai phát biểu chỉ đạo hội nghị?"), found(GUESTS))
    assert answer.evidence is not None
    assert answer.evidence.span.text == "Lê Văn Tám"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Ai phát biểu tại hội nghị ngày 19/1/2022?", Language.VIETNAMESE),
        ("Who spoke at the conference on 19 January 2022?", Language.ENGLISH),
        ("Ông Nguyễn Văn Hợp chủ trì hội nghị nào?", Language.VIETNAMESE),
        ("Which conference did Nguyen Van Hop chair?", Language.ENGLISH),
    ],
)
def test_a_premise_that_the_report_denies_is_told_with_what_it_states(text: str, language: Language) -> None:
    over = answerer(GUESTS, margins={"Lê Văn Tám": 6.0})
    answer = over.answer(question(text, language=language), found(GUESTS))
    assert_holds(answer)
    assert answer.outcome is Outcome.CONTRADICTED
    assert answer.stated is not None
    assert answer.stated.span.report == GUESTS.id


def test_a_place_of_another_report_is_contradicted() -> None:
    over = answerer(GUESTS, MEETING, margins={"Lê Văn Tám": 6.0})
    answer = over.answer(question("Ai phát biểu chỉ đạo hội nghị ở huyện Kim Bôi?"), found(GUESTS))
    assert answer.outcome is Outcome.CONTRADICTED


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("Ai phát biểu ở huyện Lạc Sơn?", Language.VIETNAMESE, "Lạc Sơn"),
        ("ai phát biểu ở huyện lắc sơn", Language.UNMARKED, "lắc sơn"),
        ("Who spoke in Lac Son district?", Language.ENGLISH, "Lac Son"),
        ("Bà Trần Thị Chín phát biểu gì?", Language.VIETNAMESE, "Trần Thị Chín"),
    ],
)
def test_an_unknown_name_is_told(text: str, language: Language, name: str) -> None:
    over = answerer(GUESTS, margins={"Lê Văn Tám": 9.0})
    answer = over.answer(question(text, language=language), found(GUESTS))
    assert_holds(answer)
    assert answer.outcome is Outcome.UNKNOWN_NAME
    assert answer.unknown == (name,)


def test_what_nothing_answers_is_not_told() -> None:
    over = answerer(COUNT, margins={"huyện": -6.0})
    answer = over.answer(question("Vì sao có mô hình?"), found(COUNT))
    assert_holds(answer)
    assert answer.outcome is Outcome.NOT_TOLD


@pytest.mark.parametrize(("margin", "read"), [(3.0, [GUESTS]), (-3.0, [GUESTS, COUNT])])
def test_reading_goes_on_only_where_nothing_seems_told(margin: float, read: list[Report]) -> None:
    reader = ScriptedReader({"Lê Văn Tám": margin})
    over = Answerer(cast(Generation, FewReports(GUESTS, COUNT)), reader, PLAIN, glossary(), 0.5)
    over.answer(question("Ai phát biểu chỉ đạo hội nghị?"), found(GUESTS, COUNT, further=1))
    assert reader.passages == [one.text for one in read]


def test_without_a_reader_nothing_further_is_looked_at() -> None:
    over = Answerer(cast(Generation, FewReports(GUESTS, COUNT)), None, PLAIN, glossary(), 0.5)
    judged = over.judge(question("Hội nghị diễn ra ngày nào?"), found(GUESTS, COUNT, further=1))
    assert {one.candidate.report for one in judged} == {GUESTS.id}


def test_without_any_candidate_nothing_is_told() -> None:
    answer = answerer(COUNT, margins={}, threshold=0.5).answer(question("Vì sao?"), found(COUNT))
    assert answer.outcome is Outcome.NOT_TOLD
    assert [hit.passage for hit in answer.hits] == [hit.passage for hit in found(COUNT).hits]


def test_reports_that_disagree_are_both_shown() -> None:
    over = answerer(COUNT, OTHER_COUNT, margins={"78 mô hình": 6.0, "81 mô hình": 6.0})
    answer = over.answer(question("Năm 2023 huyện có bao nhiêu mô hình?"), found(COUNT, OTHER_COUNT))
    assert_holds(answer)
    assert answer.evidence is not None
    told = {answer.evidence.span.report: answer.evidence.span.text}
    told |= {one.span.report: one.span.text for one in answer.others}
    assert told == {"count.txt": "78 mô hình", "other.txt": "81 mô hình"}


def test_reports_that_agree_are_told_once() -> None:
    again = report(COUNT.text, "again.txt", date=COUNT.date)
    over = answerer(COUNT, again, margins={"78 mô hình": 6.0})
    answer = over.answer(question("Năm 2023 huyện có bao nhiêu mô hình?"), found(COUNT, again))
    assert answer.evidence is not None
    assert answer.others == ()


def test_the_threshold_decides() -> None:
    asked, over = question("Ai phát biểu chỉ đạo hội nghị?"), found(GUESTS)
    margins = {"Lê Văn Tám": 6.0}
    (best, *_) = answerer(GUESTS, margins=margins).judge(asked, over)
    just, above = best.chance, min(1.0, best.chance + 1e-6)
    assert answerer(GUESTS, margins=margins, threshold=just).answer(asked, over).evidence is not None
    assert answerer(GUESTS, margins=margins, threshold=above).answer(asked, over).evidence is None


def test_hits_that_were_read_well_come_first() -> None:
    over = found(COUNT, GUESTS)
    assert rerank(over, {}, Language.VIETNAMESE) == over.hits
    level = rerank(over, {0: 1.0, 1: 1.0}, Language.VIETNAMESE)
    assert [hit.passage for hit in level] == [hit.passage for hit in over.hits]
    turned = rerank(over, {0: 0.0, 1: 0.2 / RERANK}, Language.VIETNAMESE)
    assert [hit.passage.report for hit in turned] == ["guests.txt", "count.txt"]
    assert turned[0].score > turned[1].score


def test_a_question_as_understood_is_told_where_it_was_typed_otherwise() -> None:
    asked = question("Ai phát biểu chỉ đạo hội nghị?")
    over = answerer(GUESTS, margins={"Lê Văn Tám": 6.0})
    assert over.answer(asked, found(GUESTS)).meant is None


# --- with the real models over the seeds ----------------------------------------------------------------

GIA_VIEN = "003_179ffe2f7c53ff46.txt"
TAY_NINH = "004_6ff3ef6cd877eee6.txt"


def test_the_engine_declines_what_the_seeds_deny(engine: Engine) -> None:
    for text in (
        "Ai chủ trì hội nghị tổng kết công tác dân vận của Huyện ủy Gia Viễn?",  # guests and speakers only
        "Ai chủ trì hội nghị triển khai nhiệm vụ công tác dân vận ngày 19/1/2022?",
        "Đồng chí Đặng Thanh Bình đã chủ trì hội nghị nào?",
        "Ai chủ trì hội nghị giao ban quý I/2024 tại huyện Lạc Sơn?",
    ):
        answer = engine.ask(text)
        assert_holds(answer)
        assert answer.evidence is None, text
    assert answer.outcome is Outcome.UNKNOWN_NAME
    assert answer.unknown == ("Lạc Sơn",)


def test_a_conversation_goes_on_and_a_new_subject_starts_afresh(engine: Engine) -> None:
    first = engine.ask("Ai chủ trì hội nghị triển khai nhiệm vụ công tác dân vận năm 2021?")
    assert first.hits[0].passage.report == TAY_NINH
    focus = Focus(TAY_NINH, first.question)
    assert {hit.passage.report for hit in engine.ask("còn ai dự nữa?", focus=focus).hits} == {TAY_NINH}
    afresh = engine.ask("Huyện Gia Viễn có bao nhiêu mô hình dân vận khéo năm 2023?", focus=focus)
    assert afresh.hits[0].passage.report == GIA_VIEN

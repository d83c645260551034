"""What is said for every outcome, in the language of the question."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from bot import phrases, plain
from bot.presentation import (
    Found,
    Quoted,
    Remark,
    Reply,
    Source,
    Text,
    excerpt,
    present,
    present_error,
    present_reports,
    present_sources,
)
from retrieval.errors import DanvanError, NoReports, StoreBusy, StoreError
from retrieval.records import Answer, Kind, Language, Outcome
from tests.fakes import KIM_BOI, LAC_SON, FakeEngine, evidence

ENGINE = FakeEngine()
QUESTION = "Ai chủ trì hội nghị ở Kim Bôi?"


def answer(question: str = QUESTION, **changed: object) -> Answer:
    return replace(ENGINE.ask(question), **changed)  # type: ignore[arg-type]


def declined(outcome: Outcome = Outcome.NOT_TOLD, **changed: object) -> Answer:
    return answer(outcome=outcome, evidence=None, **changed)


def said(reply: Reply) -> str:
    return plain.paint(reply)


def test_an_answer_is_the_span_the_marked_quote_and_the_source() -> None:
    found, quoted, source, remark = present(answer(), ENGINE.report).parts
    assert found == Found("Bùi Tiến Lực")
    assert isinstance(quoted, Quoted)
    assert quoted.text == "Ngày 11/4, tại huyện Kim Bôi, đồng chí Bùi Tiến Lực chủ trì hội nghị."
    assert quoted.text[quoted.start : quoted.end] == "Bùi Tiến Lực"
    assert source == Source(KIM_BOI.title, "Báo Hòa Bình", "11/4/2024", "kim-boi.txt")
    assert isinstance(remark, Remark)


def test_the_reply_carries_its_answer_and_language() -> None:
    told = answer("who chaired the hội nghị at Kim Bôi", language=Language.ENGLISH)
    reply = present(told, ENGINE.report)
    assert reply.answer is told
    assert reply.language is Language.ENGLISH


@pytest.mark.parametrize(
    ("language", "date"),
    [
        (Language.VIETNAMESE, "11/4/2024"),
        (Language.UNMARKED, "11/4/2024"),
        (Language.ENGLISH, "11 April 2024"),
    ],
)
def test_dates_follow_the_language_of_the_question(language: Language, date: str) -> None:
    assert f"{KIM_BOI.title} · Báo Hòa Bình · {date}" in said(present(answer(language=language), ENGINE.report))


def test_what_a_report_lacks_is_left_out_of_its_source() -> None:
    assert Source(LAC_SON.title, None, None, LAC_SON.id).line == LAC_SON.title


@pytest.mark.parametrize(
    ("confidence", "vietnamese", "english"),
    [(0.95, "cao", "high"), (0.8, "cao", "high"), (0.7, "khá", "fair"), (0.5, "thấp", "low")],
)
def test_confidence_is_said_in_words(confidence: float, vietnamese: str, english: str) -> None:
    told = answer(confidence=confidence)
    assert f"Mức chắc chắn: {vietnamese}" in said(present(told, ENGINE.report))
    assert f"Confidence: {english}" in said(present(replace(told, language=Language.ENGLISH), ENGINE.report))


def test_answers_that_disagree_are_all_shown_with_their_sources() -> None:
    parts = present(answer(others=(evidence(LAC_SON, "Nguyễn Thị Lan"),)), ENGINE.report).parts
    assert [part.text for part in parts if isinstance(part, Found)] == ["Bùi Tiến Lực", "Nguyễn Thị Lan"]
    assert [part.report for part in parts if isinstance(part, Source)] == [KIM_BOI.id, LAC_SON.id]
    assert Text("Báo cáo khác nêu khác:") in parts


@pytest.mark.parametrize(
    ("language", "beginning"),
    [
        (Language.VIETNAMESE, "Các báo cáo không nêu"),
        (Language.UNMARKED, "Các báo cáo không nêu"),
        (Language.ENGLISH, "The reports do not tell"),
    ],
)
@pytest.mark.parametrize("outcome", [Outcome.NOT_TOLD, Outcome.UNKNOWN_NAME, Outcome.CONTRADICTED])
def test_declining_says_plainly_that_the_reports_do_not_tell(
    outcome: Outcome, language: Language, beginning: str
) -> None:
    reply = present(declined(outcome, language=language, unknown=("Hà Giang",)), ENGINE.report)
    assert said(reply).startswith(beginning)
    assert not any(isinstance(part, Found) for part in reply.parts)


def test_declining_shows_at_most_three_of_the_nearest_passages() -> None:
    reply = present(declined(), ENGINE.report)
    assert len(reply.answer.hits) > 3 if reply.answer else False
    assert sum(isinstance(part, Quoted) for part in reply.parts) == 3
    assert Text("Những đoạn gần nhất:") in reply.parts


def test_nothing_near_is_nothing_shown() -> None:
    assert present(declined(hits=()), ENGINE.report).parts == (Text("Các báo cáo không nêu điều này."),)


def test_a_name_that_no_report_knows_is_named() -> None:
    reply = present(declined(Outcome.UNKNOWN_NAME, unknown=("Hà Giang", "Yên Bái", "Cao Bằng")), ENGINE.report)
    assert "không báo cáo nào nhắc đến “Hà Giang”, “Yên Bái” và “Cao Bằng”" in said(reply)


def test_a_false_premise_is_answered_with_what_the_report_states() -> None:
    stated = evidence(KIM_BOI, "Bùi Tiến Lực")
    parts = present(declined(Outcome.CONTRADICTED, stated=stated), ENGINE.report).parts
    assert parts[1:4] == (
        Text("Báo cáo ghi:"),
        Quoted(stated.quote.text, 39, 51),
        Source(KIM_BOI.title, "Báo Hòa Bình", "11/4/2024", KIM_BOI.id),
    )


def test_how_a_mistyped_question_was_read_is_said() -> None:
    assert "Câu hỏi được hiểu là: “ai chủ trì?”" in said(present(answer(meant="ai chủ trì?"), ENGINE.report))


def test_a_report_taken_out_meanwhile_is_named_by_its_id() -> None:
    parts = present(answer(), FakeEngine(LAC_SON).report).parts
    assert Source(KIM_BOI.id, None, None, KIM_BOI.id) in parts


def test_sources_are_the_passages_best_first() -> None:
    reply = present_sources(answer(), ENGINE.report, Language.ENGLISH)
    assert reply.parts[0] == Text(f"Sources for “{QUESTION}”:")
    assert reply.parts[1] == Quoted(answer().hits[0].passage.span.text)


def test_every_report_is_listed() -> None:
    reply = present_reports(ENGINE.reports(), Language.VIETNAMESE)
    assert reply.parts[0] == Text("Có 2 báo cáo:")
    assert [part.report for part in reply.parts[1:] if isinstance(part, Source)] == [LAC_SON.id, KIM_BOI.id]


def test_errors_are_said_so_that_the_person_knows_what_to_do() -> None:
    said_of = {
        error: said(present_error(error("x"), Language.VIETNAMESE)) for error in (StoreBusy, StoreError, NoReports)
    }
    assert "sau ít phút" in said_of[StoreBusy]
    assert "danvan rebuild" in said_of[StoreError]
    assert "thêm báo cáo" in said_of[NoReports]
    assert said(present_error(DanvanError("disk full"), Language.ENGLISH)) == "Something went wrong: disk full"


def test_an_excerpt_is_one_line_cut_between_words() -> None:
    assert excerpt("một  hai\nba") == "một hai ba"
    cut = excerpt("đồng chí " * 100, most=50)
    assert len(cut) <= 50
    assert cut.endswith("đồng…") or cut.endswith("chí…")
    assert len(excerpt("x" * 100, most=50)) == 50


def test_both_languages_say_the_same_things() -> None:
    for field in fields(phrases.Phrases):
        vietnamese, english = (getattr(each, field.name) for each in (phrases.VIETNAMESE, phrases.ENGLISH))
        assert bool(vietnamese) == bool(english)
        if isinstance(vietnamese, str):
            assert vietnamese.count("{") == english.count("{"), field.name
    assert Kind.WHO  # kinds have no phrases of their own

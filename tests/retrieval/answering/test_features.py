"""Numbers about a candidate, over one report that can be read at a glance."""

from __future__ import annotations

import math

import pytest

from retrieval.answering.candidates import Candidate, facts_of
from retrieval.answering.features import Case, covered, features, fits_kind
from retrieval.answering.supposed import Known, supposed_by
from retrieval.index.lexical import LexicalIndex
from retrieval.records import Kind, Language
from retrieval.search import Closeness
from retrieval.vietnamese import sentences
from tests.retrieval.answering.made import question, report, span_of

REPORT = report(
    "Hội nghị giao ban\nÔng Bùi Tiến Lực chủ trì hội nghị ngày 11/4. Ông Lê Văn Tám dự. Huyện có 78 mô hình.",
)
LEXICAL = LexicalIndex.build([REPORT.text, "Tỉnh trao 74.000 suất quà."])


def case(text: str, scores: tuple[float, ...] = (0.2, 0.9, 0.1, 0.1)) -> Case:
    asked = question(text)
    near = [Closeness(s, e, score) for (s, e), score in zip(sentences(REPORT.text), scores, strict=True)]
    return Case(asked, supposed_by(asked.reading, asked.language), (2.0, 0.5), {0: near, 1: ()}, LEXICAL)


def measured(
    text: str, span: str, margin: float | None = 2.0, rivals: tuple[Candidate, ...] = (), **counts: int
) -> dict[str, float]:
    one = Candidate(0, REPORT.id, *span_of(REPORT, span), margin, stated=False)
    facts, known = facts_of(REPORT.text), Known.of(REPORT)
    return features(case(text), one, (one, *rivals), known, facts, counts.get("lacking", 0), counts.get("denied", 0))


def test_a_stated_chair_and_one_who_only_attends() -> None:
    chair, guest = (measured("Ai chủ trì hội nghị?", name) for name in ("Bùi Tiến Lực", "Lê Văn Tám"))
    assert (chair["stated"], chair["unstated"]) == (1, 0)
    assert (guest["stated"], guest["unstated"]) == (0, 1)
    assert chair["fits"] == guest["fits"] == 1
    assert chair["closest"] == 1 > guest["closest"]
    assert chair["close"] > guest["close"]


def test_margins_are_held_against_those_of_other_reports() -> None:
    rival = Candidate(1, "b.txt", 0, 3, 3.0, stated=False)
    assert measured("Ai dự?", "Lê Văn Tám", 2.0, (rival,))["lead_elsewhere"] == pytest.approx(-0.25)
    assert measured("Ai dự?", "Lê Văn Tám", 2.0)["lead_elsewhere"] == 0
    assert measured("Ai dự?", "Lê Văn Tám", 99.0)["margin"] == 2
    unread = measured("Ai dự?", "Lê Văn Tám", None)
    assert (unread["unread"], unread["margin"]) == (1, -2)


def test_counts_are_bounded_and_named() -> None:
    found = measured("Ai dự?", "Lê Văn Tám", lacking=9, denied=9)
    assert (found["lacking"], found["denied"]) == (3, 2)
    assert found["language_vi"] == found["kind_who"] == found["bias"] == 1
    assert all(math.isfinite(value) and abs(value) <= 4 for value in found.values())


def test_an_answer_that_only_repeats_the_question_is_marked() -> None:
    assert measured("Ông Bùi Tiến Lực là ai?", "Bùi Tiến Lực")["asked_back"] == 1
    assert measured("Ai chủ trì?", "Bùi Tiến Lực")["asked_back"] == 0


def test_coverage_counts_rare_words_more() -> None:
    asked = case("hội nghị có quà")
    assert covered(asked, "hội nghị") > 0
    assert covered(asked, "") == 0
    assert covered(asked, "hội nghị có quà") == 1
    assert covered(case(""), "hội nghị") == 0


@pytest.mark.parametrize(
    ("kind", "span", "fits"),
    [
        (Kind.WHO, "Bùi Tiến Lực", True),
        (Kind.WHO, "chủ trì", False),
        (Kind.WHEN, "ngày 11/4", True),
        (Kind.WHEN, "Kim Bôi", False),
        (Kind.WHERE, "huyện Kim Bôi", True),
        (Kind.WHERE, "ngày 11/4", False),
        (Kind.HOW_MANY, "78 mô hình", True),
        (Kind.HOW_MANY, "Kim Bôi", False),
        (Kind.WHY, "gì cũng được", None),
        (Kind.OTHER, "", None),
    ],
)
def test_kinds(kind: Kind, span: str, fits: bool | None) -> None:
    assert fits_kind(question("Bao nhiêu mô hình?", kind), span) is fits


def test_a_count_has_the_unit_that_is_asked_for() -> None:
    assert fits_kind(question("Có bao nhiêu mô hình?", Kind.HOW_MANY), "500 tấn gạo") is False
    assert fits_kind(question("Có bao nhiêu tấn gạo?", Kind.HOW_MANY), "500 tấn gạo") is True
    english = question("How many models?", Kind.HOW_MANY, Language.ENGLISH)
    assert fits_kind(english, "78 mô hình") is True


def test_what_another_has_more_of_is_outdone_where_the_most_is_asked_for() -> None:
    told = report("Tổng kết năm\nHuyện có 62 mô hình, gồm lĩnh vực kinh tế 21 mô hình, lĩnh vực văn hoá 41 mô hình.")

    def outdone(text: str, span: str) -> float:
        asked = question(text)
        one = Candidate(0, told.id, *span_of(told, span), 2.0, stated=False)
        over = Case(asked, supposed_by(asked.reading, asked.language), (2.0,), {0: ()}, LEXICAL)
        return features(over, one, (one,), Known.of(told), facts_of(told.text), 0, 0)["outdone"]

    assert outdone("Lĩnh vực nào có nhiều mô hình nhất?", "kinh tế") == 1
    assert outdone("Lĩnh vực nào có nhiều mô hình nhất?", "văn hoá") == 0
    assert outdone("Lĩnh vực nào có ít mô hình nhất?", "văn hoá") == 1
    assert outdone("Bao nhiêu mô hình thuộc lĩnh vực nhiều nhất?", "21 mô hình") == 0

"""Grading one answer, adding many up, and walking through a file."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

import pytest

from retrieval.evaluation.scoring import Evaluation, Failure, Graded, evaluate, grade, summarise
from retrieval.records import Language
from tests.fakes import FakeEngine
from tests.retrieval.evaluation.scripted import ScriptedEngine, gold, reply

QUOTE = "Đồng chí Bùi Tiến Lực chủ trì hội nghị."
CHAIR = gold("chair", "Bùi Tiến Lực")
UNTOLD = gold("untold")


def test_grades_a_right_answer() -> None:
    graded = grade(CHAIR, reply(QUOTE, "Đồng chí Bùi Tiến Lực"), latency=12.5)
    assert (graded.right, graded.exact, graded.rank, graded.cited) == (True, False, 1, True)
    assert graded.f1 == pytest.approx(6 / 8)
    assert graded.failure is None
    assert graded.latency == 12.5


def test_sorts_each_way_of_going_wrong() -> None:
    wrong = grade(CHAIR, reply(QUOTE, "hội nghị"), latency=1)
    declined = grade(CHAIR, reply(passages=[("a.txt", QUOTE)]), latency=1)
    invented = grade(UNTOLD, reply(QUOTE, "Bùi Tiến Lực"), latency=1)
    elsewhere = grade(CHAIR, reply(QUOTE, "Bùi Tiến Lực", report="b.txt"), latency=1)
    below = grade(CHAIR, reply(QUOTE, "Bùi Tiến Lực", passages=[("b.txt", ""), ("a.txt", QUOTE)]), latency=1)
    assert [each.failure for each in (wrong, declined, invented, elsewhere, below)] == [
        Failure.WRONG_ANSWER,
        Failure.DECLINED,
        Failure.NOT_DECLINED,
        Failure.WRONG_SOURCE,
        Failure.WRONG_SOURCE,
    ]
    assert [each.right for each in (wrong, declined, invented, elsewhere, below)] == [False] * 3 + [True] * 2
    assert (declined.rank, elsewhere.rank, below.rank) == (1, None, 2)


def test_declining_what_is_not_told_is_right() -> None:
    graded = grade(UNTOLD, reply(), latency=1)
    assert graded.right and graded.failure is None
    assert (graded.exact, graded.f1, graded.rank) == (False, 0, None)


def test_a_list_must_be_whole() -> None:
    names = "Dự có ông An, ông Bình, bà Cúc."
    some = reply(names, "ông An, ông Bình")
    assert grade(gold("q", "ông An, ông Bình, bà Cúc"), some, latency=1).right
    assert not grade(gold("q", "ông An, ông Bình, bà Cúc", kind="list"), some, latency=1).right


def test_the_files_kind_goes_before_the_one_understood() -> None:
    assert grade(gold("q", "x", kind="what"), reply(), latency=1).kind == "what"
    assert grade(gold("q", "x"), reply(), latency=1).kind == "other"


def test_adds_up() -> None:
    graded = [
        grade(gold("1", "Bùi Tiến Lực"), reply(QUOTE, "Bùi Tiến Lực", confidence=0.95), latency=10),
        grade(gold("2", "Bùi Tiến Lực"), reply(QUOTE, "hội nghị", confidence=0.85), latency=20),
        grade(gold("3", "Bùi Tiến Lực"), reply(passages=[("b.txt", ""), ("a.txt", "")]), latency=30),
        grade(
            gold("4", "Bùi Tiến Lực"),
            reply(QUOTE, "Bùi Tiến Lực", report="b.txt", confidence=0.5),
            latency=40,
        ),
        grade(gold("5"), reply(), latency=50),
        grade(gold("6"), reply(QUOTE, "Bùi Tiến Lực", confidence=0.8), latency=60),
    ]
    summary = summarise(graded)
    assert (summary.questions, summary.answerable) == (6, 4)
    assert (summary.recall_at_1, summary.recall_at_5, summary.mrr_at_10) == (2 / 4, 3 / 4, 2.5 / 4)
    assert (summary.exact_match, summary.f1, summary.answered_rightly) == (0.5, 0.5, 0.5)
    assert (summary.declined_wrongly, summary.declined_rightly, summary.right) == (1 / 4, 1 / 2, 3 / 6)
    assert summary.cited == 1 / 2
    assert (summary.sure, summary.right_when_sure) == (3, 1 / 3)
    assert summary.calibration_error == pytest.approx((abs(0.95 - 1) + 2 * abs(0.825 - 0) + abs(0.5 - 1)) / 4)
    assert (summary.latency_p50, summary.latency_p95) == (35, 57.5)


def test_a_share_of_nothing_is_none() -> None:
    summary = summarise([grade(UNTOLD, reply(), latency=1)])
    assert summary.recall_at_1 is None and summary.f1 is None and summary.answered_rightly is None
    assert summary.right_when_sure is None and summary.calibration_error is None
    assert summary.declined_rightly == 1
    empty = summarise([])
    assert (empty.questions, empty.right, empty.latency_p50) == (0, None, None)


def test_parts_by_language_and_kind() -> None:
    def graded(id: str, language: Language, kind: str) -> Graded:
        return grade(gold(id, "x", language=language, kind=kind), reply(), latency=1)

    evaluation = Evaluation(
        (
            graded("1", Language.ENGLISH, "who"),
            graded("2", Language.VIETNAMESE, "when"),
            graded("3", Language.VIETNAMESE, "who"),
        )
    )
    assert {k: s.questions for k, s in evaluation.by_language.items()} == {
        Language.VIETNAMESE: 2,
        Language.ENGLISH: 1,
    }
    assert list(evaluation.by_language) == [Language.VIETNAMESE, Language.ENGLISH]
    assert [(k, s.questions) for k, s in evaluation.by_kind.items()] == [("who", 2), ("when", 1)]
    assert evaluation.overall.questions == 3


def test_failures_come_sort_by_sort() -> None:
    declined, wrong = reply(passages=[("a.txt", "")]), reply(QUOTE, "hội nghị")
    evaluation = Evaluation(
        tuple(
            grade(gold(id, "Bùi Tiến Lực"), answer, latency=1)
            for id, answer in (
                ("1", declined),
                ("2", wrong),
                ("3", reply(QUOTE, "Bùi Tiến Lực")),
                ("4", declined),
                ("5", wrong),
            )
        )
    )
    assert [each.gold.id for each in evaluation.failures] == ["2", "5", "1", "4"]


def test_asks_each_question_for_ten_passages_times_it_and_tells_of_it() -> None:
    questions = [CHAIR, UNTOLD]
    engine = ScriptedEngine({CHAIR.question: reply(QUOTE, "Bùi Tiến Lực"), UNTOLD.question: reply()})
    ticks = count(0, 0.25)
    steps: list[tuple[str, int, int]] = []
    evaluation = evaluate(engine, questions, lambda *step: steps.append(step), clock=lambda: next(ticks))
    assert engine.asked == [("chair?", 10), ("untold?", 10)]
    assert [each.latency for each in evaluation.graded] == [250, 250]
    assert [each.gold for each in evaluation.graded] == questions
    assert steps == [("evaluate", 0, 2), ("evaluate", 1, 2), ("evaluate", 2, 2)]
    assert evaluation.overall.right == 1


def test_grades_an_engine_that_reads_reports() -> None:
    known = gold("1", "Bùi Tiến Lực", report="kim-boi.txt", question="Ai chủ trì hội nghị ở Kim Bôi?")
    unknown = gold("2", question="Giá vàng hôm nay?")
    evaluation = evaluate(FakeEngine(), [known, replace(unknown, kind="how_many")])
    assert [each.right for each in evaluation.graded] == [True, True]
    assert evaluation.overall.recall_at_1 == 1

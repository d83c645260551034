"""The guard of a rebuild: when it refuses, and which questions it names."""

from __future__ import annotations

import pytest

from retrieval.evaluation.guard import compare, explain
from retrieval.evaluation.scoring import Evaluation, grade
from retrieval.records import Answer
from tests.retrieval.evaluation.scripted import gold, reply

RIGHT = reply("Ông Lực chủ trì.", "Ông Lực")
UNFOUND = reply("Ông Lực chủ trì.", "Ông Lực", passages=[("b.txt", ""), ("a.txt", "Ông Lực chủ trì.")])
DECLINED = reply(passages=[("a.txt", "")])
QUESTIONS = (gold("1", "Ông Lực"), gold("2", "Ông Lực"), gold("untold"))


def evaluation(*answers: Answer) -> Evaluation:
    return Evaluation(tuple(grade(q, a, latency=1) for q, a in zip(QUESTIONS, answers, strict=True)))


def test_the_same_scores_are_not_worse() -> None:
    verdict = compare(evaluation(RIGHT, DECLINED, reply()), evaluation(RIGHT, DECLINED, reply()))
    assert not verdict.worse
    assert verdict.lost == verdict.gained == verdict.slipped == verdict.risen == ()


def test_one_question_lost_is_worse_and_is_named() -> None:
    verdict = compare(evaluation(RIGHT, RIGHT, reply()), evaluation(RIGHT, DECLINED, reply()))
    assert verdict.worse
    assert [question.id for question in verdict.lost] == ["2"]
    assert "2  2?" in explain(verdict)
    assert "right      100.0 % -> 66.7 %" in explain(verdict)


def test_an_answer_where_none_is_told_is_a_loss() -> None:
    verdict = compare(evaluation(RIGHT, RIGHT, reply()), evaluation(RIGHT, RIGHT, RIGHT))
    assert verdict.worse
    assert [question.id for question in verdict.lost] == ["untold"]


def test_a_report_no_longer_found_first_is_worse_although_all_answers_are_right() -> None:
    verdict = compare(evaluation(RIGHT, RIGHT, reply()), evaluation(RIGHT, UNFOUND, reply()))
    assert verdict.worse
    assert verdict.lost == ()
    assert [question.id for question in verdict.slipped] == ["2"]
    assert "Report no longer found first:\n  2  2?" in explain(verdict)


def test_a_loss_that_is_made_up_for_is_named_but_not_worse() -> None:
    verdict = compare(evaluation(RIGHT, DECLINED, reply()), evaluation(DECLINED, RIGHT, reply()))
    assert not verdict.worse
    assert [question.id for question in verdict.lost] == ["1"]
    assert [question.id for question in verdict.gained] == ["2"]
    assert "Now right:\n  2  2?" in explain(verdict)


def test_getting_better_is_told() -> None:
    verdict = compare(evaluation(RIGHT, UNFOUND, RIGHT), evaluation(RIGHT, RIGHT, reply()))
    assert not verdict.worse
    assert [question.id for question in verdict.gained] == ["untold"]
    assert [question.id for question in verdict.risen] == ["2"]


def test_only_questions_without_an_answer_can_be_compared() -> None:
    old = Evaluation((grade(gold("u"), reply(), latency=1),))
    new = Evaluation((grade(gold("u"), RIGHT, latency=1),))
    assert compare(old, new).worse
    assert "recall@1   -" in explain(compare(old, new))


def test_refuses_evaluations_of_different_questions() -> None:
    whole = evaluation(RIGHT, RIGHT, reply())
    with pytest.raises(ValueError, match="same questions"):
        compare(whole, Evaluation(whole.graded[:2]))

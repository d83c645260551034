"""What a comparison says of its two times; nothing is timed here."""

from __future__ import annotations

import pytest

from retrieval.evaluation.bench import Measured, in_turn


def test_a_share_of_the_alternative() -> None:
    one = Measured("ours", 0.03, "theirs", 0.1, 0.35)
    assert one.ratio == pytest.approx(0.3)
    assert one.line() == "ours: 30.0 ms; theirs: 100.0 ms; ratio 0.300 (goal <= 0.35) ok"
    assert Measured("ours", 0.04, "theirs", 0.1, 0.35).line().endswith("ratio 0.400 (goal <= 0.35) MISSED")


def test_a_speed_up_over_the_alternative() -> None:
    one = Measured("ours", 1.0, "theirs", 2.0, 1.7, at_least=True)
    assert one.ratio == pytest.approx(2.0)
    assert one.line().endswith("ratio 2.000 (goal >= 1.7) ok")
    assert Measured("ours", 2.0, "theirs", 2.0, 1.7, at_least=True).line().endswith("(goal >= 1.7) MISSED")


@pytest.mark.parametrize("at_least", [False, True])
def test_the_bound_itself_holds(at_least: bool) -> None:
    assert Measured("ours", 1.0, "theirs", 2.0, 2.0 if at_least else 0.5, at_least).line().endswith("ok")


def test_both_are_warmed_up_and_take_turns() -> None:
    done: list[str] = []
    ours, theirs = in_turn(lambda: done.append("a"), lambda: done.append("b"), rounds=3)
    assert done == ["a", "b"] * 4
    assert ours >= 0 <= theirs

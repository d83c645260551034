"""Confidence from raw scores: what the curve must be, and that it learns what is there to learn."""

from __future__ import annotations

import math
import random
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from retrieval.errors import ModelError
from retrieval.evaluation.calibration import Calibration, cross_validated_error
from retrieval.evaluation.metrics import Judged, calibration_error

SCORES = st.floats(-1e4, 1e4)
HELD_OUT = st.lists(st.tuples(SCORES, st.booleans()), min_size=1, max_size=40)


def drawn(count: int, slope: float, offset: float, seed: int = 7) -> tuple[list[float], list[bool]]:
    """Scores, and judgements that are right with the probability that the curve gives."""
    dice = random.Random(seed)
    raw = [dice.gauss(0, 2) for _ in range(count)]
    return raw, [dice.random() < 1 / (1 + math.exp(-(slope * x + offset))) for x in raw]


def test_finds_the_curve_that_judgements_were_drawn_from() -> None:
    curve = Calibration.fit(*drawn(4000, slope=1.5, offset=-0.7))
    assert curve.slope == pytest.approx(1.5, abs=0.15)
    assert curve.offset == pytest.approx(-0.7, abs=0.15)
    assert curve.answers == 4000


def test_says_of_unseen_answers_about_how_often_they_are_right() -> None:
    curve = Calibration.fit(*drawn(400, slope=2, offset=1))
    unseen = [Judged(curve.confidence(x), right) for x, right in zip(*drawn(4000, 2, 1, seed=8), strict=True)]
    error = calibration_error(unseen)
    assert error is not None and error < 0.04


@given(HELD_OUT, SCORES, SCORES)
def test_never_falls_and_stays_within_bounds(answers: list[tuple[float, bool]], a: float, b: float) -> None:
    curve = Calibration.fit([score for score, _ in answers], [right for _, right in answers])
    low, high = curve.confidence(min(a, b)), curve.confidence(max(a, b))
    assert 0 <= low <= high <= 1


@example([(0.0, False)] * 3, 1.0, 3.5746413699081846e-280)
@given(HELD_OUT, st.floats(0.01, 100), st.floats(-100, 100))
def test_the_scale_of_the_scores_does_not_matter(answers: list[tuple[float, bool]], scale: float, shift: float) -> None:
    raw, right = [round(score, 2) for score, _ in answers], [right for _, right in answers]
    moved = [scale * score + shift for score in raw]
    curve, other = Calibration.fit(raw, right), Calibration.fit(moved, right)
    for score, same in zip(raw, moved, strict=True):
        assert curve.confidence(score) == pytest.approx(other.confidence(same), abs=0.01)


@given(HELD_OUT)
def test_the_mean_confidence_is_near_the_share_right(answers: list[tuple[float, bool]]) -> None:
    raw, right = [score for score, _ in answers], [right for _, right in answers]
    curve = Calibration.fit(raw, right)
    stated = sum(map(curve.confidence, raw)) / len(raw)
    assert abs(stated - sum(right) / len(right)) <= 2 / (len(right) + 2) + 1e-3  # Platt's smoothing


def test_a_few_answers_that_are_all_right_do_not_make_it_certain() -> None:
    curve = Calibration.fit([1.0, 2.0, 3.0], [True, True, True])
    assert curve.confidence(3.0) < 0.9


def test_scores_that_mislead_give_everything_the_same_confidence() -> None:
    curve = Calibration.fit([0.0, 1.0, 2.0, 3.0], [True, True, False, False])
    assert curve.slope == 0
    assert curve.confidence(-50) == curve.confidence(50) == pytest.approx(0.5)


@pytest.mark.parametrize(("raw", "right"), [([], []), ([1.0], []), ([math.nan], [True]), ([math.inf], [True])])
def test_refuses_to_learn_from_nothing(raw: list[float], right: list[bool]) -> None:
    with pytest.raises(ValueError, match="score"):
        Calibration.fit(raw, right)


def test_extreme_scores_do_not_overflow() -> None:
    curve = Calibration(slope=5.0, offset=0.0)
    assert (curve.confidence(-1e300), curve.confidence(1e300)) == (0.0, 1.0)


@given(st.floats(0, 1e6), st.floats(-1e6, 1e6), st.integers(0, 10**6))
def test_is_read_back_as_written(tmp_path_factory: pytest.TempPathFactory, a: float, b: float, n: int) -> None:
    path = tmp_path_factory.mktemp("curve") / "calibration.json"
    curve = Calibration(a, b, n)
    curve.save(path)
    assert Calibration.load(path) == curve


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"slope": "x", "offset": 0, "answers": 1}',
        '{"slope": -1, "offset": 0, "answers": 1}',
        '{"slope": NaN, "offset": 0, "answers": 1}',
        '{"slope": 1, "offset": Infinity, "answers": 1}',
        '{"slope": 1, "offset": 0, "answers": null}',
    ],
)
def test_refuses_a_file_that_is_not_a_curve(tmp_path: Path, text: str) -> None:
    path = tmp_path / "calibration.json"
    path.write_text(text)
    with pytest.raises(ModelError, match=r"calibration\.json: is not a calibration"):
        Calibration.load(path)


def test_says_which_file_is_missing(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"none\.json: the calibration cannot be read"):
        Calibration.load(tmp_path / "none.json")


def test_cross_validation_holds_whole_groups_out() -> None:
    raw, right = drawn(1000, slope=2, offset=0.5)
    assert cross_validated_error(raw, right, groups=range(1000)) < 0.05
    # Each group alone is all right or all wrong at the same score: from the others nothing is to be learnt.
    raw, right = [0.0] * 20, [True] * 10 + [False] * 10
    assert cross_validated_error(raw, right, groups=["a"] * 10 + ["b"] * 10) > 0.8
    assert cross_validated_error(raw, right, groups=[i % 10 for i in range(20)]) < 0.1


def test_cross_validation_needs_two_groups() -> None:
    with pytest.raises(ValueError, match="two groups"):
        cross_validated_error([1.0, 2.0], [True, False], groups=["a", "a"])


@pytest.mark.parametrize("slope", [0.6, 1.0])
def test_a_cautious_curve_is_right_when_sure_and_decides_as_before(slope: float) -> None:
    raw, right = drawn(6000, slope, 0.0, seed=3)
    plain = Calibration.fit(raw, right)
    cautious = plain.cautious(raw, right, sure=0.8, share=0.95, about=0.45)
    sure = [is_right for score, is_right in zip(raw, right, strict=True) if cautious.confidence(score) >= 0.8]
    assert len(sure) > 100
    assert sum(sure) >= 0.95 * len(sure)
    assert 0 < cautious.slope < plain.slope
    assert all((plain.confidence(x) >= 0.45) == (cautious.confidence(x) >= 0.45) for x in raw)


def test_a_curve_that_is_careful_enough_stays() -> None:
    raw, right = [-2.0, -1.0, 1.0, 2.0] * 50, [False, False, True, True] * 50
    timid = Calibration(0.1, 0.0, 200)
    assert timid.cautious(raw, right, sure=0.8, share=0.95, about=0.45) is timid


def test_where_nothing_is_right_nothing_is_sure() -> None:
    bold = Calibration(4.0, 0.0, 4)
    cautious = bold.cautious([1.0, 2.0], [False, False], sure=0.8, share=0.95, about=0.45)
    assert cautious.confidence(1.9) < 0.8

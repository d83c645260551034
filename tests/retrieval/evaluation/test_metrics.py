"""The measures: worked examples, and what must hold of any input."""

from __future__ import annotations

import math
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.evaluation.metrics import (
    Judged,
    calibration_error,
    exact_match,
    is_right,
    likely_range,
    mean,
    normalised,
    percentile,
    rank_of,
    recall_at,
    reciprocal_rank,
    reliability,
    risk_coverage,
    token_f1,
)

WORDS = st.lists(st.sampled_from(["Bùi", "Tiến", "Lực", "11/4", "78", "mô", "hình"]), max_size=8).map(" ".join)
CONFIDENCES = st.floats(0, 1)
ANSWERS = st.lists(st.builds(Judged, CONFIDENCES, st.booleans()), max_size=60)
SOME_ANSWERS = st.lists(st.builds(Judged, CONFIDENCES, st.booleans()), min_size=1, max_size=60)
NUMBERS = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=50)


# --- words --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Bùi Tiến Lực", ["bùi", "tiến", "lực"]),
        ("  “Dân vận khéo”,  năm\u00a02024. ", ["dân", "vận", "khéo", "năm", "2024"]),
        ("11/4", ["114"]),
        ("Mặt trận – Tổ quốc", ["mặt", "trận", "tổ", "quốc"]),
        ("Hoa\u0300 BI\u0300NH", ["hoà", "bình"]),
        ("95 %", ["95"]),
        ("…", []),
    ],
)
def test_normalised(text: str, tokens: list[str]) -> None:
    assert normalised(text) == tokens


@given(st.text())
def test_normalising_again_changes_nothing(text: str) -> None:
    once = normalised(text)
    assert normalised(" ".join(once)) == once


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["P", "S"])))
def test_neither_the_unicode_form_nor_punctuation_around_counts(text: str) -> None:
    assert normalised(unicodedata.normalize("NFD", text)) == normalised(unicodedata.normalize("NFC", text))
    assert normalised(f"« {text} ».") == normalised(text)


def test_f1_counts_shared_words_and_takes_the_best_answer() -> None:
    assert token_f1("78 mô hình", ["78"]) == pytest.approx(0.5)
    assert token_f1("78 mô hình", ["78", "78 mô hình dân vận"]) == pytest.approx(6 / 8)
    assert token_f1("hình hình", ["mô hình"]) == pytest.approx(0.5)
    assert token_f1("11/4", ["ngày 5/9"]) == 0
    assert token_f1("11/4", []) == 0
    assert token_f1("…", ["?"]) == 1


@given(WORDS, WORDS)
def test_f1_is_symmetric_bounded_and_blind_to_order(a: str, b: str) -> None:
    score = token_f1(a, [b])
    assert 0 <= score <= 1
    assert score == token_f1(b, [a])
    assert score == token_f1(" ".join(sorted(a.split())), [b])


@given(WORDS, st.lists(WORDS, max_size=4))
def test_what_matches_exactly_is_right_and_scores_one(answer: str, golds: list[str]) -> None:
    if exact_match(answer, golds):
        assert token_f1(answer, golds) == 1
        assert is_right(answer, golds) and is_right(answer, golds, whole=True)


@given(WORDS, WORDS, st.lists(WORDS, max_size=3))
def test_another_acceptable_answer_never_lowers_a_score(answer: str, gold: str, more: list[str]) -> None:
    assert token_f1(answer, [gold, *more]) >= token_f1(answer, [gold])
    assert exact_match(answer, [gold, *more]) >= exact_match(answer, [gold])
    assert is_right(answer, [gold, *more]) >= is_right(answer, [gold])


@given(WORDS, st.lists(WORDS, max_size=3), st.booleans())
def test_right_is_never_far_from_the_words_expected(answer: str, golds: list[str], whole: bool) -> None:
    if is_right(answer, golds, whole=whole):
        assert token_f1(answer, golds) >= 0.5


@pytest.mark.parametrize(
    ("answer", "gold", "right"),
    [
        ("Bùi Tiến Lực", "Bùi Tiến Lực", True),
        ("bùi tiến lực.", "Bùi Tiến Lực", True),
        ("đồng chí Bùi Tiến Lực", "Bùi Tiến Lực", True),  # says more
        ("1756", "năm 1756", True),  # says half of it
        ("78", "78 mô hình", False),  # a number without what it counts
        ("Lực", "Bùi Tiến Lực", False),
        ("12 tháng 4 năm 2024", "11 tháng 4 năm 2024", False),  # F1 is 0.8
        ("Lực Tiến Bùi", "Bùi Tiến Lực", False),  # the same words, F1 is 1
        ("a b c d e f 1756", "1756", False),  # buries it
        ("mô hìnhs", "mô hình", False),  # words, not letters
    ],
)
def test_is_right(answer: str, gold: str, right: bool) -> None:
    assert is_right(answer, [gold]) is right


def test_a_list_is_right_only_when_whole() -> None:
    gold = ["ông An, ông Bình, bà Cúc"]
    assert is_right("ông An, ông Bình", gold)
    assert not is_right("ông An, ông Bình", gold, whole=True)
    assert is_right("gồm ông An, ông Bình, bà Cúc", gold, whole=True)


# --- ranks and numbers --------------------------------------------------------------------------------


def test_ranks_count_from_one() -> None:
    rank = rank_of("b", ["a", "b", "b"])
    assert rank == 2
    assert rank_of("c", ["a", "b"]) is None
    assert (recall_at(1, rank), recall_at(2, rank), recall_at(5, None)) == (0, 1, 0)
    assert (reciprocal_rank(rank), reciprocal_rank(10), reciprocal_rank(11), reciprocal_rank(None)) == (
        0.5,
        0.1,
        0,
        0,
    )


@given(st.integers(1, 30), st.integers(1, 10))
def test_reciprocal_rank_lies_between_recall_at_1_and_at_10(rank: int, k: int) -> None:
    assert recall_at(1, rank) <= reciprocal_rank(rank) <= recall_at(10, rank)
    assert recall_at(k, rank) <= recall_at(k + 1, rank)


def test_of_nothing_there_is_no_mean_and_no_percentile() -> None:
    assert mean([]) is None
    assert percentile([], 0.5) is None


def test_percentiles_are_interpolated() -> None:
    assert percentile([4, 1, 3, 2], 0.5) == 2.5
    assert percentile(range(101), 0.95) == 95
    assert percentile([7], 0.95) == 7


@given(NUMBERS, st.floats(0, 1), st.floats(0, 1))
def test_percentiles_rise_within_the_values(values: list[float], a: float, b: float) -> None:
    low, high = percentile(values, min(a, b)), percentile(values, max(a, b))
    assert low is not None and high is not None
    slack = 1e-9 * max(map(abs, values))
    assert min(values) - slack <= low <= high + slack <= max(values) + 2 * slack
    assert (percentile(values, 0), percentile(values, 1)) == (min(values), max(values))


@given(st.integers(1, 400).flatmap(lambda count: st.tuples(st.integers(0, count), st.just(count))))
def test_the_likely_range_holds_the_share_seen(seen: tuple[int, int]) -> None:
    right, count = seen
    low, high = likely_range(right, count)
    assert 0 <= low <= right / count + 1e-12
    assert right / count - 1e-12 <= high <= 1
    assert high - low > likely_range(right * 4, count * 4)[1] - likely_range(right * 4, count * 4)[0]


def test_the_likely_range_of_nine_in_ten() -> None:
    assert likely_range(9, 10) == pytest.approx((0.5958, 0.9821), abs=1e-4)


# --- confidence ---------------------------------------------------------------------------------------


def test_calibration_error_weighs_the_bins_by_their_answers() -> None:
    answers = [Judged(0.9, True)] * 3 + [Judged(0.9, False)] + [Judged(0.3, False)]
    assert calibration_error(answers) == pytest.approx((4 * abs(0.9 - 0.75) + 0.3) / 5)
    assert calibration_error([]) is None


def test_bins_are_half_open_and_the_last_holds_one() -> None:
    bins = reliability([Judged(c, True) for c in (0.0, 0.1, 0.19, 1.0)])
    assert [(each.low, each.high, each.count) for each in bins] == [
        (0.0, 0.1, 1),
        (0.1, 0.2, 2),
        (0.9, 1.0, 1),
    ]


@given(ANSWERS, st.integers(1, 20))
def test_every_answer_is_in_the_bin_of_its_confidence(answers: list[Judged], bins: int) -> None:
    found = reliability(answers, bins)
    assert sum(each.count for each in found) == len(answers)
    assert sum(each.right for each in found) == sum(answer.right for answer in answers)
    for each in found:
        assert each.low - 1e-9 <= each.confidence <= each.high + 1e-9


@given(SOME_ANSWERS)
def test_calibration_error_is_bounded_and_nil_for_an_oracle(answers: list[Judged]) -> None:
    error = calibration_error(answers)
    assert error is not None and 0 <= error <= 1
    assert calibration_error([Judged(float(answer.right), answer.right) for answer in answers]) == 0


@given(SOME_ANSWERS)
def test_in_one_bin_the_error_is_that_of_the_mean_confidence(answers: list[Judged]) -> None:
    stated = math.fsum(answer.confidence for answer in answers) / len(answers)
    share = sum(answer.right for answer in answers) / len(answers)
    assert calibration_error(answers, bins=1) == pytest.approx(abs(stated - share))


def test_risk_and_coverage_of_three_answers_to_four_questions() -> None:
    points = risk_coverage([Judged(0.5, False), Judged(0.9, True), Judged(0.5, True)], questions=4)
    assert [(p.threshold, p.coverage, p.risk) for p in points] == [(0.9, 0.25, 0.0), (0.5, 0.75, 1 / 3)]


@given(SOME_ANSWERS, st.integers(0, 20))
def test_each_point_says_what_its_threshold_would_give(answers: list[Judged], declined: int) -> None:
    asked = len(answers) + declined
    points = risk_coverage(answers, asked)
    for point in points:
        kept = [answer for answer in answers if answer.confidence >= point.threshold]
        assert point.coverage == len(kept) / asked
        assert point.risk == sum(not answer.right for answer in kept) / len(kept)
    coverages = [point.coverage for point in points]
    assert coverages == sorted(set(coverages))
    assert points[-1].coverage == len(answers) / asked

"""A question made false states something that its report does not."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.training.exchanged import KINDS, Names, exchanged
from retrieval.training.written import QUESTIONS, names_in, read
from retrieval.vietnamese import fold

REPORT = "Ngày 11/4, Hội Nông dân huyện Kim Bôi họp giao ban quý I. Ông Trần Văn Bê chủ trì, trao 50 suất quà năm 2019."
NAMES = Names(["Kim Bôi", "Gia Viễn", "Trần Văn Bê", "Lò Thị Cúc", "2019"])


def made(vietnamese: str, english: str, seed: int = 1) -> tuple[str, ...] | None:
    return exchanged((vietnamese, fold(vietnamese), english), REPORT, REPORT, NAMES, random.Random(seed))


@pytest.mark.parametrize(
    ("vietnamese", "english", "expected"),
    [
        ("Ông Trần Văn Bê làm gì?", "What did Tran Van Be do?", ("Ông Lò Thị Cúc làm gì?", "What did Lò Thị Cúc do?")),
        ("Họp ở Kim Bôi hôm nào?", "When did Kim Boi meet?", ("Họp ở Gia Viễn hôm nào?", "When did Gia Viễn meet?")),
    ],
)
def test_a_name_is_exchanged_for_one_of_as_many_words(vietnamese: str, english: str, expected: tuple[str, str]) -> None:
    assert made(vietnamese, english) == (expected[0], fold(expected[0]), expected[1])


def test_a_year_moves_a_little_and_a_number_to_another() -> None:
    for seed in range(20):
        new = made("Năm 2019 thế nào?", "How was 2019?", seed)
        assert new and 2016 <= int(new[0].split()[1]) <= 2022 and "2019" not in new[0]
        new = made("Trao 50 suất cho ai?", "Who got the 50?", seed)
        assert new and new[0].split()[1] == new[1].split()[1] == new[2].split()[3][:-1] != "50"


def test_a_body_is_exchanged_in_both_languages() -> None:
    bodies = {kind[0]: kind[1] for kind in KINDS[0]}
    for seed in range(20):
        new = made("Hội Nông dân làm gì?", "What did the Farmers' Union do?", seed)
        assert new
        body = new[0].removesuffix(" làm gì?")
        assert new == (f"{body} làm gì?", f"{fold(body)} lam gi?", f"What did the {bodies[body]} do?")


def test_nothing_is_exchanged_that_was_not_read_or_not_found_in_english() -> None:
    assert made("Ai đến Lạc Sơn năm 1999?", "Who came to Lac Son in 1999?") is None
    assert made("Hội Nông dân làm gì?", "What did it do?") is None
    question = ("Năm 2019?", "nam 2019?", "2019?")
    assert exchanged(question, "Năm 2018.", REPORT, NAMES, random.Random(1)) is None


@given(st.integers(0, 10_000))
def test_all_forms_change_alike(seed: int) -> None:
    rng = random.Random(seed)
    one = rng.choice(ASKED)
    marked, _, english = one.questions
    new = exchanged((marked, fold(marked), english), one.text, one.text, OVER, rng)
    if new is not None:
        assert new[1] == fold(new[0]) != fold(marked)
        assert new[2] != english


ASKED = [one for one in read(QUESTIONS / "91.jsonl") if one.end > one.start]
OVER = names_in(ASKED)

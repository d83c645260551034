"""The made-up reports: answers stand where they are said to, and nothing is asked that a passage half tells."""

from __future__ import annotations

import re

import pytest

from retrieval.training.report_words import OFFICES
from retrieval.training.synthetic import Example, reports
from retrieval.vietnamese import fold, has_diacritics, nfc


@pytest.fixture(scope="module")
def examples() -> list[Example]:
    return list(reports(600, seed=3))


def test_answers_stand_in_whole_words(examples: list[Example]) -> None:
    for example in examples:
        answer = example.passage[example.start : example.end]
        assert answer == answer.strip()
        if answer:
            assert not example.passage[: example.start][-1:].isalnum()
            assert not example.passage[example.end :][:1].isalnum()


def test_about_three_in_ten_are_not_told(examples: list[Example]) -> None:
    untold = sum(example.start == example.end for example in examples)
    assert 0.2 < untold / len(examples) < 0.4


def test_same_seed_same_reports() -> None:
    assert list(reports(20, seed=5)) == list(reports(20, seed=5))
    assert list(reports(20, seed=5)) != list(reports(20, seed=6))


def test_the_chair_is_named_where_the_passage_says_so(examples: list[Example]) -> None:
    asked = [e for e in examples if re.search(r"chu tri|cam trich|chaired|presided", fold(e.question))]
    told = [e for e in asked if e.end > e.start]
    assert told and len(told) < len(asked)
    for example in told:
        assert re.search("chủ trì|điều hành", example.passage.lower())
    for example in asked:
        if example.end == example.start and "hội nghị?" in example.question:
            assert "chủ trì" not in example.passage


def test_an_answer_to_who_holds_an_office_is_a_name(examples: list[Example]) -> None:
    offices = {fold(office.vi) for office in OFFICES}
    asked = [e for e in examples if fold(e.question).startswith(("ai la ", "ai giu chuc ")) and e.end > e.start]
    named = [e for e in asked if re.sub("^ai (la|giu chuc) ", "", fold(e.question)).rstrip("?") in offices]
    assert len(named) > 3
    for example in named:
        answer = example.passage[example.start : example.end]
        assert len(answer.split()) == 3 and answer.istitle()


def test_all_three_ways_of_asking_occur(examples: list[Example]) -> None:
    questions = [example.question for example in examples]
    english = sum(bool(re.match(r"(Who|What|When|Where|Which|How|On|In|Name|The|Besides)\b", q)) for q in questions)
    marked = sum(has_diacritics(q) for q in questions)
    assert english > 120 and marked > 200 and len(questions) - english - marked > 40


def test_held_out_reports_use_other_words() -> None:
    def names(held_out: bool) -> set[str]:
        found: set[str] = set()
        for example in reports(150, seed=3, held_out=held_out):
            if re.search("là ai|giữ chức", example.question) and example.end > example.start:
                answer = example.passage[example.start : example.end]
                found |= {answer} if len(answer.split()) == 3 and answer.istitle() else set()
        return found

    assert names(True) and names(False) and not names(True) & names(False)


def test_texts_are_nfc(examples: list[Example]) -> None:
    assert all(nfc(e.passage) == e.passage and nfc(e.question) == e.question for e in examples)

"""The hand-written questions: whole, and turned into pairs whose answers stand where they say."""

from __future__ import annotations

import json
import random
from functools import lru_cache

import pytest

from retrieval.answering.supposed import supposed_by
from retrieval.records import Language
from retrieval.training.pairs import Pair
from retrieval.training.written import FORMS, QUESTIONS, Asked, Drawing, Passages, Typed, names_in, read, typed_over
from retrieval.vietnamese import fold, has_diacritics, nfc
from tests.conftest import ROOT

FILES = sorted(QUESTIONS.glob("*.jsonl"))
GLOSSARY = ROOT / "config" / "glossary.toml"


@lru_cache(maxsize=1)
def some() -> list[Asked]:
    return read(FILES[0])[:80]


def passages(asked: list[Asked]) -> Passages:
    """Counting words for pieces."""
    return Passages((one.text for one in asked), lambda text: len(text.split()))


def drawn(asked: list[Asked], seed: int = 1, both: bool = True, exchanged: float = 0.0) -> list[Pair]:
    return Drawing(passages(asked), as_typed, random.Random(seed), both, names_in(asked), exchanged).pairs(asked)


def as_typed(question: str, form: str, rng: random.Random) -> Typed:
    return Typed(question, supposed_by(question, Language(form)))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_answer_stands_in_its_sentence(path: object) -> None:
    for line in QUESTIONS.joinpath(str(path)).read_text("utf-8").splitlines():
        report = json.loads(line)
        assert has_diacritics(report["text"])
        for asked in report["questions"]:
            assert all(asked[form].strip() for form in FORMS)
            assert asked["answer"] in asked["sentence"]
            assert asked["sentence"] in report["text"]


def test_there_are_questions_told_and_untold() -> None:
    asked = [one for path in FILES for one in read(path)]
    assert len(asked) >= 1000
    assert 0.15 < sum(one.end == one.start for one in asked) / len(asked) < 0.5
    assert all(nfc(one.text) == one.text for one in asked)


def test_pairs_hold_their_answers() -> None:
    pairs = drawn(some())
    told = [pair for pair in pairs if pair.end > pair.start]
    assert len(told) > 100
    assert len(pairs) - len(told) > 50
    assert all(0 <= pair.start < pair.end <= len(pair.passage) for pair in told)
    answers = {one.text[one.start : one.end] for one in some()}
    assert all(pair.passage[pair.start : pair.end] in answers for pair in told)


def test_of_the_vietnamese_forms_one_may_be_left_out() -> None:
    asked = some()[:30]
    both, one = (drawn(asked, 2, way) for way in (True, False))
    seen = {pair.question for pair in one}
    assert all(every.questions[2] in seen for every in asked)
    assert all(len(seen & set(every.questions[:2])) == 1 for every in asked if every.questions[0] != every.questions[1])
    assert {pair.question for pair in both} == {question for every in asked for question in every.questions}


def test_a_passage_says_what_the_report_tells_elsewhere_of_the_question() -> None:
    pairs = drawn(some())
    recalling = [pair for pair in pairs if "\n[" in pair.passage or pair.passage.startswith("[")]
    assert len(recalling) > len(pairs) / 20
    assert all(pair.start > pair.passage.index("]\n") for pair in recalling if pair.end > pair.start)


def test_questions_made_false_have_no_answer() -> None:
    plain, more = drawn(some()), drawn(some(), exchanged=1.0)
    asked = {question for one in some() for question in one.questions}
    false = [pair for pair in more if pair.question not in asked]
    assert len(false) > 20 and not {pair.question for pair in plain} - asked
    assert all(pair.start == pair.end for pair in false)


def test_another_report_lacks_a_name_of_the_question() -> None:
    over = passages(some())
    for one in some():
        other = over.another(one.questions[0], one.text, random.Random(3))
        if other is not None:
            assert other != one.text
            named = {fold(word.strip('?,.“”"')) for word in one.questions[0].split()}
            assert named - {fold(word.strip(':;,.“”"')) for word in other.split()}


def test_questions_are_read_as_the_program_reads_them() -> None:
    typed = typed_over(["Ông Trần Văn Bê chủ trì hội nghị ở huyện Kim Bôi."], GLOSSARY)

    class Always(random.Random):
        def random(self) -> float:
            return 0.0

    bare = typed("ai chu tri hoi nghi o huyen kim boi", "vi-ascii", Always())
    assert bare.text == "ai chủ trì hội nghị ở huyện Kim Bôi"
    assert bare.supposed.places == ("Kim Bôi",)
    assert typed("Who chaired the conference?", "en", Always()).text.startswith("Who chaired the conference? · ")
    assert typed("Ai chủ trì?", "vi", Always()).text == "Ai chủ trì?"


def test_the_same_seed_gives_the_same_pairs() -> None:
    once, again = (drawn(some()[:9], 5, exchanged=0.5) for _ in range(2))
    assert once == again

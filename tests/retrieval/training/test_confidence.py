"""The fit on made-up examples: it finds what decides, and never judges a question by another form of it."""

from __future__ import annotations

import json
import random
from collections.abc import Container, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from retrieval.answering.confidence import HARDLY, Confidence
from retrieval.evaluation.questions import GoldQuestion, read_questions
from retrieval.records import Language
from retrieval.settings import Settings, load_settings
from retrieval.training import confidence
from retrieval.training.confidence import (
    COLLECTIONS,
    Example,
    Tally,
    cross_validated,
    fit,
    judged,
    of_xquad,
    written_out,
)
from retrieval.training.pairs import load, split
from retrieval.training.reader import SPLIT, Recipe
from retrieval.vietnamese import nfc


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confidence, "EPOCHS", 15)
    monkeypatch.setattr(confidence, "BATCH", 16)


def example(
    base: str, language: Language = Language.VIETNAMESE, *, answerable: bool = True, seed: int = 0, right: int = 1
) -> Example:
    """Three candidates; "good" points at the right one, "noise" at none. Nothing is right where not answerable."""
    rng = random.Random(f"{base}{language}{seed}")
    gold = GoldQuestion(
        f"{base}-{language}", "?", language, "a.txt" if answerable else None, ("b",) if answerable else (), "who"
    )
    rows = [
        {"bias": 1.0, "good": float(answerable and at == right) + rng.gauss(0, 0.1), "noise": rng.gauss(0, 1)}
        for at in range(3)
    ]
    return Example(gold, rows, [answerable and at == right for at in range(3)], ["an", "ba", "tư"], [False] * 3)


def examples(count: int = 40) -> list[Example]:
    return [
        example(f"q{number:02}", language, answerable=number % 5 != 0, right=number % 3)
        for number in range(count)
        for language in Language
    ]


def test_the_fit_finds_what_decides() -> None:
    fitted = fit(examples())
    outcomes = [(judged(fitted, one), any(one.right)) for one in examples()]
    told = [(chance, right) for (chance, right, _), answerable in outcomes if answerable]
    assert sum(right for _, right in told) >= 0.95 * len(told)
    assert min(chance for chance, _ in told) > max(chance for (chance, *_), answerable in outcomes if not answerable)


def test_unanswerable_questions_teach_that_none_is_right() -> None:
    fitted = fit([example(f"q{number}", answerable=False) for number in range(40)])
    assert all(chance < 0.2 for chance in fitted.chances(example("q").features))


def test_what_is_known_to_be_wrong_is_left_out_of_fitting_and_judging() -> None:
    """The first of three seems right and is known not to be: it neither answers nor stands in the way."""
    known = [
        replace(one, features=[{**one.features[0], "good": 2.0}, *one.features[1:]], out=[True, False, False])
        for one in (example(f"q{number:02}", answerable=number % 3 != 0, right=1) for number in range(60))
    ]
    fitted = fit(known)
    assert all(judged(fitted, one)[1] for one in known if any(one.right))
    assert all(judged(fitted, one)[0] < 0.45 for one in known if not any(one.right))
    hopeless = replace(known[0], out=[True] * 3)
    assert judged(fitted, hopeless)[0] <= HARDLY


def test_what_says_the_same_counts_with_the_first() -> None:
    one = Example(
        example("q").gold,
        [{"x": 3.0}, {"x": 2.5}, {"x": 1.0}],
        [True, True, False],
        ["Lực", "ông Lực", "Thế"],
        [False] * 3,
    )
    plain = Confidence.plain({"x": 1.0})
    chances = plain.chances(one.features)
    chance, right, text = judged(plain, one)
    assert (right, text) == (True, "Lực")
    assert chance == pytest.approx(chances[0] + chances[1])
    assert judged(plain, Example(one.gold, [], [], [], [])) == (0.0, False, "")


def test_the_three_forms_of_a_question_have_one_base() -> None:
    assert {example("s001", language).base for language in Language} == {"s001"}


def test_no_question_is_judged_by_its_own_forms(monkeypatch: pytest.MonkeyPatch) -> None:
    found, judged = examples(12), []
    learned: list[set[str]] = []
    plain = Confidence.plain({"good": 1.0})

    def noted(part: Sequence[Example]) -> Confidence:
        learned.append({one.base for one in part})
        return plain

    monkeypatch.setattr(confidence, "fit", noted)
    monkeypatch.setattr(Tally, "add", lambda tally, one, fitted: judged.append((one, len(learned) - 1)))
    cross_validated(found, 4)
    assert len(learned) == 4
    assert all(one.base not in learned[at] for one, at in judged)
    # each once for all languages and once for its own
    assert sorted(one.gold.id for one, _ in judged) == sorted([one.gold.id for one in found] * 2)


def test_cross_validation_tells_the_answerable_from_the_others() -> None:
    tallies = cross_validated(examples(), 4)
    assert set(tallies) == {"all", *Language}
    every = tallies["all"]
    assert (every.answerable, every.unanswerable) == (96, 24)
    assert every.attainable == 96
    assert every.right / every.answerable >= 0.9
    assert every.declined_rightly / every.unanswerable >= 0.9
    assert tallies["vi"].answerable == 32


def test_a_tally_counts_an_answer_as_it_would_be_given() -> None:
    sure, unsure = Confidence.plain({"good": 9.0}), Confidence.plain({"good": 9.0}, untold=20.0)
    tally = Tally()
    tally.add(example("q"), sure)
    tally.add(example("q"), unsure)
    tempting = Example(example("u", answerable=False).gold, [{"good": 1.0}], [False], ["an"], [False])
    tally.add(tempting, sure)
    tally.add(tempting, unsure)
    assert (tally.answerable, tally.first, tally.right, tally.declined_wrongly) == (2, 2, 1, 1)
    assert (tally.unanswerable, tally.declined_rightly, tally.sure, tally.sure_right) == (2, 1, 2, 1)
    assert "right 0.500 of 2" in tally.line()
    assert "  -  " in Tally().line()


def test_what_was_fitted_is_read_back(tmp_path: Path) -> None:
    fitted = fit(examples(20))
    fitted.save(tmp_path / "confidence.npz")
    again = Confidence.load(tmp_path / "confidence.npz")
    for one in examples(20)[:5]:
        assert again.chances(one.features) == pytest.approx(fitted.chances(one.features), abs=5e-3)


def test_the_same_examples_give_the_same_weights() -> None:
    assert fit(examples(16)).chances(example("q").features) == fit(examples(16)).chances(example("q").features)


@pytest.mark.parametrize("collection", sorted(COLLECTIONS.glob("*.jsonl")), ids=lambda path: path.stem)
def test_a_collection_becomes_reports_and_questions(collection: Path, tmp_path: Path) -> None:
    every: list[GoldQuestion] = []
    for reports, questions in written_out(collection, tmp_path):
        asked = read_questions(questions)
        every += asked
        for one in asked:
            if one.report:
                text = nfc((reports / one.report).read_text("utf-8"))
                assert all(answer in text for answer in one.answers)
    written = [json.loads(line)["questions"] for line in collection.read_text("utf-8").splitlines()]
    assert len({one.id for one in every}) == len(every) == 3 * sum(map(len, written)) > 200
    assert 0.1 < sum(not one.answerable for one in every) / len(every) < 0.5


def test_groups_are_asked_apart(tmp_path: Path) -> None:
    asked = {"kind": "who", "vi": "Ai?", "vi-ascii": "ai", "en": "Who?", "answer": "Lực", "sentence": "Ông Lực."}
    lines = [{"group": group, "text": f"Ông Lực.\n{group}", "questions": [asked]} for group in ("1", "2", "1")]
    collection = tmp_path / "some.jsonl"
    collection.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    made = written_out(collection, tmp_path / "out")
    assert [len(list(reports.iterdir())) for reports, _ in made] == [2, 1]
    assert [len(read_questions(questions)) for _, questions in made] == [6, 3]


def test_of_xquad_only_what_the_reader_never_saw_is_asked(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unanswered(settings: Settings, reports: Path, questions: Path, only: Container[str]) -> list[Example]:
        return [Example(gold, [], [], [], []) for gold in read_questions(questions) if gold.id in only]

    monkeypatch.setattr(confidence, "examples", unanswered)
    folder = shared / "eval" / "xquad-dev"
    found = of_xquad(load_settings(), folder / "reports", folder / "questions.jsonl", shared / "reader")
    trained_on, held_out = split(load(shared / "reader"), Recipe().held_out, SPLIT)
    assert len(found) == 3 * len(held_out)
    assert {one.base for one in found} == {item.article for item in held_out}
    assert not {one.article for one in found} & {item.article for item in trained_on}

"""The fit on made-up examples: it finds what decides, and never judges a question by another form of it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from retrieval.answering.confidence import Confidence
from retrieval.evaluation.questions import GoldQuestion
from retrieval.records import Language
from retrieval.training import confidence
from retrieval.training.confidence import (
    Example,
    Tally,
    cross_validated,
    firsts,
    fit,
    fit_rank,
    fit_trust,
    write,
)


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
    return Example(gold, rows, [answerable and at == right for at in range(3)], ["an", "ba", "tư"])


def examples(count: int = 40) -> list[Example]:
    return [
        example(f"q{number:02}", language, answerable=number % 5 != 0, right=number % 3)
        for number in range(count)
        for language in Language
    ]


def test_the_ranking_finds_what_decides() -> None:
    weights = fit_rank(examples(), ["good", "noise"])
    assert weights["good"] > 1
    assert abs(weights["noise"]) < 0.5 * weights["good"]
    first = firsts(weights, [one for one in examples() if any(one.right)])
    assert sum(right for _, right in first) >= 0.95 * len(first)


def test_unanswerable_questions_teach_no_ranking() -> None:
    weights = fit_rank([example("q", answerable=False)], ["good"])
    assert weights == {"good": 0.0}


def test_trust_grows_with_the_lead() -> None:
    firsts = [({"bias": 1.0, "lead": lead}, lead > 1) for lead in (0.0, 0.2, 0.5, 1.5, 2.0, 2.5, 3.0, 0.1) * 5]
    fitted = Confidence({}, fit_trust(firsts))
    assert fitted.chance({"bias": 1.0}, 3.0) > 0.8
    assert fitted.chance({"bias": 1.0}, 0.0) < 0.3


def test_the_first_leads_over_what_says_something_else() -> None:
    one = Example(
        example("q").gold, [{"x": 3.0}, {"x": 2.5}, {"x": 1.0}], [True, True, False], ["Lực", "ông Lực", "Thế"]
    )
    ((features, right),) = firsts({"x": 1.0}, [one])
    assert right
    assert features["lead"] == pytest.approx(2.0)  # "ông Lực" says the same
    alone = Example(one.gold, [{"x": 1.0}], [False], ["Lực"])
    assert firsts({"x": 1.0}, [alone])[0][0]["lead"] == 3.0
    assert firsts({"x": 1.0}, [Example(one.gold, [], [], [])]) == []


def test_the_three_forms_of_a_question_have_one_base() -> None:
    assert {example("s001", language).base for language in Language} == {"s001"}


def test_no_question_is_judged_by_its_own_forms(monkeypatch: pytest.MonkeyPatch) -> None:
    found, judged = examples(12), []
    learned: list[set[str]] = []
    plain = Confidence({"good": 1.0}, {})

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
    sure, unsure = Confidence({"good": 5.0}, {"bias": 9.0}), Confidence({"good": 5.0}, {"bias": -9.0})
    tally = Tally()
    tally.add(example("q"), sure)
    tally.add(example("q"), unsure)
    tally.add(example("u", answerable=False), sure)
    tally.add(example("u", answerable=False), unsure)
    assert (tally.answerable, tally.first, tally.right, tally.declined_wrongly) == (2, 2, 1, 1)
    assert (tally.unanswerable, tally.declined_rightly, tally.sure, tally.sure_right) == (2, 1, 2, 1)
    assert "right 0.500 of 2" in tally.line()
    assert "  -  " in Tally().line()


def test_what_was_fitted_is_read_back(tmp_path: Path) -> None:
    fitted = fit(examples(20))
    write(fitted, tmp_path / "confidence.json")
    again = Confidence.load(tmp_path / "confidence.json")
    for one in examples(20)[:5]:
        for features in one.features:
            assert again.score(features) == pytest.approx(fitted.score(features), abs=1e-3)
            assert again.chance(features, 1.0) == pytest.approx(fitted.chance(features, 1.0), abs=1e-3)


def test_the_same_examples_give_the_same_weights() -> None:
    assert fit(examples(16)) == fit(examples(16))

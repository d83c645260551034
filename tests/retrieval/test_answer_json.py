"""The JSON of an answer: the contract's names, and offsets that hold."""

from __future__ import annotations

import json
from dataclasses import replace

from retrieval.answer_json import answer_json
from retrieval.records import Language, Outcome
from tests.fakes import KIM_BOI, LAC_SON, FakeEngine, evidence

ENGINE = FakeEngine()
ANSWER = ENGINE.ask("Ai chủ trì hội nghị ở Kim Bôi?", top_k=3)
CONTRACT = ["question", "language", "answer", "confidence", "quote", "passages", "timings_ms"]


def test_the_names_are_those_of_the_contract() -> None:
    told = answer_json(ANSWER, ENGINE.report)
    assert list(told)[: len(CONTRACT)] == CONTRACT
    assert list(told["answer"]) == list(told["quote"]) == ["text", "report", "start", "end"]
    assert set(told["passages"][0]) == {"report", "title", "date", "text", "start", "end", "score"}
    assert list(told["timings_ms"]) == ["encode", "search", "answer", "total"]
    assert json.loads(json.dumps(told)) == told


def test_every_text_is_what_stands_at_its_offsets() -> None:
    told = answer_json(ANSWER, ENGINE.report)
    for part in (told["answer"], told["quote"], *told["passages"]):
        text = ENGINE.report(part["report"]).text
        assert part["text"] == text[part["start"] : part["end"]]
    assert told["quote"]["start"] <= told["answer"]["start"] <= told["answer"]["end"] <= told["quote"]["end"]


def test_dates_are_iso_or_null() -> None:
    dates = {part["report"]: part["date"] for part in answer_json(ENGINE.ask("x", top_k=9), ENGINE.report)["passages"]}
    assert dates == {KIM_BOI.id: "2024-04-11", LAC_SON.id: None}


def test_a_declined_answer_is_null_with_passages_and_what_is_stated() -> None:
    declined = replace(
        ANSWER,
        language=Language.UNMARKED,
        evidence=None,
        outcome=Outcome.CONTRADICTED,
        stated=evidence(KIM_BOI, "Bùi Tiến Lực"),
        unknown=("Hà Giang",),
        meant="ai chủ trì",
    )
    told = answer_json(declined, ENGINE.report)
    assert (told["answer"], told["quote"], told["language"]) == (None, None, "vi-ascii")
    assert len(told["passages"]) == 3
    assert "Bùi Tiến Lực" in told["stated"]["text"]
    assert (told["unknown"], told["meant"], told["outcome"]) == (["Hà Giang"], "ai chủ trì", "contradicted")

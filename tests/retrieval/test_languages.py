"""The language of a question is told by its common words, not by the names in it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.languages import language_of
from retrieval.records import Language

OWN_QUESTIONS = Path(__file__).parents[1] / "questions" / "seeds-open.jsonl"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Ai chủ trì hội nghị?", Language.VIETNAMESE),
        ("ai chu tri hoi nghi", Language.UNMARKED),
        ("Who chaired the meeting?", Language.ENGLISH),
        ("Who chaired the Kim Bôi meeting?", Language.ENGLISH),
        ("How many gifts were given at Tết?", Language.ENGLISH),
        ("khi nao hoi nghi o Kim Bôi dien ra", Language.UNMARKED),
        ("Covid-19 được nhắc tới ở báo cáo nào?", Language.VIETNAMESE),
        ("When did Bùi Tiến Lực speak", Language.ENGLISH),
        ("74.000", Language.UNMARKED),
        ("", Language.UNMARKED),
    ],
)
def test_by_example(text: str, language: Language) -> None:
    assert language_of(text) is language


@given(st.text(max_size=60))
def test_every_text_has_one(text: str) -> None:
    assert language_of(text) in Language


def _share_right(file: Path) -> float:
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    return float(sum(language_of(row["question"]) == row["lang"] for row in rows)) / len(rows)


def test_our_own_questions() -> None:
    assert _share_right(OWN_QUESTIONS) == 1.0


def test_the_large_set(shared: Path) -> None:
    (file,) = (shared / "eval" / "xquad-dev").glob("*.jsonl")
    assert _share_right(file) >= 0.97

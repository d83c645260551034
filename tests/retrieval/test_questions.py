"""A question as it is understood: form, kind, reading, terms, and whether it goes on from the last one."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as options
from hypothesis import strategies as st

from retrieval.errors import ConfigurationError
from retrieval.index import generation
from retrieval.index.folder import IndexFolder
from retrieval.index.generation import Generation
from retrieval.index.lexical import exact_terms
from retrieval.questions import Understanding
from retrieval.rebuild import rebuild
from retrieval.records import Focus, Kind, Language
from retrieval.settings import Settings
from tests.conftest import ROOT, placed
from tests.fakes_encoder import bag_parts

REPORTS = {
    "a.txt": "Hội nghị giao ban công tác dân vận\nÔng Bùi Tiến Lực chủ trì hội nghị tại huyện Kim Bôi ngày 11/4.",
    "b.txt": "Mặt trận Tổ quốc tỉnh\nTỉnh trao 74.000 suất quà cho bà con.",
}
FOCUS = Focus("a.txt", "Ai chủ trì hội nghị?")


@pytest.fixture(scope="module")
def index(usual: Settings, tmp_path_factory: pytest.TempPathFactory) -> Generation:
    settings = placed(usual, tmp_path_factory.mktemp("questions"))
    settings.paths.reports.mkdir()
    for name, text in REPORTS.items():
        (settings.paths.reports / name).write_text(text, encoding="utf-8")
    rebuild(settings, parts=bag_parts())
    current = IndexFolder(settings.paths.index).current()
    assert current is not None
    return generation.load(current)


@pytest.fixture(scope="module")
def understanding(index: Generation) -> Understanding:
    return Understanding.over(index, ROOT / "config" / "glossary.toml")


@pytest.mark.parametrize(
    ("text", "language", "kind"),
    [
        ("Ai chủ trì hội nghị?", Language.VIETNAMESE, Kind.WHO),
        ("ai chu tri hoi nghi", Language.UNMARKED, Kind.WHO),
        ("Who chaired the meeting?", Language.ENGLISH, Kind.WHO),
        ("Hội nghị diễn ra khi nào?", Language.VIETNAMESE, Kind.WHEN),
        ("Where did the meeting take place?", Language.ENGLISH, Kind.WHERE),
        ("Tỉnh trao bao nhiêu suất quà?", Language.VIETNAMESE, Kind.HOW_MANY),
    ],
)
def test_language_and_kind(understanding: Understanding, text: str, language: Language, kind: Kind) -> None:
    question = understanding.read(text)
    assert (question.language, question.kind) == (language, kind)


def test_a_question_is_read_as_it_would_have_been_written(understanding: Understanding) -> None:
    assert understanding.read("ai chu tri hoi nghi o kim boi").reading == "ai chủ trì hội nghị ở Kim Bôi"
    assert understanding.read("Ai chủ trì?").reading == "Ai chủ trì?"
    assert understanding.read("Who chaired it?").reading == "Who chaired it?"


def test_blanks_and_composition_are_mended(understanding: Understanding) -> None:
    question = understanding.read("  Ai\u0020\n chu\u0309 tri\u0300  ")
    assert question.text == "Ai chủ trì"


def test_terms_leave_out_words_that_only_ask(understanding: Understanding) -> None:
    question = understanding.read("Ai chủ trì hội nghị?")
    assert not {"ai", "la"} & set(question.folded)
    assert {"chu", "tri", "chu tri", "hoi nghi"} <= set(question.folded)
    assert set(exact_terms("chủ trì hội nghị")) <= set(question.exact)
    assert len(question.folded) == len(set(question.folded))


def test_both_tone_placements_ask_the_same(understanding: Understanding) -> None:
    one, other = understanding.read("Uỷ ban làm gì?"), understanding.read("Ủy ban làm gì?")
    assert one.folded == other.folded
    assert one.exact == other.exact


def test_abbreviations_count_as_what_they_stand_for(understanding: Understanding) -> None:
    assert "to quoc" in understanding.read("MTTQ tỉnh làm gì?").folded


def test_english_questions_look_up_names_numbers_and_terms(understanding: Understanding) -> None:
    question = understanding.read("Who chaired the conference in Kim Boi and gave 74,000 gifts in Hanoi?")
    assert {"kim", "boi", "74000"} <= set(question.folded)
    assert "hanoi" not in question.folded  # no report has it
    assert "hoi nghi" in question.folded  # conference
    assert question.exact == ()


@pytest.mark.parametrize(
    "text",
    ["Hội nghị đó diễn ra khi nào?", "hoi nghi do o dau", "Còn ai nữa?", "When was that meeting?", "Who else spoke?"],
)
def test_these_go_on_from_what_was_said(understanding: Understanding, text: str) -> None:
    assert understanding.read(text, FOCUS).focus == "a.txt"
    assert understanding.read(text).focus is None


@pytest.mark.parametrize(
    "text", ["Ai chủ trì hội nghị?", "Tỉnh trao bao nhiêu suất quà?", "Who chaired the Kim Bôi meeting?"]
)
def test_these_stand_alone(understanding: Understanding, text: str) -> None:
    assert understanding.read(text, FOCUS).focus is None


@options(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(st.text(max_size=60))
def test_anything_can_be_asked(understanding: Understanding, text: str) -> None:
    question = understanding.read(text, FOCUS)
    assert question.language in Language
    assert len(question.folded) == len(set(question.folded))


def test_a_glossary_that_is_none_is_named(index: Generation, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="glossary"):
        Understanding.over(index, tmp_path / "glossary.toml")

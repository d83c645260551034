"""Ranking over a corpus whose words one can count, with an encoder that knows nothing but words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from retrieval.encoders import Embedding
from retrieval.index import generation
from retrieval.index.folder import IndexFolder
from retrieval.questions import Question, Understanding
from retrieval.rebuild import rebuild
from retrieval.records import Focus, Kind, Language, Passage, Span
from retrieval.search import MIXTURES, Candidates, Found, Mixture, Searcher, fuse, mixture_for, standardised
from retrieval.settings import Settings
from tests.conftest import ROOT, WriteReports
from tests.fakes_encoder import BagOfWords, bag_parts

REPORTS = {
    "gao.txt": "Hỗ trợ gạo cho hộ nghèo\nTỉnh cấp 500 tấn gạo cứu đói giáp hạt.",
    "hoi-nghi.txt": "Hội nghị giao ban công tác dân vận\nÔng Bùi Tiến Lực chủ trì hội nghị tại Kim Bôi.",
    "hoi-thi.txt": "Hội thi cán bộ dân vận khéo\nÔng Lê Minh Thế trao giải cho 12 đội.",
    "hoi-dap.txt": "Người dân hỏi về giá đất\nLãnh đạo xã trả lời 30 câu hỏi của bà con.",
    "lua.txt": "Xuống giống lúa hè thu\nNông dân gieo 900 ha lúa.",
}


@pytest.fixture
def over(settings: Settings, write_reports: WriteReports) -> tuple[Understanding, Searcher]:
    write_reports(REPORTS)
    rebuild(settings, parts=bag_parts())
    current = IndexFolder(settings.paths.index).current()
    assert current is not None
    index = generation.load(current)
    understanding = Understanding.over(index, ROOT / "config" / "glossary.toml")
    return understanding, Searcher(BagOfWords(), index, candidates=3, read=2)


@pytest.mark.parametrize(
    ("text", "report"),
    [
        ("Ai chủ trì hội nghị tại Kim Bôi?", "hoi-nghi.txt"),
        ("ai chu tri hoi nghi o kim boi", "hoi-nghi.txt"),
        ("Who chaired the Kim Bôi conference?", "hoi-nghi.txt"),
        ("Bao nhiêu tấn gạo?", "gao.txt"),
        ("Ông Lê Minh Thế trao giải cho ai?", "hoi-thi.txt"),
        ("900 ha", "lua.txt"),
    ],
)
def test_the_report_that_shares_most_comes_first(over: tuple[Understanding, Searcher], text: str, report: str) -> None:
    understanding, searcher = over
    assert searcher.search(understanding.read(text), 5).hits[0].passage.report == report


def test_diacritics_rank_above_folded_matches(over: tuple[Understanding, Searcher]) -> None:
    understanding, searcher = over
    found = searcher.search(understanding.read("câu hỏi"), 5)
    assert found.hits[0].passage.report == "hoi-dap.txt"


def test_hits_are_ordered_and_as_many_as_asked_for(over: tuple[Understanding, Searcher]) -> None:
    understanding, searcher = over
    question = understanding.read("Ông nào dự hội nghị dân vận về gạo, lúa?")
    found = searcher.search(question, 5)
    scores = [hit.score for hit in found.hits]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    assert len({hit.passage.span for hit in found.hits}) == len(found.hits) == len(found.fused) > 3
    assert found.read == (0, 1)
    assert searcher.search(question, 1).hits == found.hits[:2]  # what is read is always among them
    assert found.encode_ms >= 0 <= found.search_ms


def test_only_an_english_question_takes_the_form_for_english(over: tuple[Understanding, Searcher]) -> None:
    class Noting(BagOfWords):
        """Keeps which texts were encoded as English questions."""

        def encode_question(self, text: str, *, english: bool = False) -> Embedding:
            asked.append((text, english))
            return super().encode_question(text)

    asked: list[tuple[str, bool]] = []
    understanding, _ = over
    searcher = Searcher(Noting(), understanding.index, candidates=3, read=2)
    for text in ("Ai chủ trì hội nghị?", "ai chu tri hoi nghi", "Who chaired the conference?"):
        searcher.search(understanding.read(text), 5)
    assert [text for text, english in asked if english] == ["Who chaired the conference?"]
    assert len([text for text, english in asked if not english]) == 3  # two questions and a translation


def test_a_conversation_stays_with_its_report(over: tuple[Understanding, Searcher]) -> None:
    understanding, searcher = over
    question = understanding.read("Hội nghị đó do ai chủ trì?", Focus("gao.txt", "Bao nhiêu gạo?"))
    assert question.focus == "gao.txt"
    assert {hit.passage.report for hit in searcher.search(question, 5).hits} == {"gao.txt"}


def test_where_that_report_is_gone_all_are_searched(over: tuple[Understanding, Searcher]) -> None:
    understanding, searcher = over
    question = understanding.read("Hội nghị đó do ai chủ trì?", Focus("gone.txt", "Bao nhiêu gạo?"))
    assert searcher.search(question, 5).hits[0].passage.report == "hoi-nghi.txt"


@pytest.mark.parametrize("text", ["", "?", "xyzzy", "1234567890"])
def test_whatever_is_asked_has_hits(over: tuple[Understanding, Searcher], text: str) -> None:
    understanding, searcher = over
    assert searcher.search(understanding.read(text), 5).hits


def test_every_way_of_searching_puts_candidates_forward(over: tuple[Understanding, Searcher]) -> None:
    _, searcher = over
    encoder = BagOfWords()
    question = Question("", Language.VIETNAMESE, Kind.OTHER, "gạo", ("lua",), ("=hoi4",))
    found = searcher.candidates(question, encoder.encode_question("gạo tấn cứu đói"), encoder.encode_question("thi"))
    assert len(found.numbers) == len(set(found.numbers.tolist())) >= 3
    for scores in (found.dense, found.late, found.folded, found.exact, found.translated):
        assert scores.shape == found.numbers.shape
        assert scores.max() > 0
    plain = searcher.candidates(question, encoder.encode_question("gạo tấn cứu đói"), None)
    assert not plain.translated.any()


SCORES = arrays(np.float32, st.integers(1, 12), elements=st.floats(-100, 100, width=32))


@given(SCORES)
def test_standardised_scores_keep_their_order(scores: np.ndarray[tuple[int], np.dtype[np.float32]]) -> None:
    found = standardised(scores, scores)
    assert found.shape == scores.shape
    assert np.isfinite(found).all()
    order = np.argsort(scores, kind="stable")
    assert (np.diff(found[order]) >= -1e-4).all()
    if scores.std() > 1e-3:
        assert abs(float(found.mean())) < 1e-2
        assert float(found.std()) == pytest.approx(1, abs=1e-2)


def test_what_is_added_is_measured_by_those_that_were_there() -> None:
    scores = np.asarray([1, 2, 3], np.float32)
    np.testing.assert_allclose(standardised(np.asarray([2, 5], np.float32), scores), [0, 3 / scores.std()], rtol=1e-5)


def test_fusion_is_a_weighted_sum() -> None:
    rng = np.random.default_rng(3)
    rows = [rng.standard_normal(6).astype(np.float32) for _ in range(5)]
    weights = (1.0, 2.0, 0.5, 0.0, 0.25)
    fused = fuse(Candidates(np.arange(6), *rows), Mixture(*weights))
    by_hand = sum(w * (row - row.mean()) / row.std() for w, row in zip(weights, rows, strict=True))
    np.testing.assert_allclose(fused, by_hand, rtol=1e-4, atol=1e-5)


def test_sentences_of_what_is_read_are_told_apart(over: tuple[Understanding, Searcher]) -> None:
    understanding, searcher = over
    found = searcher.search(understanding.read("Bao nhiêu tấn gạo cứu đói?"), 5)
    assert set(found.closeness) == {*found.read, *found.further}
    first = found.hits[found.read[0]].passage.span
    texts = {}
    for near in found.closeness[0]:
        assert first.start <= near.start < near.end <= first.end
        texts[first.text[near.start - first.start : near.end - first.start]] = near.score
    assert max(texts, key=lambda text: texts[text]) == "Tỉnh cấp 500 tấn gạo cứu đói giáp hạt."


def test_english_counts_on_its_vietnamese_words_as_far_as_they_go(over: tuple[Understanding, Searcher]) -> None:
    understanding, _ = over
    told, untold = understanding.read("Who chaired the Kim Bôi conference?"), understanding.read("Who sings loudly?")
    assert mixture_for(told).translated > mixture_for(untold).translated == 0
    assert mixture_for(understanding.read("Ai chủ trì?")).translated == 0


def test_every_language_has_its_mixture() -> None:
    assert set(MIXTURES) == set(Language)
    assert MIXTURES[Language.ENGLISH].exact == 0


@pytest.mark.parametrize(
    ("fused", "read"),
    [
        ([5.0, 4.9, 4.8, 4.7], 3),  # close together: as many as are allowed
        ([5.0, 4.0, 3.0], 2),  # the third is far behind
        ([5.0, 1.0, 0.5], 2),  # the second is always read
        ([5.0], 1),
        ([], 0),
    ],
)
def test_passages_far_behind_are_not_read(fused: list[float], read: int) -> None:
    searcher = Searcher(None, None, candidates=20, read=3)  # type: ignore[arg-type]
    passages = [Passage(Span(f"{number}.txt", 0, 2, "Ai"), "") for number in range(len(fused))]
    asked = Question("", Language.VIETNAMESE, Kind.WHO, "", (), ())
    assert searcher._worth_reading(asked, passages, fused) == tuple(range(read))


LONG = {
    "dai.txt": "\n".join(
        [
            "Hội nghị tổng kết công tác dân vận",
            "Ngày 12 tháng 3 năm 2020, huyện Tân Lạc mở hội nghị tổng kết với đông đủ đại biểu của các xã về dự.",
            *(f"Đoạn thứ {number} kể chuyện làm đường, làm cầu, làm kênh, làm nhà của bà con." for number in range(9)),
            "Già làng Quách Văn Ổn ngỏ lời cảm ơn những người đã góp công sức.",
        ]
    ),
    "ngan.txt": "Ngày hội ở xã bên\nNgày 5 tháng 5 năm 2021, xã bên mở hội.",
}


@pytest.fixture
def over_a_long_one(settings: Settings, write_reports: WriteReports) -> tuple[Understanding, Searcher]:
    write_reports(LONG)
    rebuild(settings, parts=bag_parts(tokens=40, overlap=0))
    current = IndexFolder(settings.paths.index).current()
    assert current is not None
    index = generation.load(current)
    return Understanding.over(index, ROOT / "config" / "glossary.toml"), Searcher(BagOfWords(), index, 2, read=2)


def opens(found: Found, places: Sequence[int]) -> list[bool]:
    """Whether the passages at `places` open their reports."""
    return [found.hits[place].passage.span.start == 0 for place in places]


def test_the_day_of_an_event_is_looked_for_where_its_report_opens(
    over_a_long_one: tuple[Understanding, Searcher],
) -> None:
    understanding, searcher = over_a_long_one
    asked = understanding.read("Già làng Quách Văn Ổn ngỏ lời cảm ơn ngày nào?")
    found = searcher.search(asked, 2)
    assert asked.kind is Kind.WHEN
    assert found.hits[0].passage.span.start > 0  # he stands at the end of the report
    assert found.read[:2] == (0, 1)
    assert opens(found, found.read).count(True) == 1
    assert {found.hits[place].passage.report for place in found.read} == {"dai.txt"}


def test_what_else_the_first_report_has_may_be_read_as_well(over_a_long_one: tuple[Understanding, Searcher]) -> None:
    understanding, searcher = over_a_long_one
    found = searcher.search(understanding.read("Già làng Quách Văn Ổn ngỏ lời cảm ơn ai?"), 2)
    assert len(found.read) == 2
    assert len(found.further) == 3  # two of the best and the opening, though only two were candidates by any score
    assert True in opens(found, (*found.read, *found.further))
    assert {found.hits[place].passage.report for place in found.further} == {"dai.txt"}
    assert set(found.read).isdisjoint(found.further)
    assert list(found.fused) == sorted(found.fused, reverse=True)
    assert len(found.hits) == len(found.fused) == len({hit.passage.span for hit in found.hits})
    assert set(found.closeness) == {*found.read, *found.further}
    assert all(found.closeness.values())

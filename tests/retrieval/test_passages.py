"""Every sentence stands in a passage, passages fit the model, their text is the report's."""

from __future__ import annotations

import itertools
from datetime import date
from pathlib import Path

from hypothesis import assume, given
from hypothesis import strategies as st

from retrieval.encoders.compiled import CompiledEncoder
from retrieval.passages import Cutting, context_of, cut
from retrieval.records import Report
from retrieval.reports import list_files, read_report
from retrieval.vietnamese import sentences

WORDS = st.sampled_from("hội nghị ngày 11/4 Kim Bôi, tỉnh; công tác dân vận: TP. 74.000 suất quà… “khéo”".split())
SENTENCES = st.lists(WORDS, min_size=1, max_size=40).map(lambda words: " ".join(words) + ".")
TEXTS = st.lists(SENTENCES, min_size=1, max_size=12).flatmap(
    lambda parts: st.lists(st.sampled_from([" ", "\n"]), min_size=len(parts), max_size=len(parts)).map(
        lambda gaps: "".join(part + gap for part, gap in zip(parts, gaps, strict=True)).strip()
    )
)


def words_in(text: str) -> int:
    """A stand-in for a tokenizer: words, and two special tokens."""
    return len(text.split()) + 2


def report_of(text: str, title: str = "Tiêu đề") -> Report:
    return Report("một.txt", text, title, "0" * 64, date(2024, 4, 11), "huyện Kim Bôi")


@given(TEXTS, st.integers(24, 120), st.integers(0, 3))
def test_passages_are_whole_sentences_within_the_bound(text: str, most: int, overlap: int) -> None:
    report = report_of(text)
    passages = cut(report, Cutting(most, overlap), words_in)
    found = sentences(text)
    for passage in passages:
        span = passage.span
        assert span.report == report.id
        assert span.text == text[span.start : span.end]
        assert words_in(f"{passage.context}\n{span.text}") <= most
    for start, end in found:
        if words_in(text[start:end]) <= most - words_in(passages[0].context):
            assert any(p.span.start <= start and end <= p.span.end for p in passages)
        else:
            covered = {at for p in passages for at in range(p.span.start, p.span.end)}
            assert all(at in covered for at in range(start, end) if not text[at].isspace())
    assert [p.span.start for p in passages] == sorted({p.span.start for p in passages})


@given(TEXTS)
def test_neighbours_share_the_sentences_asked_for(text: str) -> None:
    assume(max(words_in(text[s:e]) for s, e in sentences(text)) <= 20)
    passages = cut(report_of(text, "Đề"), Cutting(70, 1), words_in)
    for left, right in itertools.pairwise(passages):
        shared = text[right.span.start : left.span.end] if right.span.start < left.span.end else ""
        assert len(sentences(shared)) == 1


@given(TEXTS)
def test_without_overlap_nothing_stands_twice(text: str) -> None:
    passages = cut(report_of(text), Cutting(40, 0), words_in)
    ends = [0, *(p.span.end for p in passages)]
    assert all(p.span.start >= before for p, before in zip(passages, ends, strict=False))


def test_a_long_title_leaves_room_for_the_text() -> None:
    report = report_of("Hội nghị đã diễn ra. " * 40, title="rất dài " * 60)
    passages = cut(report, Cutting(60, 1), words_in)
    assert all(words_in(f"{p.context}\n{p.span.text}") <= 60 for p in passages)
    assert len({p.context for p in passages}) == 1
    assert passages[0].context.startswith("rất dài")


def test_a_word_without_blanks_stays_whole() -> None:
    text = "x" * 500
    (passage,) = cut(report_of(text), Cutting(16, 1), lambda part: len(part) // 3)
    assert passage.span.text == text


def test_the_context_is_title_date_and_place() -> None:
    assert context_of(report_of("x")) == "Tiêu đề · 11/04/2024 · huyện Kim Bôi"
    assert context_of(Report("a", "x", "Tiêu đề", "")) == "Tiêu đề"


def test_the_seeds_with_the_real_tokenizer(seeds: Path, encoder: CompiledEncoder) -> None:
    for report in map(read_report, list_files(seeds)):
        for passage in cut(report, Cutting(200, 1), encoder.count_tokens):
            assert passage.span.text == report.text[passage.span.start : passage.span.end]
            assert encoder.count_tokens(f"{passage.context}\n{passage.span.text}") <= 200
